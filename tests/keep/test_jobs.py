#!/usr/bin/env python3
"""The ledger of 20,000 findings is being made when the server is killed, told to stop, and when the disk is full: it is
made all the same by the next server, or has failed in words; cancelled it stops.

usage: test_jobs.py PROGRAM SOURCE_ROOT"""
import io
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile

import load

FINDINGS = 20000
LEDGER = "/api/campaigns/1/findings/ledger?region=532624"


def call(server, cookie, method, target, status=200):
    got, _, text = load.ask(server.connect(), method, target, cookie=cookie)
    assert got == status, (target, got, text[:300])
    return json.loads(text)


def fill(path):
    """The findings of the demonstration again and again, as a table of SQLite; the server is not there."""
    db = sqlite3.connect(path)
    columns = [row[1] for row in db.execute("PRAGMA table_info(finding)") if row[1] not in ("id", "key")]
    have = db.execute("SELECT count(*) FROM finding WHERE county = 532624000000000").fetchone()[0]
    names = ", ".join(columns)
    while have < FINDINGS:
        db.execute("INSERT INTO finding (key, %s) SELECT '', %s FROM finding WHERE county = 532624000000000 LIMIT %d"
                   % (names, names, FINDINGS - have))
        have = db.execute("SELECT count(*) FROM finding WHERE county = 532624000000000").fetchone()[0]
    db.commit()
    db.close()


def wait(server, cookie, job, until):
    end = time.monotonic() + 240
    while True:
        now = call(server, cookie, "GET", "/api/jobs/%d" % job)
        if until(now):
            return now
        assert time.monotonic() < end, now
        time.sleep(0.01)


def running(job):
    assert job["state"] in ("waiting", "running"), job
    return job["state"] == "running" and job["total"] > 0


def ended(job):
    return job["state"] in ("done", "failed", "cancelled")


def check_file(server, cookie, job):
    connection = server.connect()
    connection.request("GET", "/api/jobs/%d/file" % job, headers={"Cookie": cookie})
    body = connection.getresponse().read()
    sheet = zipfile.ZipFile(io.BytesIO(body)).read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<row ") == FINDINGS + 1, sheet.count(b"<row ")


def begin(server, query=""):
    cookie = load.login(server.connect())
    job = call(server, cookie, "POST", LEDGER + query, 201)["id"]
    wait(server, cookie, job, running)
    return cookie, job


def killed(program, db):
    server = load.Server(program, db)
    cookie, job = begin(server)
    server.process.kill()
    server.process.wait()
    server.process.stdout.close()
    server = load.Server(program, db)
    done = wait(server, cookie, job, ended)
    assert done["state"] == "done" and done["done"] == done["total"] == FINDINGS, done
    check_file(server, cookie, job)
    server.stop()


def stopped(program, db):
    server = load.Server(program, db)
    cookie, job = begin(server, "&sort=found")
    server.stop()
    server = load.Server(program, db)
    assert wait(server, cookie, job, ended)["state"] == "done"
    # And one that is cancelled while it runs.
    cookie, job = begin(server)
    call(server, cookie, "DELETE", "/api/jobs/%d" % job)
    assert wait(server, cookie, job, ended)["state"] == "cancelled"
    server.stop()


def full(program, db, limit):
    """No file may grow beyond the limit: the temporary ones do not fit. The server goes on."""
    popen = subprocess.Popen

    def narrow(*arguments, **more):
        # Python ignores SIGXFSZ, and so does what inherits that: a write that does not fit is an error then.
        return popen(*arguments, **more, restore_signals=False,
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    subprocess.Popen = narrow
    try:
        server = load.Server(program, db)
    finally:
        subprocess.Popen = popen
    cookie = load.login(server.connect())
    job = call(server, cookie, "POST", LEDGER + "&sort=found", 201)["id"]
    done = wait(server, cookie, job, ended)
    assert done["state"] == "failed" and "disk is full" in done["error"], done
    assert load.ask(server.connect(), "GET", "/api/health")[0] == 200
    server.stop()


def main():
    program, root = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="taizhang-jobs-") as folder:
        path = os.path.join(folder, "taizhang.db")
        db = "sqlite:" + path
        load.run(program, "demo", "--regions", root + "/tests/data/regions/5326.csv", "--standards",
                 root + "/standards", "--db", db)
        fill(path)
        killed(program, db)
        stopped(program, db)
        # The rows of the sheet take more than the whole database.
        full(program, db, os.path.getsize(path) + (2 << 20))
    print("made, stopped and refused as it should be")


if __name__ == "__main__":
    main()
