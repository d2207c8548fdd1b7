#!/usr/bin/env python3
"""The server killed in the middle of writes, again and again: every acknowledged change is there, none is half, the chain is sound.

usage: kill.py PROGRAM SOURCE_ROOT [KILLS [SEED]]

Four clerks change values through the server on loopback while others log in and out and the console writes beside it. After each kill -9 the database is looked
at from outside (sqlite3, or psql when TZ_TEST_POSTGRES names a database), then by `taizhang check`. docs/reliability.md"""
import http.client
import json
import os
import random
import subprocess
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "keep"))
import load  # noqa: E402  pylint: disable=wrong-import-position

REGIONS = ("532622", "532623", "532624", "532625")
BROKEN = (http.client.HTTPException, OSError)


class Database:
    def __init__(self, folder):
        self.postgres = os.environ.get("TZ_TEST_POSTGRES")
        self.path = os.path.join(folder, "taizhang.db")
        self.where = self.postgres or "sqlite:" + self.path

    def rows(self, sql):
        if self.postgres:
            done = subprocess.run(["psql", "-AtX", "-F", "\t", "-c", sql, self.postgres], capture_output=True, check=True,
                                  timeout=60)
            return [line.split("\t") for line in done.stdout.decode().splitlines()]
        db = sqlite3.connect(self.path)
        try:
            return [[str(cell) for cell in row] for row in db.execute(sql)]
        finally:
            db.close()

    def number(self, sql):
        return int(self.rows(sql)[0][0])


class Clerk(threading.Thread):
    """Changes values until the server is gone. told: id -> (version, note) of the last answer; asked: what was on the way."""

    def __init__(self, server, cookie, mine, told, restarts=False):
        super().__init__(daemon=True)
        self.restarts, self.refused = restarts, None
        self.server, self.cookie, self.mine, self.told = server, cookie, mine, told
        self.asked, self.answers, self.wrong = None, 0, None

    def run(self):
        entry = load.Clerk.entry
        try:
            connection = self.server.connect()
            while True:
                value = self.mine[self.answers % len(self.mine)]
                body = entry(self, value, random.getrandbits(60))
                self.asked = (value["id"], value["version"] + 1, body["note"])
                status, _, text = load.ask(connection, "PUT", "/api/campaigns/1/values", body, self.cookie)
                if status >= 500 and self.restarts:
                    self.refused = json.loads(text)["error"]["message"]  # for people, or this fails
                    return
                if status != 200:
                    self.wrong = "%d %s" % (status, text)
                    return
                value["version"] += 1
                self.told[value["id"]] = (value["version"], body["note"])
                self.asked = None
                self.answers += 1
        except BROKEN:
            pass


class Passer(threading.Thread):
    """Logs in and out."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.wrong = server, None

    def run(self):
        try:
            connection = self.server.connect()
            while True:
                cookie = load.login(connection, "leader")
                status, _, text = load.ask(connection, "DELETE", "/api/session", cookie=cookie)
                if status != 204:
                    self.wrong = "%d %s" % (status, text)
                    return
        except BROKEN:
            pass
        except AssertionError as e:
            self.wrong = str(e)


class Console(threading.Thread):
    """A second process that writes into the same record, beside the server: each command is an entry."""

    def __init__(self, program, db):
        super().__init__(daemon=True)
        self.command, self.end, self.done, self.wrong = (program, "user", "unlock", "leader", "--db", db.where), False, 0, None

    def run(self):
        try:
            while not self.end:
                load.run(*self.command)
                self.done += 1
        except AssertionError as e:
            self.wrong = str(e)


def counts(db):
    return (db.number("SELECT SUM(version) FROM value"), db.number("SELECT COUNT(*) FROM value_history"),
            db.number("SELECT COUNT(*) FROM audit WHERE kind = 'value.change'"))


def look(db, first, told, clerks):
    """Of what was told nothing is missing; of what was on the way each is there as a whole, or not at all."""
    stored = {int(i): (int(v), note) for i, v, note in db.rows("SELECT id, version, note FROM value")}
    asked = {c.asked[0]: c.asked[1:] for c in clerks if c.asked}
    for key, (version, note) in told.items():
        have = stored[key]
        if have == (version, note):
            continue
        assert have == asked.get(key), "value %d: told %s, stored %s, asked %s" % (key, (version, note), have, asked.get(key))
        told[key] = have
    for key, (version, note) in asked.items():
        if stored[key][0] == version:
            assert stored[key][1] == note, "value %d: %s instead of %s" % (key, stored[key], note)
            told[key] = stored[key]
    now = counts(db)
    grown = [b - a for a, b in zip(first, now)]
    assert grown[0] == grown[1] == grown[2], "versions, histories, entries grew by %s" % grown
    return grown[0]


def wait_for_answers(server, clerks, n):
    """The moment comes after so many answers, not after so much time: a busy machine is killed as deep in its work as a calm one."""
    end = time.monotonic() + 120
    while sum(c.answers for c in clerks) < n and not any(c.wrong for c in clerks):
        assert server.process.poll() is None, "the server ended by itself"
        assert time.monotonic() < end, "no answers"
        time.sleep(0.002)


def one_kill(program, db, cookie, told, answers, moment):
    server = load.Server(program, db.where, stderr=subprocess.DEVNULL)
    connection = server.connect()
    cookie = cookie or load.login(connection)
    mine = [load.values(connection, cookie, region, 8) for region in REGIONS]
    clerks = [Clerk(server, cookie, values, told) for values in mine]
    passer = Passer(server)
    console = Console(program, db)
    for thread in clerks + [passer, console]:
        thread.start()
    wait_for_answers(server, clerks, answers)
    time.sleep(moment)
    server.process.kill()
    server.process.wait()
    server.process.stdout.close()
    console.end = True
    for thread in clerks + [passer, console]:
        thread.join(60)
        assert not thread.wrong, thread.wrong
    return cookie, clerks, console.done


def one_restart(program, db, cookie, told):
    """The database server goes away and comes back under load; ours stays, says so, and goes on by itself."""
    server = load.Server(program, db.where, stderr=subprocess.DEVNULL)
    connection = server.connect()
    clerks = [Clerk(server, cookie, load.values(connection, cookie, region, 8), told, True) for region in REGIONS]
    for clerk in clerks:
        clerk.start()
    time.sleep(0.3)
    subprocess.run(["sh", os.environ["TZ_TEST_PGCTL"], "restart"], check=True, timeout=120)
    for clerk in clerks:
        clerk.join(60)
        assert not clerk.wrong, clerk.wrong
        assert clerk.refused, "a clerk went on without a database"
    end = time.monotonic() + 30
    while load.ask(connection, "GET", "/api/campaigns/1/values?region=532622", cookie=cookie)[0] != 200:
        assert time.monotonic() < end, "does not recover"
        time.sleep(0.1)
    server.stop()
    return clerks


def main():
    program, root = sys.argv[1], sys.argv[2]
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    moments = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="taizhang-kill-") as folder:
        db = Database(folder)
        load.run(program, "demo", "--db", db.where, "--regions", os.path.join(root, "tests/data/regions/5326.csv"),
                 "--standards", os.path.join(root, "standards"), "--quiet")
        first, told, cookie, answers, grown, beside = counts(db), {}, None, 0, 0, 0
        for n in range(kills):
            cookie, clerks, done = one_kill(program, db, cookie, told, moments.randint(1, 30), moments.uniform(0, 0.05))
            beside += done
            entries = db.number("SELECT COUNT(*) FROM audit WHERE kind = 'account.unlock'")
            assert entries == beside, "of %d commands of the console %d are entries" % (beside, entries)
            grown = look(db, first, told, clerks)
            answers += sum(c.answers for c in clerks)
            if n % 10 == 9 or n < 5 or n == kills - 1:
                load.run(program, "check", "--db", db.where)
        if db.postgres:
            clerks = one_restart(program, db, cookie, told)
            grown = look(db, first, told, clerks)
            answers += sum(c.answers for c in clerks)
            load.run(program, "check", "--db", db.where)
        assert answers >= kills and beside > 0, "hardly anything was written: %d, %d" % (answers, beside)
    print(json.dumps({"store": "postgresql" if db.postgres else "sqlite", "kills": kills, "seed": seed,
                      "acknowledged": answers, "stored": grown, "console": beside, "lost": 0}))


if __name__ == "__main__":
    main()
