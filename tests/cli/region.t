# taizhang region: import, find, show.

$ cat >tree.csv <<'END'
> code,name,notes
> 53,云南省,
> 5326,文山壮族苗族自治州,
> 532601,文山市,
> 532622,砚山县,
> 532624,麻栗坡县,
> 532624100,麻栗镇,
> 532624101,大坪镇,
> 532624100001,玉尔贝社区居委会,
> END

$ taizhang region import tree.csv --db sqlite:a.db
  Read  Repeated  Added  Renamed  Closed  Reopened  Unchanged  Links
  ----  --------  -----  -------  ------  --------  ---------  -----
     8         0      8        0       0         0          0      0

# By name, by pinyin initials, by code; with where it stands.
$ taizhang region find 麻栗 --lang zh --db sqlite:a.db
  代码       名称      级别  所属                                首字母
  ---------  --------  ----  ----------------------------------  ------
  532624     麻栗坡县  县级  云南省 文山壮族苗族自治州           mlpx
  532624100  麻栗镇    乡级  云南省 文山壮族苗族自治州 麻栗坡县  mlz

$ TAIZHANG_DB=sqlite:a.db taizhang region find ysx --format csv
  code,name,level,path,initials
  532622,砚山县,county,云南省 文山壮族苗族自治州,ysx

$ TAIZHANG_DB=sqlite:a.db taizhang region find 5326241 --within 532624 --format json
  [
  {"code":"532624100","name":"麻栗镇","level":"town","path":"云南省 文山壮族苗族自治州 麻栗坡县","initials":"mlz"},
  {"code":"532624101","name":"大坪镇","level":"town","path":"云南省 文山壮族苗族自治州 麻栗坡县","initials":"dpz"},
  {"code":"532624100001","name":"玉尔贝社区居委会","level":"village","path":"云南省 文山壮族苗族自治州 麻栗坡县 麻栗镇","initials":"yebsqjwh"}
  ]

# A later list of one prefecture: one county is missing (closed), one has a new name, one merged.
$ cat >later.csv <<'END'
> code,name
> 5326,文山壮族苗族自治州
> 532601,文山市
> 532624,麻栗坡县
> 532624100,麻栗镇
> 532624100001,玉尔贝社区居委会
> 532624101,大坪乡
> END

$ printf 'old_code,new_code,kind\n532622,532601,merge\n' >links.csv; taizhang region import later.csv --as-of 2026-01-01 --within 5326 --links links.csv --db sqlite:a.db --format csv
  read,repeated,added,renamed,closed,reopened,unchanged,links
  6,0,0,1,1,0,5,1

$ taizhang region show 532622 --db sqlite:a.db --format csv
  key,value
  code,532622
  name,砚山县
  level,county
  path,云南省 文山壮族苗族自治州
  initials,ysx
  closed,2026-01-01
  to,532601 2026-01-01 (merge)

$ taizhang region show 5326 --children --db sqlite:a.db --format csv
  code,name,level
  532601,文山市,county
  532624,麻栗坡县,county

$ taizhang region show --db sqlite:a.db --format csv
  key,value
  province,1
  prefecture,1
  county,2
  town,2
  village,1
  grid,0
  total,7

# What is not there.
$ taizhang region show 11 --db sqlite:a.db
! taizhang: 11 does not exist.
= 3

$ taizhang region find nobody --db sqlite:a.db
! taizhang: nobody does not exist.
= 3

$ taizhang region find x --db sqlite:slip.db; ls slip.db
! taizhang: sqlite:slip.db does not exist.
! ls: cannot access 'slip.db': No such file or directory
= 2

# Lists that are not in order: nothing of them is kept.
$ printf 'code,name\n53,云南省\n5x,某地\n99,\n534501001,某镇\n' >bad.csv; taizhang region import bad.csv --db sqlite:b.db
! taizhang: bad.csv:3: code: "5x" is not a region code; write 2, 4, 6, 9, 12 or 15 digits.
! taizhang: bad.csv:4: name: This must not be empty.
! taizhang: bad.csv: problems found: 2
= 4
$ taizhang region import nowhere --db sqlite:b.db
! taizhang: File nowhere is missing.
! taizhang: nowhere: problems found: 1
= 4
$ mkdir empty; taizhang region import empty --db sqlite:b.db
! taizhang: File empty/provinces.csv is missing.
! taizhang: empty: problems found: 1
= 4
$ printf 'id,title\n1,2\n' >other.csv; taizhang region import other.csv --db sqlite:b.db
! taizhang: other.csv:1: Column "code" is missing.
! taizhang: other.csv:1: Column "name" is missing.
! taizhang: other.csv: problems found: 2
= 4
$ taizhang region import tree.csv --links links.csv --db sqlite:b.db
! taizhang: --as-of DATE is missing; "taizhang region import --links" needs it.
= 2
$ printf 'not a database, only a text that is long enough to be taken for a page of one' >text.db; taizhang region show --db sqlite:text.db
! taizhang: The database did not carry this out: file is not a database.
= 5
