#!/usr/bin/env python3
"""A backup under load: taken while clerks change values through the server, restored elsewhere, checked, ranked.

usage: test_backup.py PROGRAM SOURCE_ROOT"""
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import load

REGIONS = ("532622", "532623", "532624", "532625")
RANKING = "/api/campaigns/1/ranking?round=2"


def wait_until(true):
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.005)


def stored(path):
    db = sqlite3.connect(path)
    out = {row[0]: (row[1], row[2]) for row in db.execute("SELECT id, version, note FROM value")}
    db.close()
    return out


def acknowledged(clerks):
    return {key: value for clerk in clerks for key, value in list(clerk.acknowledged.items())}


def backups_under_load(program, server, folder, db, cookie):
    """Two of them; what was acknowledged before each began, and after each ended."""
    out = []
    clerks = load.clerks(server, cookie, REGIONS, 8)
    wait_until(lambda: all(len(clerk.took) > 20 for clerk in clerks))
    for name in ("one.tzb", "two.tzb"):
        before, path = acknowledged(clerks), os.path.join(folder, name)
        load.run(program, "backup", "--db", db, "--to", path)
        after = {clerk: len(clerk.took) for clerk in clerks}
        wait_until(lambda: all(len(c.took) > after[c] + 5 for c in clerks))
        out.append((path, before))
    # Killed in the middle: nothing under the final name, or all of it.
    for i in range(5):
        path = os.path.join(folder, "killed%d.tzb" % i)
        process = subprocess.Popen([program, "backup", "--db", db, "--to", path], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists(path + ".part") or process.poll() is not None)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if os.path.exists(path):
            load.run(program, "restore", path, "--to", os.path.join(folder, "whole%d" % i))
    # What a killed one left, if anything, goes with the next.
    load.run(program, "backup", "--db", db, "--to", os.path.join(folder, "three.tzb"))
    load.dismiss(clerks)
    assert sum(len(clerk.took) for clerk in clerks) > 100
    return out, acknowledged(clerks)


def main():
    program, root = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="taizhang-keep-") as folder:
        data = os.path.join(folder, "data")
        os.mkdir(data)
        db = "sqlite:" + os.path.join(data, "taizhang.db")
        load.run(program, "demo", "--regions", root + "/tests/data/regions/5326.csv", "--standards",
                 root + "/standards", "--db", db)
        demonstration = load.run(program, "rank", "--db", db, "--format", "csv", "--round", "2")
        server = load.Server(program, db)
        connection = server.connect()
        cookie = load.login(connection)
        taken, last = backups_under_load(program, server, folder, db, cookie)
        # The first connection may have been silent for longer than the server waits.
        status, _, ranking = load.ask(server.connect(), "GET", RANKING, cookie=cookie)
        assert status == 200, ranking
        server.stop()
        load.run(program, "check", "--db", db)
        assert load.run(program, "rank", "--db", db, "--format", "csv", "--round", "2") == demonstration
        now = stored(os.path.join(data, "taizhang.db"))
        assert all(now[key] == value for key, value in last.items()), "an acknowledged change is lost"
        for n, (path, before) in enumerate(taken):
            place = os.path.join(folder, "restored%d" % n)
            load.run(program, "restore", path, "--to", place)
            again = os.path.join(place, "taizhang.db")
            load.run(program, "check", "--db", again)
            has = stored(again)
            assert all(has[key][0] >= value[0] for key, value in before.items()), "an acknowledged change is missing"
            assert load.run(program, "rank", "--db", again, "--format", "csv", "--round", "2") == demonstration
            # The key came along, and so did the session of the time.
            with open(os.path.join(data, "secret.key"), "rb") as a, open(os.path.join(place, "secret.key"), "rb") as b:
                assert a.read() == b.read()
            server = load.Server(program, "sqlite:" + again)
            status, _, restored = load.ask(server.connect(), "GET", RANKING, cookie=cookie)
            server.stop()
            assert status == 200 and restored == ranking, "the ranking differs"
        left = [name for name in os.listdir(data) if name not in ("taizhang.db", "secret.key", "files")]
        assert not left, left
    print("2 backups under load restored; ranking as before")


if __name__ == "__main__":
    main()
