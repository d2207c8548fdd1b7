-- struct own_day: a day that a region says of, whatever the shipped calendar does
--   region i64
--   day i64: since 1970
--   works bool
--   name_zh text: of the holiday
--   name_en text
--   changed_by i64: 0 = the console
--   changed_at i64: ms UTC

-- struct own_duty: duty hours of a region from a day on
--   region i64
--   from_day i64: since 1970
--   hours text: as domain/calendar.h reads it
--   changed_by i64
--   changed_at i64

-- many own_days (nation i64, province i64, prefecture i64, county i64, town i64, village i64, region i64) -> @own_day
-- Of a region and of all around it; the nearest of a day is the last.
SELECT {own_day.*} FROM calendar_day
WHERE region IN (:nation, :province, :prefecture, :county, :town, :village, :region) ORDER BY day, region;

-- many own_duties (nation i64, province i64, prefecture i64, county i64, town i64, village i64, region i64) -> @own_duty
-- The same, the nearest region last.
SELECT {own_duty.*} FROM calendar_duty
WHERE region IN (:nation, :province, :prefecture, :county, :town, :village, :region) ORDER BY region, from_day;

-- one own_day_count (region i64) -> n i64
SELECT count(*) FROM calendar_day WHERE region = :region;

-- exec own_day_put (@own_day)
INSERT INTO calendar_day ({own_day.*}) VALUES ({own_day.:*})
ON CONFLICT (region, day) DO UPDATE SET works = excluded.works, name_zh = excluded.name_zh, name_en = excluded.name_en,
  changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- exec own_day_drop (region i64, day i64)
DELETE FROM calendar_day WHERE region = :region AND day = :day;

-- exec own_duty_put (@own_duty)
INSERT INTO calendar_duty ({own_duty.*}) VALUES ({own_duty.:*})
ON CONFLICT (region, from_day) DO UPDATE SET hours = excluded.hours, changed_by = excluded.changed_by,
  changed_at = excluded.changed_at;

-- exec own_duty_drop (region i64, from_day i64)
DELETE FROM calendar_duty WHERE region = :region AND from_day = :from_day;
