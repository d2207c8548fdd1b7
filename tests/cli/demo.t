# The situation that the demonstration reproduces, as the outcome of scoring. The figures are those of a
# real case in the field; by hand: 0.7 x 6.2 + 0.3 x 123.0 / 2 = 4.34 + 18.45 = 22.79.

$ taizhang demo --regions data/regions/5326.csv --standards standards --db "$DB" --format csv --lang en
  login,password,title
  coordinator,taizhang-demo,Prefecture coordinator (demonstration)
  county,taizhang-demo,County unit of 532624 (demonstration)
  leader,taizhang-demo,Leader in charge (demonstration)
  lead,taizhang-demo,County lead unit (demonstration)
  town,taizhang-demo,Town office (demonstration)
  grid,taizhang-demo,Grid keeper (demonstration)
  inspector,taizhang-demo,Inspector (demonstration)
  superior,taizhang-demo,Provincial reader (demonstration)
  admin,taizhang-demo,Administrator (demonstration)
  security,taizhang-demo,Security administrator (demonstration)
  auditor,taizhang-demo,Auditor (demonstration)

$ taizhang demo --regions data/regions/5326.csv --standards standards --db "$DB" --format csv
! ~
= 6

# 532622 leads, 532624 is fifth of eight and 22.79 behind; 126 findings are open in it. It was seventh in
# March.
$ taizhang rank --db "$DB" --format csv | cut -d, -f2,3,4,6,7,14
  rank,moved,region,points,to_first,findings
  1,1,532622,915.54,0,47
  2,-1,532601,910.71,4.83,66
  3,0,532627,903.4,12.14,75
  4,0,532625,897.86,17.68,47
  5,2,532624,892.75,22.79,126
  6,-1,532628,890.57,24.97,48
  7,-1,532623,883.16,32.38,63
  8,0,532626,867.64,47.9,63

# The county seats on their 1000-point sheets: 921.6 - 915.4 = 6.2.
$ taizhang rank --db "$DB" --nodes onsite --format csv | grep -E 'rank|532622|532624' | cut -d, -f4,17
  region,onsite
  532622,921.6
  532624,915.4

# Their two towns: (905.3 + 897.5) - (846.1 + 833.7) = 123.0.
$ for county in 532622 532624; do taizhang rank --db "$DB" --explain $county --node combined.towns --lang en | awk "/arithmetic/ && !n++"; done
      arithmetic: 1000 × (905.3 ÷ 1000 + 897.5 ÷ 1000) ÷ 2 = 901.4
      arithmetic: 1000 × (846.1 ÷ 1000 + 833.7 ÷ 1000) ÷ 2 = 839.9

# A mark is entered, and the rank moves: the score is not stored anywhere.
$ printf 'region,code,period,value\n532624,GEN-01,2026-04,0\n' | taizhang value import - --db "$DB" --format csv && taizhang rank --db "$DB" --format csv | grep 532624 | cut -d, -f2,4
  rows,imported,empty,regions
  1,1,0,1
  6,532624
