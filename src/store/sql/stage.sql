-- struct stage_limit: how long findings of a campaign may wait in a state
--   campaign i64
--   state text: enum finding_state by code
--   time_limit text: canonical, as domain/deadline.h has it; empty = as long as it takes

-- struct stage_rule: one line of what decides until when a finding may wait
--   what i64: 1 the campaign's limit, 2 a day of the calendar, 3 duty hours
--   a i64: the day; of duty hours the region
--   b i64: the region; of duty hours the day they begin
--   works bool: the day is worked
--   words text: limit, or duty hours

-- struct stage_count: how many findings of a state wait for longer than they may
--   state text
--   n i64

-- struct stage_told: people were told of all findings that wait for too long up to this one
--   stage_due_at i64
--   finding i64

-- many stage_limits (campaign i64) -> @stage_limit
SELECT {stage_limit.*} FROM stage_limit WHERE campaign = :campaign ORDER BY state;

-- exec stage_limits_clear (campaign i64)
DELETE FROM stage_limit WHERE campaign = :campaign;

-- bulk stage_limit_insert (@stage_limit)
INSERT INTO stage_limit ({stage_limit.*}) VALUES ({stage_limit.:*});

-- many stage_rules (campaign i64, state text, today i64, nation i64, province i64, prefecture i64, county i64, town i64, village i64, region i64) -> @stage_rule
-- All that a finding needs when it comes to a state, in one and in any order: every report asks for it. Days that are over decide nothing.
SELECT CAST(1 AS {I64}), CAST(0 AS {I64}), CAST(0 AS {I64}), CAST(0 AS {I64}), time_limit FROM stage_limit
WHERE campaign = :campaign AND state = :state
UNION ALL
SELECT 2, day, region, works, '' FROM calendar_day
WHERE region IN (:nation, :province, :prefecture, :county, :town, :village, :region) AND day >= :today
UNION ALL
SELECT 3, region, from_day, 0, hours FROM calendar_duty
WHERE region IN (:nation, :province, :prefecture, :county, :town, :village, :region);

-- each finding_stages_late (campaign i64, county i64, hi i64, lo i64, now i64) -> @stage_count
-- By the index alone. county .. hi: where to look; lo .. hi: the region itself.
SELECT state, count(*) FROM finding
WHERE campaign = :campaign AND county >= :county AND county <= :hi AND stage_due_at > 0 AND stage_due_at < :now
  AND region >= :lo AND region <= :hi
GROUP BY state ORDER BY state;

-- each finding_stages_late_county (campaign i64, county i64, lo i64, hi i64, now i64) -> @stage_count
-- The same of one county or a region in it.
SELECT state, count(*) FROM finding
WHERE campaign = :campaign AND county = :county AND stage_due_at > 0 AND stage_due_at < :now AND region >= :lo AND region <= :hi
GROUP BY state ORDER BY state;

-- one stage_told () -> @stage_told
SELECT {stage_told.*} FROM stage_told WHERE one = 1;

-- exec stage_told_put (@stage_told)
INSERT INTO stage_told (one, {stage_told.*}) VALUES (1, {stage_told.:*})
ON CONFLICT (one) DO UPDATE SET stage_due_at = excluded.stage_due_at, finding = excluded.finding;

-- many stages_to_tell (stage_due_at i64, finding i64, now i64, n i64) -> @stage_told
SELECT stage_due_at, id FROM finding
WHERE stage_due_at > 0 AND (stage_due_at, id) > (:stage_due_at, :finding) AND stage_due_at < :now
ORDER BY stage_due_at, id LIMIT :n;

-- one stages_to_tell_count (stage_due_at i64, finding i64, now i64) -> n i64
SELECT count(*) FROM finding
WHERE stage_due_at > 0 AND (stage_due_at, id) > (:stage_due_at, :finding) AND stage_due_at < :now;
