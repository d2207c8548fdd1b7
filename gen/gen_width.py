#!/usr/bin/env python3
"""Makes the table of display widths from the Unicode tables.

usage: gen_width.py EastAsianWidth.txt UnicodeData.txt OUT.h
Wide and fullwidth characters take two columns; combining marks and format characters none."""
import sys

LAST = 0x10FFFF


def wide(path):
    widths = bytearray(b"\1") * (LAST + 1)
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.split("#")[0].strip()
            if not line:
                continue
            span, kind = (part.strip() for part in line.split(";"))
            lo, _, hi = span.partition("..")
            if kind in ("W", "F"):
                for cp in range(int(lo, 16), int(hi or lo, 16) + 1):
                    widths[cp] = 2
    return widths


def without_width(path, widths):
    with open(path, encoding="utf-8") as f:
        for line in f:
            cp, _, category = line.split(";")[:3]
            # The soft hyphen is a format character that terminals draw.
            if category in ("Mn", "Me", "Cf") and cp != "00AD":
                widths[int(cp, 16)] = 0


def main(east_asian, data, out):
    widths = wide(east_asian)
    without_width(data, widths)
    rows, start = [], 0
    for cp in range(1, LAST + 2):
        if cp > LAST or widths[cp] != widths[start]:
            if widths[start] != 1:
                rows.append("{0x%04X, 0x%04X, %d}," % (start, cp - 1, widths[start]))
            start = cp
    with open(out, "w", encoding="utf-8") as f:
        f.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
