# The record of what was done: every act of the command line is an entry, the chain is sound, an
# exported file is verified without the database, and what was changed is named.

$ taizhang demo --regions data/regions/5326.csv --standards standards --db "$DB" --quiet >/dev/null

$ taizhang audit list --db "$DB" --format csv | cut -d, -f1,3,5,7 | sort -n
  entry,who,kind,thing
  1,console,region.import,regions
  2,console,standard.import,standard 1 healthy-city@2018
  3,console,standard.import,standard 2 hygienic-city-county@2021
  4,console,standard.import,standard 3 hygienic-town@2021
  5,console,standard.import,standard 4 vector-density@2011
  6,console,demo.create,campaign

# A list of two marks, then a bulletin.
$ printf 'region,code,period,value\n532624,GEN-01,2026-04,0\n532622,GEN-01,2026-04,1\n' | taizhang value import - --db "$DB" --quiet --format csv
  rows,imported,empty,regions
  2,2,0,2

$ taizhang bulletin make --db "$DB" --quiet --format csv | cut -d, -f1,2,4
  bulletin,campaign,issue
  1,1,1

$ taizhang audit list --last 2 --db "$DB" --format csv | cut -d, -f1,3,5,6,7
  entry,who,kind,region,thing
  9,console,bulletin.make,5326,campaign 1 bulletin 1
  8,console,values.import,5326,campaign 1

$ taizhang audit export --db "$DB" >audit.jsonl; taizhang audit verify --db "$DB" --format csv >database.csv; taizhang audit verify audit.jsonl --format csv | diff database.csv - && wc -l <audit.jsonl
  12

# The digest of the imported list, as docs/audit.md describes it: here by sha256sum.
$ line() { printf '%s:%s,' "${#1}" "$1"; }; { for row in "532624 0" "532622 1"; do set -- $row; line "$1"; line GEN-01; line ""; line 0; line 2026-04; line present; line "$2"; line ""; line ""; line ""; line ""; echo; done; } | sha256sum | cut -c1-64 >digest; grep -c "$(cat digest)" audit.jsonl
  1

# Changed, taken out, cut off, not a record.
$ sed 's/GEN/GXN/; s/"kind":"bulletin.make"/"kind":"bulletin.fake"/' audit.jsonl >bad.jsonl; taizhang audit verify bad.jsonl
! taizhang: Entry 9 of the record was changed: it does not fit its hash.
= 1

$ sed 3d audit.jsonl >bad.jsonl; taizhang audit verify bad.jsonl --lang zh
! taizhang: 操作记录缺第 2 条，其后的记录仍在。
= 1

$ head -3 audit.jsonl >bad.jsonl; taizhang audit verify bad.jsonl
! taizhang: The record was cut off: entry 3 and what followed are gone.
= 1

$ head -1 audit.jsonl | cut -d, -f1-3
  {"record":"taizhang-audit-1","algorithm":"sha256","entries":11

$ taizhang audit head --db "$DB" --format csv | diff database.csv -

# SM3 by choice, while there is no entry; exported files name it.
$ taizhang audit hash sm3 --db sm3.db && taizhang audit export --db sm3.db >sm3.jsonl; taizhang audit verify sm3.jsonl --format csv | cut -d, -f1,3
  entries,algorithm
  2,sm3

$ sed 's/"algorithm":"sm3"/"algorithm":"sha256"/' sm3.jsonl >bad.jsonl; taizhang audit verify bad.jsonl
! taizhang: Entry 1 of the record was changed: it does not fit its hash.
= 1

$ taizhang audit hash sha256 --db sm3.db
! taizhang: The record has entries already, hashed with sm3; this can be chosen only while it is empty.
= 6

$ echo '{"seq":1}' >bad.jsonl; taizhang audit verify bad.jsonl
! taizhang: bad.jsonl:1: The request is malformed: audit.
= 4

$ echo '{"extract":"taizhang-audit-1","algorithm":"sha256"}' >bad.jsonl; taizhang audit verify bad.jsonl
! taizhang: bad.jsonl:1: This is an extract of the record; only the whole record can be verified as a chain.
= 4

# A checkpoint kept elsewhere: sound now; cut off with the head, or written anew, it shows.
$ taizhang audit checkpoint --db "$DB" --key audit.key >point.json; taizhang audit key --db "$DB" --key audit.key >key; stat -c %a audit.key; wc -c <key
  600
  65

$ taizhang audit verify --db "$DB" --checkpoint point.json --public-key "$(cat key)" --format csv | cut -d, -f1
  entries
  12

$ head -1 audit.jsonl | sed "s/.entries.:[0-9]*,.head.:.*/\"entries\":3,\"head\":\"$(sed -n 4p audit.jsonl | sed 's/.*"hash":"//; s/"}//')\"}/" >cut.jsonl; sed -n 2,4p audit.jsonl >>cut.jsonl; taizhang audit verify cut.jsonl --format csv | cut -d, -f1
  entries
  3

$ taizhang audit verify cut.jsonl --checkpoint point.json
! taizhang: The record was cut off: entry 4 and what followed are gone.
= 1

$ taizhang audit verify audit.jsonl --checkpoint point.json --format csv | cut -d, -f1
  entries
  11

$ sed 's/"entries":[0-9]*/"entries":3/' point.json >bad.json; taizhang audit verify cut.jsonl --checkpoint bad.json
! taizhang: The checkpoint is not signed by this key, or it was changed.
= 4

$ taizhang audit verify --db "$DB" --checkpoint point.json --public-key "$(tr 0-9a-f 1-9a-f0 <key)"
! taizhang: The checkpoint is not signed by this key, or it was changed.
= 4

# Another record, as sound in itself as the first: not that of the checkpoint.
$ for i in 1 2 3 4 5 6 7 8 9; do taizhang audit checkpoint --db sm3.db --key audit.key >other.json; done; taizhang audit verify --db sm3.db --checkpoint point.json
! taizhang: Entry 11 of the record is not the one that the checkpoint was made of: the record was written anew.
= 1

# A bulletin prints length and head as they stood before it; years later the paper still fits the record, and one that was not
# printed does not.
$ taizhang bulletin export 1 --to b.docx --db "$DB" --quiet; python3 -m zipfile -e b.docx b && sed 's/<[^>]*>//g' b/word/document.xml | grep -o '[0-9]*条，末条SHA-256 [0-9a-f]*' | sed 's/条，末条SHA-256 /:/' >printed; cut -d: -f1 printed; taizhang audit verify --db "$DB" --head "$(cat printed)" --quiet --format csv >/dev/null && echo fits
  8
  fits

$ taizhang audit verify --db "$DB" --head "$(sed 's/:./:x/' printed)"
! taizhang: Entry 8 of the record is not the one that the checkpoint was made of: the record was written anew.
= 1

$ taizhang audit verify cut.jsonl --head "$(cat printed)"
! taizhang: The record was cut off: entry 4 and what followed are gone.
= 1

$ taizhang audit verify --db "$DB" --head 8
! taizhang: The request is malformed: --head N:HASH.
= 4
