# What is cut off in the middle. The system lets the program write files up to a limit and no further:
# at that byte it is killed, or, when it has learned to be told, the disk is full. Wherever that falls,
# an import, an edition or a bulletin is there whole or not at all, and the ranking is as before.

$ taizhang demo --regions data/regions/5326.csv --standards standards --db sqlite:base.db --quiet >/dev/null

# 432 values: eight counties, six indicators, nine years.
$ cat >make.py <<'END'
> print("region,code,period,value,source")
> for county in (532601, *range(532622, 532629)):
>     for year in range(2017, 2026):
>         for code in ("I04", "I06", "I11", "I16", "I17", "I18"):
>             print(f"{county},{code},{year},{50 + year % 7},cut off" + "." * 200)
> END
> /usr/bin/python3 make.py >big.csv; wc -l <big.csv
  433

$ cat >count.py <<'END'
> import sqlite3, sys
> db = sqlite3.connect("d.db")
> one = lambda sql: db.execute(sql).fetchone()[0]
> print(one("PRAGMA integrity_check"), one("SELECT count(*) FROM value WHERE source LIKE 'cut off%'"),
>       one("SELECT count(*) FROM standard"), one("SELECT count(*) FROM bulletin"))
> END
> cat >with_limit.sh <<'END'
> # with_limit.sh BLOCKS COMMAND...: on a fresh copy; prints the exit code and what is there afterwards
> rm -f d.db*; cp base.db d.db
> blocks=$1; shift
> (ulimit -c 0; ulimit -f "$blocks"; exec taizhang "$@" --db sqlite:d.db --quiet) >out 2>err
> printf '%s ' "$?"; /usr/bin/python3 count.py
> END
> sh with_limit.sh unlimited version
  2 ok 0 4 0

# Killed (153 is 128 + SIGXFSZ) with 0 values or 432 stored, never some: exit code, integrity, values,
# editions, bulletins.
$ for blocks in 8 24 72 120 200 400 800 1600 3200; do sh with_limit.sh $blocks value import big.csv; done 2>/dev/null | sort -u
  153 ok 0 4 0
  153 ok 432 4 0

# Told: the disk is full, nothing was saved.
$ trap '' XFSZ; for blocks in 8 24 72 120; do sh with_limit.sh $blocks value import big.csv; cat err; done
  5 ok 0 4 0
  taizhang: The disk is full; nothing was saved. Free some space and try again.
  5 ok 0 4 0
  taizhang: The disk is full; nothing was saved. Free some space and try again.
  5 ok 0 4 0
  taizhang: The disk is full; nothing was saved. Free some space and try again.
  5 ok 0 4 0
  taizhang: The disk is full; nothing was saved. Free some space and try again.

# An edition of the standard, and a bulletin.
$ cp -r standards/hygienic-city-county-2021/ next; sed -i 's/"edition": "2021"/"edition": "2022"/' next/standard.json; grep '"edition"' next/standard.json
    "edition": "2022",

$ for blocks in 8 24 72 120 200 400 800 1600 3200; do sh with_limit.sh $blocks standard import next; done 2>/dev/null | sort -u
  153 ok 0 4 0
  153 ok 0 5 0

$ for blocks in 8 24 72 120 200 400 800 1600 3200; do sh with_limit.sh $blocks bulletin make; done 2>/dev/null | sort -u
  153 ok 0 4 0
  153 ok 0 4 1

$ trap '' XFSZ; sh with_limit.sh 8 standard import next; cat err; sh with_limit.sh 8 bulletin make; cat err
  5 ok 0 4 0
  taizhang: The disk is full; nothing was saved. Free some space and try again.
  5 ok 0 4 0
  taizhang: The disk is full; nothing was saved. Free some space and try again.

# After all this the last copy still ranks as before.
$ taizhang rank --db sqlite:d.db --format csv | grep 532624 | cut -d, -f2,4,6
  5,532624,892.75
