#!/usr/bin/env python3
"""Source gate: banned functions, floating point where scores are made, unfinished work, orphan
files, and errors that lack a language or a use.

usage: check_source.py [ROOT]"""
import re
import sys

import gate
from check_sizes import NOISE

BANNED = {
    "strcpy": "base/str.h", "strcat": "base/buf.h", "sprintf": "snprintf or base/buf.h",
    "vsprintf": "vsnprintf or base/buf.h", "gets": "fgets", "strtok": "base/str.h",
    "atoi": "base/str.h", "atol": "base/str.h", "atof": "base/dec.h", "alloca": "an arena",
    "system": "no shell", "popen": "no shell", "tmpnam": "mkstemp", "mktemp": "mkstemp",
    "rand": "base/rng.h", "srand": "base/rng.h", "localtime": "base/when.h", "gmtime": "base/when.h",
}
CALL = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(BANNED))
FLOAT = re.compile(r"\b(float|double|long double)\b")
FLOAT_FREE = ("src/base/dec", "src/domain/", "src/work/", "src/store/")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
ERROR_ROW = re.compile(r'^ERR\((\w+), "([\w.]+)", (\d+), (\d+), "((?:\\.|[^"\\])*)",\s*"((?:\\.|[^"\\])*)"\)', re.M)
HOLE = re.compile(r"\{\d\}")
HAN = re.compile("[\u4e00-\u9fff]")


def check_code(root, path, text):
    found = []
    name = gate.place(root, path)
    code = NOISE.sub(gate.blank, text)

    def add(match, message):
        line = text.count("\n", 0, match.start()) + 1
        found.append("%s: %s" % (gate.place(root, path, line), message))

    for match in CALL.finditer(code) if name.startswith("src/") else ():
        add(match, "%s() is banned here; use %s" % (match.group(1), BANNED[match.group(1)]))
    if name.startswith(FLOAT_FREE):
        for match in FLOAT.finditer(code):
            add(match, "no floating point where scores and values are made; use base/dec.h")
    return found


def check_errors(root):
    """Every error has both languages, with the same places to fill in, and is used."""
    path = root / "src" / "base" / "errors.def"
    if not path.exists():
        return []
    text, found = gate.read(path), []
    rows = ERROR_ROW.findall(text)
    if len(rows) != len(re.findall(r"^ERR\(", text, re.M)):
        found.append("src/base/errors.def: a row that is not ERR(NAME, \"key\", status, exit, \"en\", \"zh\")")
    used = set()
    for source in gate.files(root, "*.c", "*.h", "*.def"):
        if source != path and root / "src" in source.parents:
            used |= set(re.findall(r"\bERR_(\w+)", NOISE.sub(gate.blank, gate.read(source))))
    for name, key, _, _, english, chinese in rows:
        if name not in used:  # one that is used but not there does not compile
            found.append("errors.def: %s is used nowhere in src" % name)
        if HOLE.sub("", english).strip() and not HAN.search(chinese):
            found.append("errors.def: %s has no Chinese text" % name)
        if HAN.search(english):
            found.append("errors.def: %s: the first text is not English" % name)
        if set(HOLE.findall(english)) != set(HOLE.findall(chinese)):
            found.append("errors.def: %s: the two texts fill in different places" % name)
    for column, what in ((0, "name"), (1, "key")):
        values = [row[column] for row in rows]
        for value in sorted({v for v in values if values.count(v) > 1}):
            found.append("errors.def: %s %s stands twice" % (what, value))
    return found


def check_orphans(root):
    """A C file that no meson.build names and a header that nothing includes are forgotten."""
    found, everything = [], ""
    for path in gate.files(root, "*.c", "*.h", "*.def", "*.py"):
        everything += "".join(re.findall(r'^[ \t]*#[ \t]*include[^\n]*\n', gate.read(path), re.M))
    for path in gate.files(root, "*.c", "*.h"):
        if path.suffix == ".h":
            tail = "/".join(path.parts[-2:]) if root / "src" in path.parents else path.name
            if not re.search(r'"(?:[\w/.]*/)?%s"' % re.escape(tail), everything):
                found.append("%s: nothing includes it" % gate.place(root, path))
            continue
        named = any(build.exists() and mentions(gate.read(build), path)
                    for build in (d / "meson.build" for d in path.parents if root in (d, *d.parents)))
        if not named:
            found.append("%s: no meson.build names it" % gate.place(root, path))
    return found


def mentions(build, path):
    """True when a meson.build names a C file in full or as NAME of 'test_' + name + '.c' and the like."""
    if re.search(r"(?<![\w])%s'" % re.escape(path.name), build):
        return True
    for prefix, suffix in re.findall(r"'(\w*)' \+ \w+ \+ '(\w*\.c)'", build):
        if path.name.startswith(prefix) and path.name.endswith(suffix):
            if "'%s'" % path.name[len(prefix):len(path.name) - len(suffix)] in build:
                return True
    for suffix in re.findall(r"(?<!')\b\w+ \+ '(\w*\.c)'", build):
        if path.name.endswith(suffix) and "'%s'" % path.name[:-len(suffix)] in build:
            return True
    return False


def check(root):
    found = []
    for path in gate.files(root, "*.c", "*.h", "*.def", "*.ts", "*.vue", "*.py", "*.sh", "*.md", "*.sql"):
        text = gate.read(path)
        if path.name not in ("check_source.py", "test_gates.py"):
            for match in UNFINISHED.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                found.append("%s: unfinished: %s" % (gate.place(root, path, line), match.group(1)))
        if path.suffix in (".c", ".h"):
            found += check_code(root, path, text)
    return found + check_errors(root) + check_orphans(root)


if __name__ == "__main__":
    sys.exit(gate.finish(check(gate.root_of(sys.argv))))
