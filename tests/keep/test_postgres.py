#!/usr/bin/env python3
"""The way of docs/backup.md for PostgreSQL: pg_dump, into a second database, checked, ranked.

usage: with_postgres.sh test_postgres.py PROGRAM SOURCE_ROOT"""
import glob
import os
import subprocess
import sys
import tempfile

import load


def main():
    program, root = sys.argv[1:]
    db = os.environ["TZ_TEST_POSTGRES"]
    host = dict(part.split("=", 1) for part in db.split())["host"]
    tools = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]

    def tool(name, *arguments):
        load.run(os.path.join(tools, name), "-h", host, "-U", "tz", *arguments)

    load.run(program, "demo", "--regions", root + "/tests/data/regions/5326.csv", "--standards", root + "/standards",
             "--db", db)
    load.run(program, "bulletin", "make", "--db", db)
    with tempfile.TemporaryDirectory(prefix="taizhang-keep-") as folder:
        refused = subprocess.run([program, "backup", "--lang", "en", "--db", db, "--to", folder], capture_output=True,
                                 check=False)
        assert refused.returncode == 2 and b"pg_dump" in refused.stderr, refused
        dump = os.path.join(folder, "taizhang.dump")
        tool("pg_dump", "-Fc", "-f", dump, "tz")
        tool("createdb", "-T", "template0", "-E", "UTF8", "again")
        tool("pg_restore", "-d", "again", "--exit-on-error", dump)
        again = db.replace("dbname=tz", "dbname=again")
        for each in (db, again):
            load.run(program, "check", "--db", each)
        rank = ("rank", "--format", "csv", "--db")
        assert load.run(program, *rank, db) == load.run(program, *rank, again)
        entries = ("audit", "verify", "--format", "csv", "--db")
        assert load.run(program, *entries, db) == load.run(program, *entries, again)
        # A fault is named here, too: a value of a region that is not there, and a bulletin that was changed.
        tool("psql", "-q", "-d", "again", "-c", "UPDATE value SET region = 999999000000000 WHERE id = 7",
             "-c", "UPDATE bulletin SET cut = cut || '\\x20'::bytea")
        done = subprocess.run([program, "check", "--lang", "en", "--db", again], capture_output=True, check=False)
        assert done.returncode == 1, done
        assert done.stderr == (b"taizhang: Table value, row 7: its region does not exist.\n"
                               b"taizhang: Table bulletin, row 1: its cut of data does not fit its digest.\n"), done
    print("dumped, restored, checked")


if __name__ == "__main__":
    main()
