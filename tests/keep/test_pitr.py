#!/usr/bin/env python3
"""The other way of docs/backup.md for PostgreSQL: a base backup and the archived log, brought back to the moment before a mistake.

usage: with_postgres.sh test_pitr.py PROGRAM SOURCE_ROOT"""
import glob
import os
import shutil
import subprocess
import sys

import load

TOOLS = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]


def as_owner(owner, *command):
    """The server and its files belong to a user of their own when root tests."""
    user = ["runuser", "-u", owner, "--"] if os.getuid() == 0 else []
    done = subprocess.run([*user, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          cwd="/", timeout=120, check=False)
    assert done.returncode == 0, (command, done.stderr.decode())


def sql(host, text):
    return load.run(os.path.join(TOOLS, "psql"), "-h", host, "-U", "tz", "-d", "tz", "-AtXqc", text).decode().strip()


def owner_of(path):
    import pwd  # pylint: disable=import-outside-toplevel
    return pwd.getpwuid(os.stat(path).st_uid).pw_name


def archive_log(host, owner):
    """archive_mode and archive_command, as the page says."""
    archive = host + "/archive"
    as_owner(owner, "mkdir", archive)
    sql(host, "ALTER SYSTEM SET archive_mode = on")
    sql(host, "ALTER SYSTEM SET archive_command = 'test ! -f %s/%%f && cp %%p %s/%%f'" % (archive, archive))
    subprocess.run(["sh", os.environ["TZ_TEST_PGCTL"], "restart"], check=True, timeout=120)
    return archive


def bring_back(host, owner, archive, moment):
    """A second server from the base backup and the archived log, up to the moment."""
    base, place = host + "/base", host + "/second"
    as_owner(owner, "mkdir", place)
    with open(base + "/postgresql.auto.conf", "a", encoding="utf-8") as f:
        f.write("restore_command = 'cp %s/%%f %%p'\nrecovery_target_time = '%s'\nrecovery_target_action = 'promote'\n"
                "archive_mode = off\n" % (archive, moment))
    as_owner(owner, "touch", base + "/recovery.signal")
    as_owner(owner, os.path.join(TOOLS, "pg_ctl"), "-D", base, "-l", place + "/log", "-w", "-t", "60", "-o",
             "-c listen_addresses='' -c unix_socket_directories='%s' -c fsync=off" % place, "start")
    return place


def main():
    program, root = sys.argv[1:]
    db = os.environ["TZ_TEST_POSTGRES"]
    host = dict(part.split("=", 1) for part in db.split())["host"]
    owner = owner_of(host + "/data")
    rank, entries = ("rank", "--format", "csv", "--db"), ("audit", "head", "--format", "csv", "--db")
    archive = archive_log(host, owner)
    load.run(program, "demo", "--regions", root + "/tests/data/regions/5326.csv", "--standards", root + "/standards",
             "--db", db)
    as_owner(owner, os.path.join(TOOLS, "pg_basebackup"), "-h", host, "-U", "tz", "-D", host + "/base", "-c", "fast")
    load.run(program, "bulletin", "make", "--db", db)
    good = [load.run(program, *command, db) for command in (rank, entries)]
    moment = sql(host, "SELECT clock_timestamp()")
    # The mistake: values are gone, and somebody goes on working.
    sql(host, "DELETE FROM value_history; DELETE FROM value WHERE region = 532624000000000")
    load.run(program, "bulletin", "make", "--db", db)
    assert load.run(program, *rank, db) != good[0], "the mistake changes nothing"
    sql(host, "SELECT pg_switch_wal()")
    subprocess.run(["sh", os.environ["TZ_TEST_PGCTL"], "stop"], check=True, timeout=120)
    place = bring_back(host, owner, archive, moment)
    try:
        again = db.replace("host=" + host, "host=" + place)
        load.run(program, "check", "--db", again)
        assert [load.run(program, *command, again) for command in (rank, entries)] == good
        assert sql(place, "SELECT count(*) FROM bulletin") == "1"
        load.run(program, "bulletin", "make", "--db", again)  # it can be written
    except AssertionError:
        shutil.copyfileobj(open(place + "/log", encoding="utf-8"), sys.stderr)
        raise
    finally:
        as_owner(owner, os.path.join(TOOLS, "pg_ctl"), "-D", host + "/base", "-m", "immediate", "-w", "stop")
    print("brought back to the moment before the mistake")


if __name__ == "__main__":
    main()
