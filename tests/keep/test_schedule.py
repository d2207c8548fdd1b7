#!/usr/bin/env python3
"""The server makes the backup that is due when it starts, says so, goes on serving, and the archive is good.

usage: test_schedule.py PROGRAM SOURCE_ROOT"""
import os
import subprocess
import sys
import tempfile
import time

import load


def main():
    program, root = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="taizhang-keep-") as folder:
        db, kept = "sqlite:" + os.path.join(folder, "taizhang.db"), os.path.join(folder, "kept")
        os.mkdir(kept)
        load.run(program, "demo", "--regions", root + "/tests/data/regions/5326.csv", "--standards",
                 root + "/standards", "--db", db)
        # Of the year 2020: the last one of three, which goes when there are two newer ones; and no archive of ours.
        for name in ("taizhang-20200101-000000.tzb", "taizhang-20200102-000000.tzb", "other.tzb"):
            with open(os.path.join(kept, name), "wb"):
                pass
        for wrong in (("--backup-at", "02:30"), ("--backup-dir", kept, "--backup-at", "2:30"),
                      ("--backup-dir", folder + "/absent")):
            done = subprocess.run([program, "serve", "--db", db, "--listen", "127.0.0.1:0", *wrong],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, timeout=60)
            assert done.returncode in (2, 4) and done.stderr, done
        secret = os.path.join(folder, "phrase")
        with open(secret, "w", encoding="utf-8") as f:
            f.write("nine trees by the river\n")
        log = open(os.path.join(folder, "log"), "w+b")
        server = load.Server(program, db, "--backup-dir", kept, "--backup-at", "00:00", "--backup-keep", "2",
                             "--passphrase-file", secret, stderr=log)
        end = time.monotonic() + 60
        while not (os.path.getsize(log.name) and len(os.listdir(kept)) == 3):
            assert time.monotonic() < end, os.listdir(kept)
            time.sleep(0.01)
        assert load.ask(server.connect(), "GET", "/api/health")[0] == 200
        server.stop()
        log.seek(0)
        said = log.read().decode()
        log.close()
        names = sorted(os.listdir(kept))
        assert names[:2] == ["other.tzb", "taizhang-20200102-000000.tzb"], names
        assert said.startswith("backed up: ") and names[2] in said and said.count("\n") == 1, said
        load.run(program, "restore", os.path.join(kept, names[2]), "--to", folder + "/back", "--passphrase-file", secret)
        load.run(program, "check", "--db", folder + "/back/taizhang.db")
        entries = load.run(program, "audit", "list", "--db", db, "--format", "csv").decode()
        assert ",schedule,,backup.make," in entries, entries
    print("made when it was due")


if __name__ == "__main__":
    main()
