#!/usr/bin/env python3
"""One byte changed in the record or in what is stored whole: found and named.

usage: flip.py PROGRAM SOURCE_ROOT [FLIPS [SEED]]

Of a random entry of the audit table one byte of one column is changed (numbers: another number); `taizhang audit verify` must end
with 1 and name that entry. Then the same in files of standards, with `taizhang check`."""
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "keep"))
import load  # noqa: E402  pylint: disable=wrong-import-position


def found(program, *arguments):
    """What it says of a fault, which it must find."""
    done = subprocess.run([program, *arguments, "--lang", "en"], stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          check=False)
    assert done.returncode == 1, "%s ended with %d" % (arguments, done.returncode)
    return (done.stdout + done.stderr).decode()


def changed(value, dice):
    if isinstance(value, int):
        return value ^ (1 << dice.randrange(12))
    data = bytearray(value if isinstance(value, bytes) else value.encode())
    if not data:
        return "x"
    at = dice.randrange(len(data))
    data[at] = (data[at] ^ 1) if isinstance(value, bytes) else (ord("a") if data[at] != ord("a") else ord("b"))
    return bytes(data) if isinstance(value, bytes) else data.decode("utf-8", "replace")


def flip(db, table, where, column, value):
    db.execute("UPDATE %s SET %s = ? WHERE %s" % (table, column, where), (value,))
    db.commit()


def entries(program, where, db, n, dice):
    columns = [row[1] for row in db.execute("PRAGMA table_info(audit)") if row[1] != "seq"]
    last = db.execute("SELECT MAX(seq) FROM audit").fetchone()[0]
    for i in range(n):
        seq, column = dice.randint(1, last), columns[i % len(columns)]
        old = db.execute("SELECT %s FROM audit WHERE seq = %d" % (column, seq)).fetchone()[0]
        flip(db, "audit", "seq = %d" % seq, column, changed(old, dice))
        said = found(program, "audit", "verify", "--db", where)
        assert str(seq) in said, "%s of %d: %s" % (column, seq, said)
        flip(db, "audit", "seq = %d" % seq, column, old)
    load.run(program, "audit", "verify", "--db", where)


def files(program, where, db, n, dice):
    keys = db.execute("SELECT standard, name FROM standard_file").fetchall()
    for _ in range(n):
        standard, name = dice.choice(keys)
        row = "standard = %d AND name = '%s'" % (standard, name)
        old = db.execute("SELECT content FROM standard_file WHERE " + row).fetchone()[0]
        flip(db, "standard_file", row, "content", changed(old, dice))
        said = found(program, "check", "--db", where)
        assert "standard" in said and str(standard) in said, said
        flip(db, "standard_file", row, "content", old)
    load.run(program, "check", "--db", where)


def main():
    program, root = sys.argv[1], sys.argv[2]
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 30
    dice = random.Random(int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    with tempfile.TemporaryDirectory(prefix="taizhang-flip-") as folder:
        path = os.path.join(folder, "taizhang.db")
        where = "sqlite:" + path
        load.run(program, "demo", "--db", where, "--regions", os.path.join(root, "tests/data/regions/5326.csv"),
                 "--standards", os.path.join(root, "standards"), "--quiet")
        for i in range(8):
            load.run(program, "user", "add", "person%d" % i, "--name", "人%d" % i, "--role", "leader", "--region", "5326",
                     "--db", where)
        db = sqlite3.connect(path)
        entries(program, where, db, n, dice)
        files(program, where, db, max(3, n // 10), dice)
        db.close()
    print(json.dumps({"flips": n + max(3, n // 10), "missed": 0}))


if __name__ == "__main__":
    main()
