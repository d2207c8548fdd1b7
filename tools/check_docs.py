#!/usr/bin/env python3
"""Documents: links inside the repository lead to a file (and heading) that exists, and every page in
docs/ can be reached from README.md.

usage: check_docs.py [ROOT]"""
import re
import sys

import gate

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)
HEADING = re.compile(r"^#+ +(.+?) *#*$", re.M)


def anchors(text):
    """The names under which the headings of a page can be linked."""
    names = set()
    for title in HEADING.findall(re.sub(r"```.*?```", "", text, flags=re.S)):
        names.add(re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-"))
    return names


def check(root):
    found, links = [], {}
    for path in gate.files(root, "*.md"):
        text = CODE.sub(gate.blank, gate.read(path))
        links[path] = set()
        for match in LINK.finditer(text):
            target, _, anchor = match.group(1).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            line = text.count("\n", 0, match.start()) + 1
            file = (path.parent / target).resolve() if target else path
            if not file.exists():
                found.append("%s: no such file: %s" % (gate.place(root, path, line), target))
                continue
            links[path].add(file)
            if anchor and file.suffix == ".md" and anchor not in anchors(gate.read(file)):
                found.append("%s: no heading #%s in %s" % (
                    gate.place(root, path, line), anchor, file.name))
    if root / "README.md" not in links:
        return found + ["README.md is missing"]
    reached, todo = set(), [root / "README.md"]
    while todo:
        page = todo.pop()
        if page not in reached:
            reached.add(page)
            todo += [p for p in links.get(page, ()) if p.suffix == ".md"]
    for path in links:
        if root / "docs" in path.parents and path not in reached:
            found.append("%s: no link leads here from README.md" % gate.place(root, path))
    return found


if __name__ == "__main__":
    sys.exit(gate.finish(check(gate.root_of(sys.argv))))
