# Values that are not in order: every problem at once, with row and column; nothing is scored.

$ cat >bad.csv <<'END'
> region,code,part,place,period,state,value,numerator,denominator,group,source,note
> 9901,w1,,,2025,,95,,,,,
> 99010,w1,,,2025,,95,,,,,
> 990101,w9,,,2025,,95,,,,,
> 990101,w1,,,2025-13,,95,,,,,
> 990101,w1,,,2025,perhaps,95,,,,,
> 990101,w1,,,2025,,ninety,,,,,
> 990101,w1,,,2025,,"1,000",,,,,
> 990101,w1,,,2024,missing,95,,,,,
> 990101,w1,,,2023,,95,19,20,,,
> 990101,w1,,,2022,,,,,,,
> 990101,w1,,,2021,,,19,,,,
> 990101,w3,mice,,2025,,1,,,,,
> 990101,m1,,,2025,,5,,,,,
> 990101,m1,,Market,2025,,11,,,,,
> 990101,w1,,Market,2025,,95,,,,,
> 990101,s2,,School,2025,,1,,,,,
> 990101,w1,,,2020,,95,,,lowland,,
> 990101,w1,,,2019,,95,,,plain,,
> 990101,w1,,,2018,,95,,,hill,,
> 990101,w1,,,2019,,96,,,,,
> END

$ taizhang score --standard data/outsider/tidy-county-2026 --values bad.csv
! taizhang: bad.csv:2:1: region: 9901 is a prefecture; the standard assesses: county, town.
! taizhang: bad.csv:3:1: region: "99010" is not a region code; write 2, 4, 6, 9, 12 or 15 digits.
! taizhang: bad.csv:4:2: code: "w9" is no indicator, coverage rule or item of tidy-county 2026.
! taizhang: bad.csv:5:5: period: "2025-13" is not a period; write 2026 or 2026-04.
! taizhang: bad.csv:6:6: state: "perhaps" is not one of: present, missing, not_applicable, not_tested.
! taizhang: bad.csv:7:7: value: "ninety" is not a number; write digits like 12.5, at most 6 behind the point.
! taizhang: bad.csv:8:7: value: "1,000" is not a number; write digits like 12.5, at most 6 behind the point.
! taizhang: bad.csv:9:7: value: A value with state "missing" carries no number; empty the cell or the state.
! taizhang: bad.csv:10:7: value: Give the value, or numerator and denominator, not both.
! taizhang: bad.csv:11:7: value: No number is given; write the value, numerator and denominator, or a state (missing, not_applicable, not_tested).
! taizhang: bad.csv:12:9: denominator: This must not be empty.
! taizhang: bad.csv:13:3: part: "mice" is not one of: rats, flies.
! taizhang: bad.csv:14:4: place: m1 is judged at places of kind market; name the place.
! taizhang: bad.csv:15:7: value: 11 is out of range; it must be from 0 to 10.
! taizhang: bad.csv:16:4: place: "Market" does not belong to w1; leave the cell empty.
! taizhang: bad.csv:17:3: part: A part is missing; one of: city.first, self.first.
! taizhang: bad.csv:18:10: group: "lowland" is not in groups.csv; add it there or correct it here.
! taizhang: bad.csv:20:10: group: Region 990101 is in group "plain" in row 19; a region has one group.
! taizhang: bad.csv:21:2: code: The same fact of w1 (region, code, part, place, period) stands in row 19 already.
! taizhang: bad.csv: problems found: 19
= 4

$ taizhang score --lang zh --standard data/outsider/tidy-county-2026 --values bad.csv
! taizhang: bad.csv:2:1: region: 9901 的级别为 prefecture，本标准的评价对象为：county, town。
! taizhang: bad.csv:3:1: region: “99010”不是区划代码，应为 2、4、6、9、12 或 15 位数字。
! taizhang: bad.csv:4:2: code: 标准 tidy-county 2026 中没有指标、覆盖率要求或评分项“w9”。
! taizhang: bad.csv:5:5: period: “2025-13”不是有效时期，应写作 2026 或 2026-04。
! taizhang: bad.csv:6:6: state: “perhaps”不在可选值中：present, missing, not_applicable, not_tested。
! taizhang: bad.csv:7:7: value: “ninety”不是数字，应写作 12.5 的形式，小数最多 6 位。
! taizhang: bad.csv:8:7: value: “1,000”不是数字，应写作 12.5 的形式，小数最多 6 位。
! taizhang: bad.csv:9:7: value: 状态为“missing”时不应填数，请清空此格或状态。
! taizhang: bad.csv:10:7: value: 数值与分子、分母只能填写一种。
! taizhang: bad.csv:11:7: value: 未填数，请填写数值、分子和分母，或状态（missing、not_applicable、not_tested）。
! taizhang: bad.csv:12:9: denominator: 此处不能为空。
! taizhang: bad.csv:13:3: part: “mice”不在可选值中：rats, flies。
! taizhang: bad.csv:14:4: place: m1 在“market”类点位上评分，请填写点位名称。
! taizhang: bad.csv:15:7: value: 11 超出范围，应在 0 至 10 之间。
! taizhang: bad.csv:16:4: place: w1 没有“Market”，此格应留空。
! taizhang: bad.csv:17:3: part: 缺少分项，应为：city.first, self.first。
! taizhang: bad.csv:18:10: group: groups.csv 中没有“lowland”，请在该表补充或在此处更正。
! taizhang: bad.csv:20:10: group: 区划 990101 在第 19 行属于“plain”组，每个区划只能属于一组。
! taizhang: bad.csv:21:2: code: w1 的同一数据（区划、代码、分项、点位、时期）已在第 19 行出现。
! taizhang: bad.csv 有 19 处问题
= 4

# Columns.
$ printf 'region,code,period,wert\n990101,w1,2025,95\n' >columns.csv; taizhang score --standard data/outsider/tidy-county-2026 --values columns.csv
! taizhang: columns.csv:1:4: Column "wert" is not known; known columns: region, code, part, place, period, state, value, numerator, denominator, group, source, note, region_name, name, unit, requirement.
! taizhang: columns.csv: problems found: 1
= 4

# Files that are no values at all.
$ taizhang score --standard data/outsider/tidy-county-2026 --values missing.csv
! taizhang: File missing.csv is missing.
= 4

$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider
! taizhang: data/outsider is a folder; a file belongs here.
= 4

$ taizhang score --standard nowhere --values data/outsider/values.csv
! ~
! ...
= 4

$ : >empty.csv; taizhang score --standard data/outsider/tidy-county-2026 --values empty.csv
! taizhang: empty.csv: This must not be empty.
! taizhang: empty.csv: problems found: 1
= 4

$ python3 -c "import sys; sys.stdout.buffer.write(bytes(range(256)) * 64)" >random.csv; taizhang score --standard data/outsider/tidy-county-2026 --values random.csv >/dev/null 2>&1; echo $?
  4

$ printf 'region,code\0,period\n' >nul.csv; taizhang score --standard data/outsider/tidy-county-2026 --values nul.csv
! taizhang: nul.csv: There is a zero byte at byte 12; this is not a text file, save it as CSV UTF-8.
! taizhang: nul.csv: problems found: 1
= 4

$ iconv -t gb18030 data/outsider/values.csv >gb.csv; taizhang score --standard data/outsider/tidy-county-2026 --values gb.csv
! taizhang: gb.csv: The text is not valid UTF-8 at byte 118; save the file as UTF-8 (CSV UTF-8).
! taizhang: gb.csv: problems found: 1
= 4

$ taizhang score --standard data/outsider/tidy-county-2026 --values gb.csv --encoding gb18030 --ranking overall --format csv | cut -d, -f1,5
  region,points
  990102,76.27
  990101,75.14
  990103,100

$ python3 -c "print(','.join('c%d' % i for i in range(1000000)))" >wide.csv; taizhang score --standard data/outsider/tidy-county-2026 --values wide.csv
! taizhang: wide.csv:1:201: 列数 / columns is too large; at most 200.
! taizhang: wide.csv: problems found: 1
= 4

$ printf 'region,code,period,value\n990101,w1,2025,"95\n' >quote.csv; taizhang score --standard data/outsider/tidy-county-2026 --values quote.csv
! taizhang: quote.csv:2:4: The quotation mark opened in this row is not closed.
! taizhang: quote.csv: problems found: 1
= 4

$ printf 'PK\003\004nonsense' >book.xlsx; taizhang score --standard data/outsider/tidy-county-2026 --values book.xlsx
! taizhang: book.xlsx: book.xlsx is damaged or not a .xlsx file; open it in Excel, Word or WPS and save it again as .xlsx.
! taizhang: book.xlsx: problems found: 1
= 4

$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --period April
! taizhang: --period: "April" is not a period; write 2026 or 2026-04.
! See: taizhang help score
= 2

$ taizhang score --values data/outsider/values.csv
! taizhang: --standard STANDARD is missing; "taizhang score" needs it.
! See: taizhang help score
= 2

$ taizhang score --standrd data/outsider/tidy-county-2026
! taizhang: Option --standrd is not known; did you mean --standard?
! See: taizhang help score
= 2
