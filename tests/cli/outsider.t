# A standard and values that were written after the documents alone (docs/standard-format.md and
# docs/values-format.md), with the scores worked out by hand before the program saw them.
#
# 990101, April 2026
#   data    w1 475/500 = 95 % >= 95 reached (weight 2); w2 1 kg > 0.9 but 1.1 > 1.05 > 1 falls each
#           year: reached (1); w3 rats 2.5 <= 3, flies 3.2 > 3: not reached (1); w8 0/0 empty
#           denominator, excluded. 40 x (2 + 1) / 4 = 30
#   satis   (81 - 60) / (90 - 60) = 0.7 of 10 = 7
#   paper   1 with its paper named: 10
#   seat    markets: 20 x 8/10 + (30 - 3 x 5) + 10 = 41 of 60; 20 x 5/10 + (30 - min(35, 20)) + 0 =
#           20 of 60; mean rate 61/120, 60 x 61/120 = 30.5
#           school: 25 x 72/80 = 22.5, 15 - 2 x 2 - 1 x 1 = 10: 32.5 of 40
#           60 % x 30.5/60 + 40 % x 32.5/40 = 0.305 + 0.325 = 63 of 100
#   towns   990101001: market 18 + 30 + 10 = 58 of 60, school 25 x 80/80 = 25, 15 - 3 = 12: 37 of 40;
#             58 + 37 = 95
#           990101002: market not tested, excluded: only the school counts; 100 % > 80 %: 25,
#             15 - 4 x 2 = 7: 32 of 40 = 80 of 100
#           mean (95 + 80) / 2 = 87.5
#   field   40 x (0.7 x 0.63 + 0.3 x 0.875) = 40 x 0.7035 = 28.14
#   total   30 + 7 + 10 + 28.14 = 75.14, not 80: does not pass
# 990102
#   data    w1 96 % (2), w2 0.85 (1), w3 3 and 1 (1) reached; w8 missing: zero, counts as judged.
#           40 x 4 / 5 = 32
#   satis   95 is above the upper mark: 10; paper: yes, but no paper named: 0
#   seat    markets 20 + 25 + 10 = 55 and 20 + 30 + 10 = 60 of 60: 60 x 115/120 = 57.5; school
#           25 x 60/80 = 18.75 + 15 = 33.75; 57.5 + 33.75 = 91.25
#   town    14 + 20 + 10 = 44; 25 x 50/80 = 15.625 + 13 = 28.625, 28.63 at two places; 72.63
#   field   40 x (0.7 x 0.9125 + 0.3 x 0.7263) = 34.2656, 34.27
#   total   32 + 10 + 0 + 34.27 = 76.27
# 990103: everything full, 100.
# Ranks inside the groups: plain 990102 before 990101 by 76.27 - 75.14 = 1.13; hill 990103 alone.

$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --ranking overall --format csv
  region,kind,group,rank,points,to_first,unranked,passed,failed,missing,not_tested,not_applicable,empty_denominator,vetoes,places,passes
  990102,county,plain,1,76.27,0,,4,1,1,0,1,0,0,5,no
  990101,county,plain,2,75.14,1.13,,5,1,0,0,0,1,0,6,no
  990103,county,hill,1,100,0,,7,0,0,0,0,0,0,4,yes

# The columns of a table are as wide as their longest text; Chinese characters count two.
$ taizhang score --lang zh --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --ranking towns
  区划       对象  名次   得分  距首位  达标  未达标  缺报  未测评  不适用  分母为零  否决  点位  通过
  ---------  ----  ----  -----  ------  ----  ------  ----  ------  ------  --------  ----  ----  ----
  990103001  town     1    100       0     0       0     0       0       0         0     0     2  否
  990101001  town     2     95       5     0       0     0       0       0         0     0     2  否
  990101002  town     3     80      20     0       0     0       0       0         0     0     1  否
  990102001  town     4  72.63   27.37     0       0     0       0       0         0     0     2  否

# The reason of a part of the score, and of one indicator.
$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --explain 990101 --node data
  data Data: 30 / 40
      rule: points × weight of indicators that pass ÷ weight judged
      arithmetic: 40 × (3) ÷ 4 = 30
      remark: 1 left out, the rest is scaled to 40 points
    w1 Clean water: 2 / 2: reached
        rule: at least 95 %
        arithmetic: 95 ≥ 95 ✓
      entered 990101 2025: 95 (475 / 500); source: 水务局
  ...
    w8 Activities
        rule: at least 50 %
        remark: empty denominator: left out, the rest is scaled up
      entered 990101 2025: empty denominator (0 / 0); note: 没有单位

$ taizhang score --lang zh --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --explain 990102 --node w5
  w5 长效机制文件：未达标
  ...

$ taizhang score --json --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv | python3 -c "import json, sys; d = json.load(sys.stdin); print(d['period'], [(r['region'], r['rank'], r['points'], r['to_next']) for r in d['rankings'][0]['rows']])"
  2026-04 [('990102', 1, '76.27', '0'), ('990101', 2, '75.14', '1.13'), ('990103', 1, '100', '0')]

$ taizhang score --json --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --explain 990101 | python3 -c "import json, sys; r = json.load(sys.stdin)['reason']; print(r['points'], [(c['code'], c['points']) for c in r['children']])"
  75.14 [('data', '30'), ('satis', '7'), ('paper', '10'), ('field', '28.14')]

# A score never depends on the order of the rows, and may come from a pipe.
$ (head -1 data/outsider/values.csv; tail -n +2 data/outsider/values.csv | tac) | taizhang score --standard data/outsider/tidy-county-2026 --values - --ranking overall --format csv | cut -d, -f1,4,5
  region,rank,points
  990102,1,76.27
  990101,2,75.14
  990103,1,100

# An earlier period: in 2025 nothing was seen on site (no places: not ranked, `field` is excluded)
# and satisfaction is missing (zero). 990101: (30 + 0 + 10) of 60 = 66.67 of 100; 990102: (32 + 0 +
# 0) of 60 = 53.33; 990103: (40 + 0 + 10) of 60 = 83.33.
$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --ranking overall --period 2025 --format csv | cut -d, -f1,4,5,7
  region,rank,points,unranked
  990101,,66.67,too few places
  990102,,53.33,too few places
  990103,,83.33,too few places

$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --explain 990104
! taizhang: 990104 does not exist.
= 3

$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --explain 990101 --node nothing
! taizhang: nothing does not exist.
= 3

$ taizhang score --standard data/outsider/tidy-county-2026 --values data/outsider/values.csv --ranking nothing
! taizhang: nothing does not exist.
= 3

# Another one, where missing counts as zero and the rest is excluded.
#
# 990101  data   D1 45/50 = 90 % >= 80 (weight 2); D2 4 > 3, but 6 > 5 > 4 falls each year (1); D3 C is
#                below B (1 lost); D4 12 >= the plan 10 (1): 100 x 4 / 5 = 80
#         seat   48 + (40 - 4 x 2.5) = 78 and 57 + (40 - min(50, 30)) = 67 of 100: mean rate 0.725
#         towns  60 + (40 - 20) = 80 of 100; 30 of 60, the stalls were not tested: mean 0.65
#         total  1000 x (50 x 0.8 + 30 x 0.725 + 20 x 0.65) / 100 = 400 + 217.5 + 130 = 747.5
# 990102  data   78 % fails (2), 2.9 (1), not applicable, 9 < 10 fails (1): 1 / 4 = 0.25; no towns
#         total  1000 x (50 x 0.25 + 30 x 1) / 80 = 531.25
# 990103  data   0/0 excluded, D2 missing: judged and not got; A and 10 >= 10: 100 x 2 / 3 = 66.67
#         total  42 + 35 = 77 of 100: 1000 x (50 x 0.6667 + 30 x 0.77) / 80 = 705.4375
$ taizhang score --standard data/outsider/clean-market-county-2027 --values data/outsider/clean-market-values.csv --format csv | cut -d, -f1,3,4,5
  region,group,rank,points
  990101,,1,747.5
  990103,,2,705.44
  990102,,3,531.25
  990101100,,,
  990101101,,,
