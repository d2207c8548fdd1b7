# From regions and a standard to a ranking and its bulletin, in a database; the figures are those of
# outsider.t, where they are worked out by hand.

$ cat >tree.csv <<'END'
> code,name
> 99,测试省
> 9901,测试市
> 990101,甲县
> 990102,乙县
> 990103,丙县
> 990101001,甲一镇
> 990101002,甲二乡
> 990102001,乙一镇
> 990103001,丙一镇
> END

$ export TAIZHANG_DB=sqlite:v.db; taizhang region import tree.csv --format csv | cut -d, -f3 && taizhang standard import data/outsider/tidy-county-2026 --format csv | cut -d, -f1,2,3
  added
  9
  standard,id,edition
  1,tidy-county,2026

# All of a first edition is added: 7 indicators, 5 items and 10 nodes of its tables.
$ taizhang standard import data/outsider/tidy-county-2026 --db first.db --format csv
  standard,id,edition,follows,same,changed,added,removed
  1,tidy-county,2026,,0,0,22,0

$ taizhang standard import data/outsider/tidy-county-2026 --db v.db
! taizhang: tidy-county 2026 exists already.
= 6

$ taizhang campaign create --standard tidy-county@2026 --region 9901 --name 测试 --name-en Test --from 2026-01 --to 2026-12 --db v.db --format csv
  campaign,name,standard,region,from,to,demo
  1,Test,tidy-county@2026,9901,2026-01,2026-12,no

$ taizhang campaign create --standard tidy-county@1999 --region 9901 --name 测试 --from 2026-01 --to 2026-12 --db v.db
! taizhang: tidy-county@1999 does not exist.
= 3

$ taizhang campaign round --period 2026-04 --name 四月 --lang zh --db v.db
  类别  代码  内容
  ----  ----  ------------
  轮次  1     2026-04 四月

# Towns are assessed only when somebody says so; nothing is imported before.
$ taizhang value import data/outsider/values.csv --db v.db
! taizhang: data/outsider/values.csv:22: ~
! taizhang: data/outsider/values.csv:28: ~
! taizhang: data/outsider/values.csv:51: ~
! taizhang: data/outsider/values.csv:72: ~
! taizhang: data/outsider/values.csv: problems found: 4
= 4

# What is wrong, and what would be right.
$ cat >wrong.csv <<'END'
> region,code,place,period,value
> 990101001,m1,镇市场,2026-04,9
> 990101009,m1,镇市场,2026-04,9
> 990201,w1,,2025,95
> 990101,w1,,1950,95
> 990103,m1,南市场,2026-04,9
> END

$ taizhang value import wrong.csv --db v.db
! taizhang: wrong.csv:2: region: 990101001 甲一镇 is not among the assessed regions of this campaign; assessed there: 990101, 990102, 990103. Choose one of them, or have the region added to the campaign.
! taizhang: wrong.csv:3: region: Region 990101009 is not in the region tree.
! taizhang: wrong.csv:4: region: Region 990201 lies outside of this campaign's region 9901; enter values for regions inside it.
! taizhang: wrong.csv:5: period: 1950 is out of range; it must be from 2016 to 2026.
! taizhang: wrong.csv: problems found: 4
= 4

$ taizhang value import wrong.csv --db v.db --lang zh
! taizhang: wrong.csv:2: region: 990101001 甲一镇 不在本活动的评价对象之列，可填报的评价对象：990101, 990102, 990103。请改选其中之一，或先将该区划加入本活动。
! taizhang: wrong.csv:3: region: 区划树中没有 990101009。
! taizhang: wrong.csv:4: region: 区划 990201 不在本活动的范围 9901 内，只能填报该范围内的区划。
! taizhang: wrong.csv:5: period: 1950 超出范围，应在 2016 至 2026 之间。
! taizhang: wrong.csv 有 4 处问题
= 4

# The first row would add a region and a place, the second is refused: nothing of the file is kept.
$ printf 'region,code,place,period,value\n990101001,m1,镇市场,2026-04,9\n990101,w1,,1950,95\n' >half.csv; taizhang value import half.csv --add-regions --db v.db
! taizhang: half.csv:3: period: 1950 is out of range; it must be from 2016 to 2026.
! taizhang: half.csv: problems found: 1
= 4

$ for t in subject place value; do /usr/bin/python3 -c "import sqlite3; print('$t', sqlite3.connect('v.db').execute('SELECT count(*) FROM $t').fetchone()[0])"; done
  subject 3
  place 0
  value 0

$ taizhang rank --db v.db --format csv | cut -d, -f2,4,6,16
  rank,region,points,unranked
  ,990101,0,too few places
  ,990102,0,too few places
  ,990103,0,too few places

$ taizhang value import data/outsider/values.csv --add-regions --db v.db --format csv
  rows,imported,empty,regions
  76,76,0,7

$ taizhang rank --db v.db
  Group  Rank  Moved  Region  Name  Points  To first  To next  Passed  Failed  Missing  Vetoes  Places  Open findings  Passes
  -----  ----  -----  ------  ----  ------  --------  -------  ------  ------  -------  ------  ------  -------------  ------
  plain     1         990102  乙县   76.27         0        0       4       1        1       0       5              0  no
  plain     2         990101  甲县   75.14      1.13     1.13       5       1        0       0       6              0  no
  hill      1         990103  丙县     100         0        0       7       0        0       0       4              0  yes

$ taizhang rank 1 --ranking towns --nodes market,school --format csv --db v.db | cut -d, -f2,4,6,17,18
  rank,region,points,market,school
  1,990103001,100,60,40
  2,990101001,95,58,37
  3,990101002,80,,32
  4,990102001,72.63,44,28.63

$ taizhang rank --explain 990101 --node satis --db v.db
  satis Satisfaction: 7 / 10
      rule: straight between the lower and the upper mark
      arithmetic: 10 × (81 − 60) ÷ 30 = 7
  ...

# The form to fill in carries what is known; it comes back without changing any score.
$ taizhang value template --to form.xlsx --db v.db && taizhang value import form.xlsx --db v.db --format csv && taizhang rank --db v.db --format csv | cut -d, -f2,4,6
  rows,imported
  ~
  rank,region,points
  1,990102,76.27
  2,990101,75.14
  1,990103,100

$ taizhang value template --to form.xlsx --db v.db
! taizhang: form.xlsx exists already.
= 6

# A bulletin is made once; its files are the same each time, whatever changes later.
$ taizhang bulletin make --db v.db --format csv | cut -d, -f1,3,5
  bulletin,year,period
  1,~

$ taizhang bulletin export 1 --to a.docx --db v.db; taizhang bulletin export 1 --to a.xlsx --db v.db; printf 'region,code,period,value\n990101,w4,2026-04,90\n' | taizhang value import - --db v.db --format csv; taizhang bulletin export 1 --to b.docx --db v.db; taizhang bulletin export 1 --to b.xlsx --db v.db; cmp a.docx b.docx && cmp a.xlsx b.xlsx && taizhang rank --db v.db --format csv | cut -d, -f2,4,6
  rows,imported,empty,regions
  1,1,0,1
  rank,region,points
  1,990101,78.14
  2,990102,76.27
  1,990103,100

$ taizhang bulletin export 9 --to c.docx --db v.db
! taizhang: 9 does not exist.
= 3

$ taizhang bulletin template --to template.docx && taizhang bulletin export 1 --to c.docx --template template.docx --db v.db && cmp a.docx c.docx

$ taizhang bulletin export 1 --to d.docx --template tree.csv --db v.db >/dev/null 2>&1; echo $?
  4

# An edition with one indicator changed: its results are judged anew, the rest carry over.
$ cp -r data/outsider/tidy-county-2026 next && chmod -R u+w next && sed -i 's/"edition": "2026"/"edition": "2027"/' next/standard.json && sed -i 's/^w1,,,at_least,95/w1,,,at_least,96/' next/rules.csv && taizhang standard import next --db v.db --format csv
  standard,id,edition,follows,same,changed,added,removed
  2,tidy-county,2027,1,~

$ taizhang campaign standard 1 --to tidy-county@2027 --db v.db --format csv | grep -v carried
  kind,code,name,carry,values
  indicator,w1,Clean water,anew,3

# Somebody else's database, and none.
$ taizhang campaign show 7 --db v.db
! taizhang: 7 does not exist.
= 3

$ taizhang rank --db sqlite:none.db
! taizhang: sqlite:none.db does not exist.
= 3
