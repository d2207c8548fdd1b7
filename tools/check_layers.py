#!/usr/bin/env python3
"""Layer gate: an include in src/ may only point to the same layer or to one below it.

usage: check_layers.py [ROOT]

Also: includes are written from src/, database headers stay in src/store, and the domain sees neither
clock nor files."""
import re
import sys

import gate

# A layer and the layers it may see besides itself. Siblings do not see each other.
BELOW = {
    "base": set(),
    "domain": {"base"},
    "store": {"base", "domain"},
    "office": {"base", "domain"},
    "media": {"base", "domain"},
    "work": {"base", "domain", "store", "office", "media"},
    "http": {"base", "domain", "store", "office", "media", "work"},
    "api": {"base", "domain", "store", "office", "media", "work", "http"},
    "cli": {"base", "domain", "store", "office", "media", "work", "http", "api"},
}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)
DATABASE = {"sqlite3.h", "libpq-fe.h"}
IMPURE = re.compile(r"^(time|unistd|fcntl|dirent|pthread|threads|sodium|locale)\.h$|^sys/")


def check_include(layer, quoted, system):
    """What is wrong with one include of a file in this layer, or None."""
    if quoted is not None:
        target, slash, _ = quoted.partition("/")
        if not slash:
            # A table made by a generator lies in the build folder.
            return None if re.search(r"_(gen|table)\.(h|inc)$", quoted) else (
                'write "%s" from src/, as "%s/%s"' % (quoted, layer, quoted))
        if layer == "main" or target == layer or target in BELOW[layer]:
            return None
        if target not in BELOW:
            return '"%s" is no layer; known: %s' % (target, ", ".join(BELOW))
        return "%s may not include %s; it may see: %s" % (
            layer, target, ", ".join(sorted(BELOW[layer])) or "nothing")
    if system in DATABASE and layer != "store":
        return "<%s> belongs to src/store alone" % system
    if layer == "domain" and IMPURE.search(system):
        return "<%s>: the domain has no clock, files or processes" % system
    return None


def check(root):
    found = []
    for path in gate.files(root / "src", "*.c", "*.h", "*.def"):
        parts = path.relative_to(root / "src").parts
        layer = parts[0] if len(parts) > 1 else "main"
        if layer != "main" and layer not in BELOW:
            found.append("%s: unknown layer; add it to tools/check_layers.py" % gate.place(root, path))
            continue
        text = gate.read(path)
        for match in INCLUDE.finditer(text):
            wrong = check_include(layer, match.group(1), match.group(2))
            if wrong:
                line = text.count("\n", 0, match.start()) + 1
                found.append("%s: %s" % (gate.place(root, path, line), wrong))
    return found


if __name__ == "__main__":
    sys.exit(gate.finish(check(gate.root_of(sys.argv))))
