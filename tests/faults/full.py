#!/usr/bin/env python3
"""The disk becomes full under the running server, and has room again.

usage: full.py PROGRAM SOURCE_ROOT

The system lets the server's files grow no further (a limit on the size of a file, set from outside; the signal that goes with it is
ignored, so that a write fails as on a full disk). What was acknowledged stays, what is refused says why in both languages,
reading goes on, and so does writing by itself when there is room. docs/reliability.md"""
import json
import os
import resource
import subprocess
import sys
import tempfile

import readonly
from readonly import load

WORDS = {"en": "disk is full", "zh": "磁盘已满"}


def main():
    program, root = sys.argv[1:3]
    with tempfile.TemporaryDirectory(prefix="taizhang-full-") as folder:
        path = os.path.join(folder, "taizhang.db")
        where = "sqlite:" + path
        load.run(program, "demo", "--db", where, "--regions", os.path.join(root, "tests/data/regions/5326.csv"),
                 "--standards", os.path.join(root, "standards"), "--quiet")
        # Python ignores SIGXFSZ, and so does a child that its signals are not set back for.
        server = load.Server(program, where, stderr=subprocess.DEVNULL, restore_signals=False)
        connection = server.connect()
        cookie = load.login(connection)
        value = load.values(connection, cookie, "532624", 1)[0]
        clerk = load.Clerk(server, cookie, [value])
        before, room = readonly.stored(path, value["id"]), resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, room[1]))
        for _ in range(3):
            for target, body, who in (("/api/campaigns/1/values", clerk.entry(value, 2), cookie),
                                      ("/api/session", {"name": "leader", "password": "taizhang-demo"}, None),
                                      ("/api/campaigns/1/bulletins", {}, cookie)):
                method = "PUT" if target.endswith("values") else "POST"
                readonly.refused(connection, method, target, body, who, "disk_full", WORDS)
        for target in ("/api/campaigns/1/values?region=532624", "/api/campaigns/1/ranking", "/api/regions/532624"):
            status, _, text = load.ask(server.connect(), "GET", target, cookie=cookie)
            assert status == 200, (target, text)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, room)
        assert readonly.stored(path, value["id"]) == before, "something of a refused change was stored"
        status, _, text = load.ask(connection, "PUT", "/api/campaigns/1/values", clerk.entry(value, 3), cookie)
        assert status == 200, text
        assert readonly.stored(path, value["id"]) == (value["version"] + 1, "note 3", before[2] + 1)
        assert load.login(connection, "leader")
        server.stop()
        load.run(program, "check", "--db", where)
    print(json.dumps({"full": "refused with words, read on, written again"}))


if __name__ == "__main__":
    main()
