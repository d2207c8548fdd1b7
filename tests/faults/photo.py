#!/usr/bin/env python3
"""The server killed while photos and papers come in: of each that was acknowledged the file is on disk and the row is there, and no row is without its file.

usage: photo.py PROGRAM SOURCE_ROOT [KILLS [SEED]]

Three inspectors' connections send photos (PNG made here) and papers to findings of their own. After each kill -9 the database and the folder of files are
looked at from outside, with hashes of Python's hashlib, then by `taizhang check`. docs/reliability.md"""
import hashlib
import json
import os
import random
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "keep"))
import kill  # noqa: E402  pylint: disable=wrong-import-position
import load  # noqa: E402  pylint: disable=wrong-import-position

FINDINGS = "/api/campaigns/1/findings"


def png(seed, width=320, height=240):
    """Coloured noise in blocks of 16 pixels: a picture that looks like no other."""
    dice = random.Random(seed)
    row = b""
    lines = []
    for y in range(height):
        if y % 16 == 0:
            row = b"\0" + b"".join(bytes(dice.randrange(256) for _ in range(3)) * 16 for _ in range(width // 16))
        lines.append(row)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"".join(lines), 1)) + chunk(b"IEND", b""))


def pdf(seed):
    return b"%PDF-1.4\n% " + str(seed).encode() + b"\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"


class Sender(threading.Thread):
    """Sends until the server is gone. told: digests of what was acknowledged."""

    def __init__(self, server, cookie, finding, seeds, told):
        super().__init__(daemon=True)
        self.server, self.cookie, self.finding, self.seeds, self.told = server, cookie, finding, seeds, told
        self.answers, self.wrong = 0, None

    def run(self):
        try:
            connection = self.server.connect()
            while True:
                seed = self.seeds.getrandbits(60)
                name, body = ("a.png", png(seed)) if seed % 3 else ("a.pdf", pdf(seed))
                connection.request("POST", "%s/%d/proofs/found?name=%s" % (FINDINGS, self.finding, name), body=body,
                                   headers={"Cookie": self.cookie, "Content-Type": "application/octet-stream"})
                reply = connection.getresponse()
                text = reply.read()
                if reply.status == 503:  # the photos before it are still being looked at
                    time.sleep(0.01)
                    continue
                if reply.status != 201:
                    self.wrong = "%d %s" % (reply.status, text)
                    return
                self.told.append(hashlib.sha256(body).hexdigest())
                self.answers += 1
        except kill.BROKEN:
            pass


def report(connection, cookie, n):
    status, _, text = load.ask(connection, "POST", FINDINGS, {"region": "532624", "source": "patrol", "text": "No. %d" % n}, cookie)
    assert status == 201, text
    return json.loads(text)["finding"]["id"]


def whole(files, digest):
    with open(os.path.join(files, digest[:2], digest[2:4], digest[4:]), "rb") as f:
        return hashlib.sha256(f.read()).hexdigest() == digest


def look(folder, files, told):
    db = sqlite3.connect(os.path.join(folder, "taizhang.db"))
    rows = {sha256: thumb for sha256, thumb in db.execute("SELECT sha256, thumb FROM proof WHERE sha256 <> ''")}
    db.close()
    for digest in told:
        assert digest in rows, "acknowledged, and no row: " + digest
    for digest, thumb in rows.items():
        assert whole(files, digest), digest
        assert not thumb or whole(files, thumb), thumb
    return len(rows)


def main():
    program, root = sys.argv[1], sys.argv[2]
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    dice = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    with tempfile.TemporaryDirectory(prefix="taizhang-photo-") as folder:
        db, files = "sqlite:" + os.path.join(folder, "taizhang.db"), os.path.join(folder, "files")
        load.run(program, "demo", "--db", db, "--regions", os.path.join(root, "tests/data/regions/5326.csv"),
                 "--standards", os.path.join(root, "standards"), "--quiet")
        told, rows, cookie = [], 0, None
        for n in range(kills):
            server = load.Server(program, db, "--files", files, stderr=subprocess.DEVNULL)
            connection = server.connect()
            cookie = cookie or load.login(connection, "inspector")
            senders = [Sender(server, cookie, report(connection, cookie, n * 3 + i), dice, told) for i in range(3)]
            for sender in senders:
                sender.start()
            kill.wait_for_answers(server, senders, dice.randint(1, 12))
            time.sleep(dice.uniform(0, 0.05))
            server.process.kill()
            server.process.wait()
            server.process.stdout.close()
            for sender in senders:
                sender.join(60)
                assert not sender.wrong, sender.wrong
            rows = look(folder, files, told)
            load.run(program, "check", "--db", db, "--files", files)
        assert len(told) >= kills, "hardly anything was sent: %d" % len(told)
    print(json.dumps({"kills": kills, "acknowledged": len(told), "rows": rows, "lost": 0}))


if __name__ == "__main__":
    main()
