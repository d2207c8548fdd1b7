# When a time limit ends, with the arithmetic.

$ taizhang deadline --from "2026-04-30 10:00" --limit "3 workdays"
  Day         Kind                 Counted  Left  Paused  Due
  ----------  -------------------  -------  ----  ------  -------------------------
  2026-05-01  Labour Day, holiday  -        3     no
  2026-05-02  Labour Day, holiday  -        3     no
  2026-05-03  Labour Day, holiday  -        3     no
  2026-05-04  Labour Day, holiday  -        3     no
  2026-05-05  Labour Day, holiday  -        3     no
  2026-05-06  work day             1        2     no
  2026-05-07  work day             1        1     no
  2026-05-08  work day             1        0     no      2026-05-08T18:00:00+08:00

$ taizhang deadline --lang zh --from "2024-09-30 16:00" --limit "4个工作时" --pause "2024-09-30 17:00..2024-10-08 10:00"
  日期        性质        计入  剩余  暂停  截止
  ----------  ----------  ----  ----  ----  -------------------------
  2024-09-30  工作日      1:00  3:00  是
  2024-10-01  国庆节放假  -     3:00  否
  2024-10-02  国庆节放假  -     3:00  否
  2024-10-03  国庆节放假  -     3:00  否
  2024-10-04  国庆节放假  -     3:00  否
  2024-10-05  国庆节放假  -     3:00  否
  2024-10-06  国庆节放假  -     3:00  否
  2024-10-07  国庆节放假  -     3:00  否
  2024-10-08  工作日      3:00  0:00  是    2024-10-08T15:30:00+08:00

$ taizhang deadline --from yesterday --limit "3 workdays"
! taizhang: --from: "yesterday" is not a time; write 2026-04-24 10:00.
= 4

$ taizhang deadline --from "2026-04-30 10:00" --limit soon
! taizhang: --limit: "soon" is not a time limit; write 4 workhours, 3 workdays, 2 hours or 5 days, at most 3660.
= 4

$ taizhang deadline --from "2026-04-30 10:00" --limit "2 hours" --pause 2026-04-30
! taizhang: --pause: "2026-04-30" is not a time; write 2026-04-24 10:00.
= 4
