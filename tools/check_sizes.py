#!/usr/bin/env python3
"""Size gates: lines of a file and of a function; bytes of the program and of the first page's script.

usage: check_sizes.py [ROOT [PROGRAM]]

PROGRAM is the stripped release binary with the packed client. The script is measured from
web/dist/.vite/manifest.json when the client has been built."""
import gzip
import json
import pathlib
import re
import sys

import gate

FILE_LINES = 700
FUNCTION_LINES = 80
PROGRAM_BYTES = 8 * 1000 * 1000
SCRIPT_BYTES = 350 * 1000
# Comments, strings and characters, so that braces and words in them do not count.
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
# With clang-format's braces a function's body opens and closes in the first column.
C_BODY = re.compile(r"^\{$.*?^\}", re.S | re.M)
TS_HEAD = re.compile(r"^([ \t]*)(?:export )?(?:default )?(?:async )?function\b[^\n]*\{$|"
                     r"^([ \t]*)(?:export )?const \w+ = (?:async )?\([^\n]*=> \{$", re.M)


def functions(path, text):
    """Start offset and line count of each function."""
    if path.suffix in (".c", ".h"):
        for match in C_BODY.finditer(NOISE.sub(gate.blank, text)):
            yield match.start(), match.group(0).count("\n") + 1
        return
    for match in TS_HEAD.finditer(text):
        indent = match.group(1) if match.group(1) is not None else match.group(2)
        end = re.compile(r"^%s\}" % indent, re.M).search(text, match.end())
        if end:
            yield match.start(), text.count("\n", match.start(), end.start()) + 1


def check_sources(root):
    found = []
    for path in gate.files(root, "*.c", "*.h", "*.ts", "*.vue", "*.mjs", "*.py", "*.sh"):
        if "generated" in path.parts:
            continue
        text = gate.read(path)
        lines = text.count("\n")
        if lines > FILE_LINES:
            found.append("%s: %d lines; at most %d, split it by purpose" %
                         (gate.place(root, path), lines, FILE_LINES))
        if path.suffix in (".py", ".sh"):
            continue
        for start, length in functions(path, text):
            if length > FUNCTION_LINES:
                found.append("%s: a function of %d lines; at most %d" % (
                    gate.place(root, path, text.count("\n", 0, start) + 1), length, FUNCTION_LINES))
    return found


def first_page(manifest):
    """Script files that the entry page loads before it shows anything."""
    seen, files = set(), set()
    todo = [key for key, chunk in manifest.items() if chunk.get("isEntry")]
    while todo:
        key = todo.pop()
        if key not in seen:
            seen.add(key)
            files.add(manifest[key]["file"])
            todo += manifest[key].get("imports", [])
    return sorted(f for f in files if f.endswith(".js"))


def check_client(root):
    dist = root / "web" / "dist"
    manifest = dist / ".vite" / "manifest.json"
    if not manifest.exists():
        return []
    size = sum(len(gzip.compress((dist / f).read_bytes(), 9))
               for f in first_page(json.loads(manifest.read_text(encoding="utf-8"))))
    print("first page's script: %d kB gzip of %d" % (size // 1000, SCRIPT_BYTES // 1000), file=sys.stderr)
    return [] if size < SCRIPT_BYTES else ["web: the first page's script has %d bytes gzip; less than %d" %
                                           (size, SCRIPT_BYTES)]


def check_program(program):
    size = program.stat().st_size
    print("program: %d kB of %d" % (size // 1000, PROGRAM_BYTES // 1000), file=sys.stderr)
    return [] if size < PROGRAM_BYTES else ["%s: %d bytes; less than %d" % (program, size, PROGRAM_BYTES)]


def main(argv):
    root = gate.root_of(argv)
    found = check_sources(root) + check_client(root)
    if len(argv) > 2:
        found += check_program(pathlib.Path(argv[2]))
    return gate.finish(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv))
