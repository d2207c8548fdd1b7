#!/usr/bin/env python3
"""The disk becomes read-only under the running server, and writable again.

usage: readonly.py PROGRAM SOURCE_ROOT LIBRARY

LIBRARY (readonly.c) is preloaded and makes it so while a file exists. What was acknowledged stays, what is refused says why in
both languages, reading goes on, and so does everything by itself when the disk is well again. docs/reliability.md"""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "keep"))
import load  # noqa: E402  pylint: disable=wrong-import-position

WORDS = {"en": "read-only", "zh": "只读"}


def refused(connection, method, target, body, cookie=None, code="store_read_only", reason=None):
    """A write that the disk does not take: 507 with the code, and the reason in both languages."""
    for language, words in (reason or WORDS).items():
        headers = {"Accept-Language": language, "Content-Type": "application/json"}
        if cookie:
            headers["Cookie"] = cookie
        connection.request(method, target, body=json.dumps(body).encode(), headers=headers)
        reply = connection.getresponse()
        said = json.loads(reply.read())["error"]
        assert (reply.status, said["code"]) == (507, code), (reply.status, said)
        assert words in said["message"], said


def cold(program, command, where):
    """A program that is started on such a disk ends, and says why."""
    done = subprocess.run([program, *command, "--db", where, "--lang", "en"], stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=60, check=False)
    assert done.returncode == 5 and WORDS["en"] in done.stderr.decode(), (command, done)


def stored(path, key):
    db = sqlite3.connect(path)
    try:
        return (*db.execute("SELECT version, note FROM value WHERE id = ?", (key,)).fetchone(),
                db.execute("SELECT count(*) FROM audit WHERE kind = 'value.change'").fetchone()[0])
    finally:
        db.close()


def main():
    program, root, library = sys.argv[1:4]
    with tempfile.TemporaryDirectory(prefix="taizhang-readonly-") as folder:
        path, flag = os.path.join(folder, "taizhang.db"), os.path.join(folder, "flag")
        where = "sqlite:" + path
        load.run(program, "demo", "--db", where, "--regions", os.path.join(root, "tests/data/regions/5326.csv"),
                 "--standards", os.path.join(root, "standards"), "--quiet")
        # The sanitizers, where the program has them, want to be loaded first, and look at the end for what the
        # preloaded library keeps.
        options = os.environ.get("ASAN_OPTIONS", "")
        os.environ.update(LD_PRELOAD=os.path.abspath(library), TZ_READ_ONLY=flag, ASAN_OPTIONS=options + ":verify_asan_link_order=0")
        server = load.Server(program, where, stderr=subprocess.DEVNULL)
        connection = server.connect()
        cookie = load.login(connection)
        value = load.values(connection, cookie, "532624", 1)[0]
        clerk = load.Clerk(server, cookie, [value])

        def change(n):
            return load.ask(connection, "PUT", "/api/campaigns/1/values", clerk.entry(value, n), cookie)

        status, _, text = change(1)
        assert status == 200, text
        value["version"] += 1
        before = stored(path, value["id"])
        assert before[:2] == (value["version"], "note 1"), before

        with open(flag, "wb"):
            pass
        for _ in range(3):
            refused(connection, "PUT", "/api/campaigns/1/values", clerk.entry(value, 2), cookie)
            refused(connection, "POST", "/api/session", {"name": "leader", "password": "taizhang-demo"})
        for target in ("/api/campaigns/1/values?region=532624", "/api/campaigns/1/ranking", "/api/regions/532624"):
            other = server.connect()
            status, _, text = load.ask(other, "GET", target, cookie=cookie)
            assert status == 200, (target, text)
            other.close()
        for command in (["value", "import", os.path.join(root, "README.md")], ["serve", "--listen", "127.0.0.1:0"]):
            cold(program, command, where)
        os.unlink(flag)

        assert stored(path, value["id"]) == before, "something of a refused change was stored"
        status, _, text = change(3)
        assert status == 200, text
        assert stored(path, value["id"]) == (value["version"] + 1, "note 3", before[2] + 1)
        assert load.login(connection, "leader")
        server.stop()
        load.run(program, "check", "--db", where)
        with open(flag, "wb"):
            pass
        cold(program, ["serve", "--listen", "127.0.0.1:0"], where)
    print(json.dumps({"read_only": "refused with words, read on, written again"}))


if __name__ == "__main__":
    main()
