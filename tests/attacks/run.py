#!/usr/bin/env python3
"""Attacks on the real server: run.py PROGRAM SOURCE_ROOT GROUP [CASE...]; TAP on standard output.

Each group is a module of this folder; each runs against a server and a demonstration of its own. With
TZ_TEST_POSTGRES (tests/store/with_postgres.sh) the demonstration is on PostgreSQL. docs/attacks.md says what each
case tries and what it expects, and must name every case."""
import importlib
import os
import sys
import time
import traceback

os.environ["TAIZHANG"], os.environ["TAIZHANG_ROOT"] = map(os.path.realpath, sys.argv[1:3])
if os.environ.get("TZ_TEST_POSTGRES"):
    os.environ["ATTACK_DB"] = os.environ["TZ_TEST_POSTGRES"]

import target  # noqa: E402


def documented(name):
    with open(os.environ["TAIZHANG_ROOT"] + "/docs/attacks.md", encoding="utf-8") as f:
        return "`%s`" % name in f.read()


def main():
    importlib.import_module(sys.argv[3])
    wanted = sys.argv[4:]
    cases = [(n, f) for n, f in target.CASES if not wanted or n in wanted]
    print("1..%d" % (len(cases) + 1), flush=True)
    world = target.World()
    bad = 0
    try:
        world.start()
        for i, (name, function) in enumerate(cases, 1):
            began = time.monotonic()
            try:
                function(world)
                target.expect(documented(name), "docs/attacks.md does not name", name)
                target.expect(world.server.process.poll() is None, "the server is gone")
                verdict = "ok"
            except Exception as e:  # every failure of a case is one line, the next case goes on
                verdict = "not ok"
                bad += 1
                text = str(e) if isinstance(e, target.Wrong) else traceback.format_exc()
                print("# " + text.replace("\n", "\n# "))
            print("%s %d %s" % (verdict, i, name), flush=True)
            print("# %s: %.1f s" % (name, time.monotonic() - began), file=sys.stderr)
        try:
            world.server.stop()
            verdict = "ok"
        except target.Wrong as e:
            verdict = "not ok"
            bad += 1
            print("# " + str(e).replace("\n", "\n# "))
        print("%s %d the server of %s ends well and has said nothing" % (verdict, len(cases) + 1, sys.argv[3]))
    finally:
        if world.server and world.server.process.poll() is None:
            world.server.process.kill()
        world.remove()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
