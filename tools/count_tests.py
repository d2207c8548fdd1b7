#!/usr/bin/env python3
"""Counts passed and failed tests from a runner's own report.

usage: count_tests.py meson TESTLOG.json STATUS   the log of "meson test", one JSON object a line
       count_tests.py text LOG STATUS             output of Python's unittest, node --test, vitest

Prints "PASSED FAILED". A meson test that writes TAP counts case by case, any other counts as one.
STATUS is the runner's exit status: if it is not 0 there is at least one failure. Skipped cases, cases
that were planned and did not run, and programs that ran no case count as failed."""
import json
import re
import sys

TAP_LINE = re.compile(r"^(not )?ok \d+\b(.*)$", re.M)
TAP_PLAN = re.compile(r"^1\.\.(\d+)", re.M)
TALLIES = (
    # node --test: "# pass 3", or "(i) pass 3" from the reporter for people; sums over several runs
    (re.compile(r"^\S pass (\d+)$", re.M),
     re.compile(r"^\S (?:fail|cancelled|skipped|todo) (\d+)$", re.M)),
    # vitest: "Tests  1 failed | 12 passed | 1 skipped (14)"
    (re.compile(r"^\s*Tests\s.*?(\d+) passed", re.M),
     re.compile(r"^\s*Tests\s+(?:.*?)(\d+) (?:failed|skipped|todo)", re.M)),
)
UNITTEST = re.compile(r"^Ran (\d+) tests? in ", re.M)
UNITTEST_BAD = re.compile(r"\b(?:failures|errors|skipped|unexpected successes)=(\d+)")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def count_tap(text):
    """Passed and failed cases of TAP text, or None where there is no TAP plan."""
    plans = [int(n) for n in TAP_PLAN.findall(text)]
    if not plans:
        return None
    good = bad = 0
    for is_not, rest in TAP_LINE.findall(text):
        if is_not or re.search(r"# skip", rest, re.I):
            bad += 1
        else:
            good += 1
    bad += max(0, sum(plans) - good - bad)
    if good + bad == 0:
        bad = 1
    return good, bad


def count_meson(text):
    good = bad = 0
    for line in text.splitlines():
        test = json.loads(line)
        ok = test["result"] == "OK"
        cases = count_tap(test.get("stdout") or "")
        if cases is None:
            cases = (1, 0) if ok else (0, 1)
        elif not ok and cases[1] == 0:
            cases = (cases[0], 1)
        good += cases[0]
        bad += cases[1]
        if cases[1]:
            print("failed: %s (%s)" % (test["name"], test["result"]), file=sys.stderr)
    return good, bad


def count_text(text):
    text = COLOUR.sub("", text)
    ran = [int(n) for n in UNITTEST.findall(text)]
    if ran:
        bad = sum(int(n) for n in UNITTEST_BAD.findall(text))
        return sum(ran) - bad, bad
    for good, bad in TALLIES:
        if good.search(text) or bad.search(text):
            return (sum(int(n) for n in good.findall(text)), sum(int(n) for n in bad.findall(text)))
    return count_tap(text) or (0, 0)


def count(kind, text, status):
    good, bad = count_meson(text) if kind == "meson" else count_text(text)
    if status != 0 and bad == 0:
        bad = 1
    return good, bad


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("meson", "text"):
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[2], encoding="utf-8", errors="replace") as source:
        print("%d %d" % count(sys.argv[1], source.read(), int(sys.argv[3])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
