#!/usr/bin/env python3
"""Wrong logins by the thousand: the right people still get in, nothing grows without end, the console is never locked out.

usage: logins.py PROGRAM SOURCE_ROOT [LOGINS]

A quarter from one address with many names, a quarter from the many addresses of one IPv6 network with many names, a quarter from many
addresses against one name, a quarter against the administrator from one address. Addresses come as X-Forwarded-For from a trusted proxy."""
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "keep"))
import load  # noqa: E402  pylint: disable=wrong-import-position


def wrong(connection, name, address):
    body = json.dumps({"name": name, "password": "guess"}).encode()
    connection.request("POST", "/api/session", body=body,
                       headers={"Content-Type": "application/json", "X-Forwarded-For": address, "Accept-Language": "en"})
    reply = connection.getresponse()
    reply.read()
    return reply.status


def right(connection, name, address):
    body = json.dumps({"name": name, "password": "taizhang-demo"}).encode()
    connection.request("POST", "/api/session", body=body,
                       headers={"Content-Type": "application/json", "X-Forwarded-For": address, "Accept-Language": "en"})
    reply = connection.getresponse()
    reply.read()
    return reply.status


def main():
    program, root = sys.argv[1], sys.argv[2]
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 120
    with tempfile.TemporaryDirectory(prefix="taizhang-logins-") as folder:
        path = os.path.join(folder, "taizhang.db")
        where = "sqlite:" + path
        load.run(program, "demo", "--db", where, "--regions", os.path.join(root, "tests/data/regions/5326.csv"),
                 "--standards", os.path.join(root, "standards"), "--quiet")
        server = load.Server(program, where, "--trusted-proxy", "127.0.0.1", stderr=subprocess.DEVNULL)
        connection = server.connect()
        said = {}
        for i in range(n // 4):
            for status in (wrong(connection, "name%d" % i, "10.0.0.1"),
                           wrong(connection, "other%d" % i, "2001:db8:0:7:%x::%x" % (i * 7919 % 65536, i + 1)),
                           wrong(connection, "coordinator", "10.%d.%d.%d" % (1 + i // 62500, i // 250 % 250, i % 250 + 1)),
                           wrong(connection, "admin", "10.0.0.2")):
                said[status] = said.get(status, 0) + 1
        assert set(said) <= {401, 429}, said
        # Somebody whom nobody attacked gets in, also while others are being attacked.
        assert right(connection, "leader", "10.9.9.9") == 200
        # One IPv6 network is one address (30 tries and it rests); the one beside it has done nothing.
        if n // 4 > 30:
            assert wrong(connection, "another", "2001:db8:0:7::1") == 429
            assert right(connection, "town", "2001:db8:0:7::1") == 429
            assert right(connection, "leader", "2001:db8:0:8::1") == 200
            said[429] += 2
        # Whoever is attacked waits, at most an hour; the console lets them in at once.
        assert right(connection, "admin", "10.9.9.9") == 429
        load.run(program, "user", "unlock", "admin", "--db", where)
        assert right(connection, "admin", "10.9.9.9") == 200
        server.stop()
        db = sqlite3.connect(path)
        kept = db.execute("SELECT COUNT(*) FROM login_failure").fetchone()[0]
        entries = db.execute("SELECT COUNT(*) FROM audit WHERE kind = 'login.failed'").fetchone()[0]
        db.close()
        assert kept <= 2 * said.get(401, 0) + 2, "%d rows for %s" % (kept, said)
        assert entries == said.get(401, 0), (entries, said)
        load.run(program, "check", "--db", where)
    print(json.dumps({"logins": sum(said.values()), "refused": said.get(401, 0), "locked": said.get(429, 0), "kept": kept}))


if __name__ == "__main__":
    main()
