# Kept and brought back: one archive, read again, restored into an empty place, all of it checked.

$ taizhang demo --regions data/regions/5326.csv --standards standards --db sqlite:base.db --quiet >/dev/null; taizhang bulletin make --db sqlite:base.db --quiet >/dev/null; ls
  base.db
  data
  docs
  standards

$ taizhang check --db sqlite:base.db --format csv | cut -d, -f3-
  entries,standards,papers,files,faults
  7,4,1,0,0

# A key and two files, each under its digest (printf one | sha256sum).
$ head -c 32 /dev/zero >secret.key; chmod 600 secret.key; mkdir -p files/76 files/3f; printf one >files/76/92c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed; printf two >files/3f/c4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3

$ mkdir kept; taizhang backup --to kept --db sqlite:base.db --quiet --format csv | tail -1 | cut -d, -f4,5; ls kept | sed 's/[0-9]/#/g'
  7,0
  taizhang-########-######.tzb

$ cp kept/*.tzb one.tzb; taizhang backup --to one.tzb --db sqlite:base.db
! taizhang: one.tzb exists already.
= 6

# Anybody can read what it holds: entries with their lengths, bytes, digests.
$ head -1 one.tzb; head -2 one.tzb | tail -1 | cut -d' ' -f1; tail -1 one.tzb | cut -c1-6
  taizhang-backup-1 clear
  manifest.json
  end 5 

$ length=$(sed -n 2p one.tzb | cut -d' ' -f2); tail -n +2 one.tzb | head -c $((14 + ${#length} + 1 + length)) | sha256sum | cut -c1-64 >sum; grep -a -c "^$(cat sum)" one.tzb
  1

$ taizhang restore one.tzb --to back --format csv | cut -d, -f1,2; ls -A back; diff -r files back/files; cmp secret.key back/secret.key
  database,entries
  back/taizhang.db,5
  files
  secret.key
  taizhang.db

# The two entries of the record that came after: the failed attempt is not in this copy, the restoring is.
$ taizhang audit list --db back/taizhang.db --last 2 --format csv | cut -d, -f1,5,7
  entry,kind,thing
  8,backup.restore,one.tzb
  7,bulletin.make,campaign 1 bulletin 1

$ taizhang audit list --db base.db --last 2 --format csv | cut -d, -f1,5,9 | sed 's/""//g; s/[0-9]\{7\}/N/'
  entry,kind,after
  9,backup.failed,"{error:exists
  8,backup.make,"{bytes:N

$ taizhang check --db back/taizhang.db --format csv | cut -d, -f3-
  entries,standards,papers,files,faults
  9,4,1,2,0

$ for db in base.db back/taizhang.db; do taizhang rank --db $db --format csv | sha256sum; done | uniq | wc -l
  1

# Only into an empty place, which stays as it was.
$ taizhang restore one.tzb --to back; mkdir full; touch full/x; taizhang restore one.tzb --to full --lang zh; ls full
  x
! taizhang: back is not empty; restore into a new or empty folder.
! taizhang: full 不是空文件夹，请恢复到新的或空的文件夹。

$ mkdir empty; taizhang restore one.tzb --to empty >/dev/null; ls empty
  files
  secret.key
  taizhang.db

# Damaged: named by the entry; nothing stays behind.
$ cat >flip.py <<'END'
> import sys
> data = bytearray(open(sys.argv[1], "rb").read())
> at = eval(sys.argv[2], {"data": bytes(data), "n": len(data)})
> data[at] ^= 1
> open("flipped.tzb", "wb").write(data)
> END
> for at in 'data.index(b"bulletin_sequence")' 'data.index(b"SQLite format 3") + 500000' 'data.index(b"secret.key 32") + 20' 'n - 90 - 64 - 20' 'n - 3' 5; do
>   /usr/bin/python3 flip.py one.tzb "$at"; taizhang restore flipped.tzb --to gone; ls -d gone 2>/dev/null
> done
! taizhang: The backup flipped.tzb is damaged at manifest.json; use another one.
! taizhang: The backup flipped.tzb is damaged at database.sqlite; use another one.
! taizhang: The backup flipped.tzb is damaged at secret.key; use another one.
! taizhang: The backup flipped.tzb is damaged at files/~
! taizhang: The backup flipped.tzb is damaged at end; use another one.
! taizhang: flipped.tzb is no backup of this program; give a file made by taizhang backup.
= 2

$ head -c 100000 one.tzb >cut.tzb; taizhang restore cut.tzb --to gone; (cat one.tzb; echo) >long.tzb; taizhang restore long.tzb --to gone; taizhang restore base.db --to gone; taizhang restore absent --to gone; ls -d gone 2>/dev/null
! taizhang: The backup cut.tzb is damaged at database.sqlite; use another one.
! taizhang: The backup long.tzb is damaged at end; use another one.
! taizhang: base.db is no backup of this program; give a file made by taizhang backup.
! taizhang: File absent is missing.
= 2

# Sealed: the passphrase comes from a file or the environment.
$ echo 'nine trees by the river' >phrase; taizhang backup --to sealed.tzb --passphrase-file phrase --db sqlite:base.db >/dev/null; head -c 25 sealed.tzb; grep -a -c 'SQLite format' sealed.tzb
  taizhang-backup-1 sealed
  0
= 1

$ taizhang restore sealed.tzb --to gone; TAIZHANG_BACKUP_PASSPHRASE='nine trees by the rivers' taizhang restore sealed.tzb --to gone; echo short >short; taizhang backup --to x.tzb --passphrase-file short --db sqlite:base.db; taizhang backup --to x.tzb --encrypt --db sqlite:base.db; ls -d gone x.tzb* 2>/dev/null
! taizhang: The backup sealed.tzb is encrypted; give the passphrase with --passphrase-file or in TAIZHANG_BACKUP_PASSPHRASE.
! taizhang: The passphrase is not that of the backup sealed.tzb, or its beginning is damaged.
! taizhang: The passphrase has 5 bytes; it must have 12 to 1024.
! taizhang: A passphrase is needed: give --passphrase-file or set TAIZHANG_BACKUP_PASSPHRASE.
= 2

$ TAIZHANG_BACKUP_PASSPHRASE='nine trees by the river' taizhang restore sealed.tzb --to opened >/dev/null; taizhang check --db opened/taizhang.db >/dev/null; /usr/bin/python3 flip.py sealed.tzb 'n // 2'; taizhang restore flipped.tzb --to gone --passphrase-file phrase; ls -d gone 2>/dev/null
! taizhang: The backup flipped.tzb is damaged at database.sqlite; use another one.
= 2

# The key that signs checkpoints comes along: what it signs after the disaster is by the public key that was printed before it.
$ taizhang audit checkpoint --db sqlite:base.db >before.json; taizhang audit key --db sqlite:base.db >printed; taizhang backup --to signed.tzb --passphrase-file phrase --db sqlite:base.db >/dev/null; rm audit.key; taizhang restore signed.tzb --to signed --passphrase-file phrase >/dev/null; ls -A signed; stat -c %a signed/audit.key; (cd signed; taizhang audit checkpoint --db sqlite:taizhang.db) >after.json; for point in before after; do taizhang audit verify --db signed/taizhang.db --checkpoint $point.json --public-key "$(cat printed)" >/dev/null; echo $?; done
  audit.key
  files
  secret.key
  taizhang.db
  600
  0
  0

# Only so many stay; what is not ours stays too, and what a killed run left goes.
$ cd kept; rm *; for day in 01 02 03 04; do touch taizhang-202604$day-023000.tzb; done; touch taizhang-20260401-023000.tzb.part taizhang-notes.tzb; cd ..; taizhang backup --to kept --keep 3 --db sqlite:base.db --format csv | tail -1 | cut -d, -f5; ls kept | grep -e 2026040 -e notes
  2
  taizhang-20260403-023000.tzb
  taizhang-20260404-023000.tzb
  taizhang-notes.tzb

# What is not in order is named by table and row.
$ cat >change.py <<'END'
> import shutil, sqlite3, sys
> shutil.copy("base.db", "bad.db")
> db = sqlite3.connect("bad.db")
> for sql in sys.argv[1:]:
>     db.execute(sql)
> db.commit()
> END
> bad() { /usr/bin/python3 change.py "$@"; taizhang check --db bad.db --quiet >/dev/null; echo $?; }
> bad "UPDATE value SET region = 999999000000000 WHERE id = 7"
> bad "UPDATE value SET place = 999999 WHERE id = 8"
> bad "UPDATE value SET campaign = 77 WHERE id = 9"
> bad "UPDATE standard_part SET digest = 'x' WHERE standard = 2 AND code = 'I03'"
> bad "UPDATE standard SET digest = 'x' WHERE id = 3"
> bad "UPDATE bulletin SET cut = CAST(cut || ' ' AS BLOB)"
> paper() { printf '%s' "INSERT INTO paper SELECT 1, 1, 'notice', 'rectify', 2026, 1, 532624000000000, 532624999999999, 1, 0, '', '', 1, 1, 0, 1, 0, 0, 0, 0, '', '', CAST('{}' AS BLOB), '', '$1'"; }
> bad "$(paper 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a)" "INSERT INTO paper_sequence VALUES (1, 'rectify', 2026, 1)"
> bad "$(paper 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8b)" "INSERT INTO paper_sequence VALUES (1, 'rectify', 2026, 1)"
> bad "$(paper 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a)" "INSERT INTO paper_sequence VALUES (1, 'rectify', 2026, 0)"
> bad "UPDATE audit SET thing = 'campaigm' WHERE seq = 5"
> bad "DELETE FROM audit WHERE seq = 6"
> bad "UPDATE bulletin_sequence SET last = 0"
  1
  1
  1
  1
  1
  1
  0
  1
  1
  1
  1
  1
! taizhang: Table value, row 7: its region does not exist.
! taizhang: Table value, row 8: its place does not exist.
! taizhang: Table value, row 9: the campaign it refers to does not exist.
! taizhang: Table value, row 9: its campaign does not exist.
! taizhang: Table standard_part, row 2 I03: the digest of this part is not that of its files.
! taizhang: Table standard, row 3: its digest is not that of its files.
! taizhang: Table bulletin, row 1: its cut of data does not fit its digest.
! taizhang: Table paper, row 1: its cut of data does not fit its digest.
! taizhang: Table paper, row 1: its number is larger than the last that was given.
! taizhang: Table audit, row 5: was changed: it does not fit its hash.
! taizhang: Table audit, row 6: is missing, though later ones are there.
! taizhang: Table bulletin, row 1: its number is larger than the last that was given.

$ printf x >>files/76/92c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed; taizhang check --db base.db --lang zh >/dev/null
! taizhang: 表 files，行 7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed：内容与其名称（SHA-256）不符。
= 1

# A full disk and a kill (153) in the middle: nothing under the final name, and the next one works.
$ rm -r kept; mkdir kept; for blocks in 100 1000 3000 3890; do (ulimit -c 0; ulimit -f $blocks; exec taizhang backup --to kept --db sqlite:base.db >/dev/null 2>&1); echo $?; ls kept | grep 'tzb$'; done 2>/dev/null
  153
  153
  153
  153
= 1

$ trap '' XFSZ; (ulimit -f 1000; exec taizhang backup --to kept --db sqlite:base.db); ls kept | grep 'tzb$'; taizhang backup --to kept --db sqlite:base.db >/dev/null; ls kept | sed 's/[0-9]/#/g'
  taizhang-########-######.tzb
! taizhang: The disk is full; nothing was saved. Free some space and try again.
