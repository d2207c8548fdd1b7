# taizhang standard: check, show, compare and convert.

$ taizhang standard check data/outsider/tidy-county-2026
  File                            In order  Problems  Standard     Edition  Clauses  Indicators  Items  Nodes
  ------------------------------  --------  --------  -----------  -------  -------  ----------  -----  -----
  data/outsider/tidy-county-2026  yes              0  tidy-county  2026           0           7      5     10

# Every shipped standard is in order.
$ taizhang standard check standards/* --format csv | cut -d, -f2,3 | sort -u
  ok,problems
  yes,0

# A workbook and back: no difference, and the same standard gives the same bytes.
$ taizhang standard export data/outsider/tidy-county-2026 --to a.xlsx && taizhang standard export a.xlsx --to a && taizhang standard diff a data/outsider/tidy-county-2026 --format csv
  table,key,change,column,before,after

$ taizhang standard export a --to b.xlsx && cmp a.xlsx b.xlsx

$ taizhang score --standard a.xlsx --values data/outsider/values.csv --ranking overall --format csv | cut -d, -f1,5
  region,points
  990102,76.27
  990101,75.14
  990103,100

$ taizhang standard export a --to a.xlsx
! taizhang: a.xlsx exists already.
= 6

$ taizhang standard export a --to a.xlsx --force

$ taizhang standard export a --to nowhere/a.xlsx
! taizhang: File nowhere/a.xlsx is missing.
= 4

# One cell, one row more, one less.
$ cp -r a c && sed -i 's/,Clean water,/,Clean drinking water,/' c/indicators.csv && sed -i '/^hill/d' c/groups.csv && echo 'valley,河谷组,Valleys' >>c/groups.csv && taizhang standard diff a c
  Table       Code    Change   Column   Before       After
  ----------  ------  -------  -------  -----------  --------------------
  indicators  w1      changed  name_en  Clean water  Clean drinking water
  groups      hill    removed
  groups      valley  added

# What is wrong, all of it, with file, row and column; nothing else is said on standard output.
$ cp -r a d && sed -i 's/^w1,A/w1,X/; s/^w2,/w1,/' d/indicators.csv && sed -i 's/at_least,95/at_laest,95/' d/rules.csv && taizhang standard check d --format csv
  path,ok,problems,id,edition,clauses,indicators,items,nodes
  d,no,4,,,,,,
! taizhang: indicators.csv:3:1: code: "w1" stands here already in row 2; each code once.
! taizhang: rules.csv:2:4: rule: "at_laest" is not one of: at_least;more_than;at_most;less_than;equal;rises_each_year;falls_each_year;rises;falls;not_above_mean;not_below_reference;not_above_reference;meets_plan;level_.
! taizhang: indicators.csv:2:2: section: "X" is not in sections; add it there or correct it here.
! taizhang: rules.csv:3:1: indicator: "w2" is not in indicators; add it there or correct it here.
! taizhang: d: problems found: 4
= 1

$ taizhang standard check nowhere data/outsider/values.csv --format csv
  path,ok,problems,id,edition,clauses,indicators,items,nodes
  nowhere,no,1,,,,,,
  data/outsider/values.csv,no,1,,,,,,
! taizhang: File nowhere is missing.
! taizhang: nowhere: problems found: 1
! taizhang: data/outsider/values.csv is neither a folder nor an .xlsx workbook.
! taizhang: data/outsider/values.csv: problems found: 1
= 4

$ taizhang standard show a --table scoring
  Node    Parent  Name              Method      Takes from  Points  Weight
  ------  ------  ----------------  ----------  ----------  ------  ------
  onsite          On-site sheet     weighted                   100       0
  market  onsite    Markets         kind        market          60      60
  school  onsite    Schools         kind        school          40      40
  total           Total             sum                        100       0
  data    total     Data            indicators  A               40       0
  satis   total     Satisfaction    linear      w4              10       0
  paper   total     Upkeep          indicator   w5              10       0
  field   total     On site in all  weighted                    40       0
  seat    field       County seat   own         onsite         100      70
  around  field       Its towns     members     onsite         100      30

$ taizhang standard show a --lang zh --table items
  代码  评分表  评分项          计分方法      分值  关键项
  ----  ------  --------------  ------------  ----  ------
  m1    market  摊位整洁        graded          20  否
  m2    market  垃圾暴露        deduct          30  否
  m3    market  公示牌          yes_no          10  否
  s1    school  洗手设施完好率  proportional    25  否
  s2    school  发现的问题      deduct_by       15  否

$ taizhang standard show a --table indicators --format csv
  code,section,name,rule,unit,weight,veto,years
  w1,A,Clean water,at_least 95,%,2,no,1
  w2,A,Waste per person and day,at_most 0.9 / falls_each_year,kg,1,no,3
  w3,A,Vector density,at_most 3,,1,no,1
  w4,B,Satisfaction,at_least 60,%,1,no,1
  w5,B,Paper on upkeep,exists,,1,no,1
  w6,B,Green space,meets_plan plan,ha,1,no,1
  w8,A,Activities,at_least 50,%,1,no,1

$ taizhang standard
! taizhang: A command is missing behind "taizhang standard".
! See: taizhang help standard
= 2

$ taizhang standard shwo a
! taizhang: There is no command "standard shwo"; did you mean "standard show"?
! See: taizhang help standard
= 2
