-- Counters of findings: store/finding_tally.h. Views finding_counted and finding_cell say what each finding is counted as.

-- struct finding_count: how many findings of a county are alike
--   campaign i64
--   county i64
--   round i64
--   source text
--   state text
--   severity i64: 0 = it ended
--   owned bool: open, and a unit leads
--   repeated bool: it came back from an earlier one
--   n i64

-- struct finding_age: how many open findings of a county were found on a day
--   campaign i64
--   county i64
--   day i64
--   n i64

-- struct finding_due: findings of a county, or of a unit in it, whose deadline lies on a day or in a month
--   campaign i64
--   span i64: 0 = day, 1 = month
--   since i64: day, or year x 100 + month
--   county i64
--   unit i64: that leads
--   fixed i64: by the deadline, not closed yet
--   fixed_late i64
--   closed i64: and fixed by the deadline
--   closed_late i64
--   running i64: waits to be fixed
--   suspended i64
--   returned i64: failed re-checks of those that are fixed or closed
--   returned_running i64: and of those that wait

-- struct finding_due_sum: the same, summed up
--   key i64: county or unit
--   name text: of the unit
--   name_en text
--   fixed i64
--   fixed_late i64
--   closed i64
--   closed_late i64
--   running i64
--   suspended i64
--   returned i64
--   returned_running i64

-- bulk finding_count_add (@finding_count)
INSERT INTO finding_count ({finding_count.*}) VALUES ({finding_count.:*})
ON CONFLICT (campaign, county, round, source, state, severity, owned, repeated) DO UPDATE SET n = finding_count.n + excluded.n;

-- bulk finding_age_add (@finding_age)
INSERT INTO finding_age ({finding_age.*}) VALUES ({finding_age.:*})
ON CONFLICT (campaign, county, day) DO UPDATE SET n = finding_age.n + excluded.n;

-- bulk finding_due_county_add (@finding_due)
INSERT INTO finding_due_county ({finding_due.*-unit}) VALUES ({finding_due.:*-unit})
ON CONFLICT (campaign, span, since, county) DO UPDATE SET fixed = finding_due_county.fixed + excluded.fixed,
  fixed_late = finding_due_county.fixed_late + excluded.fixed_late, closed = finding_due_county.closed + excluded.closed,
  closed_late = finding_due_county.closed_late + excluded.closed_late, running = finding_due_county.running + excluded.running,
  suspended = finding_due_county.suspended + excluded.suspended, returned = finding_due_county.returned + excluded.returned,
  returned_running = finding_due_county.returned_running + excluded.returned_running;

-- bulk finding_due_unit_add (@finding_due)
INSERT INTO finding_due_unit ({finding_due.*-span}) VALUES ({finding_due.:*-span})
ON CONFLICT (campaign, county, since, unit) DO UPDATE SET fixed = finding_due_unit.fixed + excluded.fixed,
  fixed_late = finding_due_unit.fixed_late + excluded.fixed_late, closed = finding_due_unit.closed + excluded.closed,
  closed_late = finding_due_unit.closed_late + excluded.closed_late, running = finding_due_unit.running + excluded.running,
  suspended = finding_due_unit.suspended + excluded.suspended, returned = finding_due_unit.returned + excluded.returned,
  returned_running = finding_due_unit.returned_running + excluded.returned_running;

-- ---- made anew ----

-- exec recount_clear_count ()
DELETE FROM finding_count;

-- exec recount_clear_age ()
DELETE FROM finding_age;

-- exec recount_clear_county ()
DELETE FROM finding_due_county;

-- exec recount_clear_unit ()
DELETE FROM finding_due_unit;

-- exec recount_count ()
INSERT INTO finding_count ({finding_count.*})
SELECT campaign, county, round, source, state, severity, owned, repeated, count(*) FROM finding_counted
GROUP BY campaign, county, round, source, state, severity, owned, repeated;

-- exec recount_age ()
INSERT INTO finding_age ({finding_age.*})
SELECT campaign, county, day, count(*) FROM finding_counted WHERE open = 1 GROUP BY campaign, county, day;

-- exec recount_county_days ()
INSERT INTO finding_due_county ({finding_due.*-unit})
SELECT campaign, 0, day, county, sum(fixed), sum(fixed_late), sum(closed), sum(closed_late), sum(running), sum(suspended), sum(returned),
  sum(returned_running)
FROM finding_cell GROUP BY campaign, day, county;

-- exec recount_county_months ()
INSERT INTO finding_due_county ({finding_due.*-unit})
SELECT campaign, 1, month, county, sum(fixed), sum(fixed_late), sum(closed), sum(closed_late), sum(running), sum(suspended), sum(returned),
  sum(returned_running)
FROM finding_cell GROUP BY campaign, month, county;

-- exec recount_units ()
INSERT INTO finding_due_unit ({finding_due.*-span})
SELECT campaign, month, county, unit, sum(fixed), sum(fixed_late), sum(closed), sum(closed_late), sum(running), sum(suspended),
  sum(returned), sum(returned_running)
FROM finding_cell GROUP BY campaign, month, county, unit;

-- ---- checked: what is counted less what is stored must be nothing ----

-- each check_finding_count () -> row text
SELECT CAST(campaign AS TEXT) || ' ' || CAST(county AS TEXT) || ' ' || CAST(round AS TEXT) || ' ' || source || ' ' || state AS row
FROM (SELECT campaign, county, round, source, state, severity, owned, repeated, 1 AS n FROM finding_counted
  UNION ALL SELECT campaign, county, round, source, state, severity, owned, repeated, -n FROM finding_count) a
GROUP BY campaign, county, round, source, state, severity, owned, repeated HAVING sum(n) <> 0 LIMIT 20;

-- each check_finding_age () -> row text
SELECT CAST(campaign AS TEXT) || ' ' || CAST(county AS TEXT) || ' ' || CAST(day AS TEXT) AS row
FROM (SELECT campaign, county, day, 1 AS n FROM finding_counted WHERE open = 1
  UNION ALL SELECT campaign, county, day, -n FROM finding_age) a
GROUP BY campaign, county, day HAVING sum(n) <> 0 LIMIT 20;

-- each check_finding_due_county () -> row text
SELECT CAST(campaign AS TEXT) || ' ' || CAST(since AS TEXT) || ' ' || CAST(county AS TEXT) AS row
FROM (SELECT campaign, 0 AS span, day AS since, county, fixed, fixed_late, closed, closed_late, running, suspended, returned,
    returned_running FROM finding_cell
  UNION ALL SELECT campaign, 1, month, county, fixed, fixed_late, closed, closed_late, running, suspended, returned,
    returned_running FROM finding_cell
  UNION ALL SELECT campaign, span, since, county, -fixed, -fixed_late, -closed, -closed_late, -running, -suspended, -returned,
    -returned_running FROM finding_due_county) a
GROUP BY campaign, span, since, county
HAVING sum(fixed) <> 0 OR sum(fixed_late) <> 0 OR sum(closed) <> 0 OR sum(closed_late) <> 0 OR sum(running) <> 0 OR sum(suspended) <> 0
  OR sum(returned) <> 0 OR sum(returned_running) <> 0 LIMIT 20;

-- each check_finding_due_unit () -> row text
SELECT CAST(campaign AS TEXT) || ' ' || CAST(since AS TEXT) || ' ' || CAST(county AS TEXT) || ' ' || CAST(unit AS TEXT) AS row
FROM (SELECT campaign, month AS since, county, unit, fixed, fixed_late, closed, closed_late, running, suspended, returned,
    returned_running FROM finding_cell
  UNION ALL SELECT campaign, since, county, unit, -fixed, -fixed_late, -closed, -closed_late, -running, -suspended, -returned,
    -returned_running FROM finding_due_unit) a
GROUP BY campaign, since, county, unit
HAVING sum(fixed) <> 0 OR sum(fixed_late) <> 0 OR sum(closed) <> 0 OR sum(closed_late) <> 0 OR sum(running) <> 0 OR sum(suspended) <> 0
  OR sum(returned) <> 0 OR sum(returned_running) <> 0 LIMIT 20;

-- ---- read ----

-- each finding_counts (campaign i64, lo i64, hi i64) -> @finding_count
-- Of the counties of the range.
SELECT {finding_count.*} FROM finding_count WHERE campaign = :campaign AND county >= :lo AND county <= :hi AND n <> 0;

-- each finding_counts_inside (campaign i64, county i64, lo i64, hi i64) -> @finding_count
-- The same of a region inside of a county, from the findings themselves.
SELECT campaign, county, round, source, state, severity, CAST(owned AS {I64}), CAST(repeated AS {I64}), CAST(1 AS {I64})
FROM finding_counted WHERE campaign = :campaign AND county = :county AND region >= :lo AND region <= :hi;

-- one finding_ages (campaign i64, lo i64, hi i64, a i64, b i64, c i64, d i64, e i64) -> n0 i64?, n1 i64?, n2 i64?, n3 i64?, n4 i64?, n5 i64?
-- a > b > c > d > e: days; found after a, after b, ...
SELECT CAST(sum(CASE WHEN day > :a THEN n ELSE 0 END) AS {I64}), CAST(sum(CASE WHEN day <= :a AND day > :b THEN n ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN day <= :b AND day > :c THEN n ELSE 0 END) AS {I64}), CAST(sum(CASE WHEN day <= :c AND day > :d THEN n ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN day <= :d AND day > :e THEN n ELSE 0 END) AS {I64}), CAST(sum(CASE WHEN day <= :e THEN n ELSE 0 END) AS {I64})
FROM finding_age WHERE campaign = :campaign AND county >= :lo AND county <= :hi;

-- one finding_ages_inside (campaign i64, lo i64, hi i64, a i64, b i64, c i64, d i64, e i64) -> n0 i64?, n1 i64?, n2 i64?, n3 i64?, n4 i64?, n5 i64?
-- The same of a region inside of a county.
SELECT CAST(sum(CASE WHEN day > :a THEN 1 ELSE 0 END) AS {I64}), CAST(sum(CASE WHEN day <= :a AND day > :b THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN day <= :b AND day > :c THEN 1 ELSE 0 END) AS {I64}), CAST(sum(CASE WHEN day <= :c AND day > :d THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN day <= :d AND day > :e THEN 1 ELSE 0 END) AS {I64}), CAST(sum(CASE WHEN day <= :e THEN 1 ELSE 0 END) AS {I64})
FROM (SELECT (found_at + 28800000) / 86400000 AS day FROM finding
  WHERE campaign = :campaign AND region >= :lo AND region <= :hi AND open = 1) a;

-- one finding_running (campaign i64, county i64, hi i64, lo i64, now i64, soon i64) -> late i64, soon i64
-- The deadline runs, and has run out or does so before `soon`. county .. hi: where to look; lo .. hi: the region itself.
SELECT CAST(coalesce(sum(CASE WHEN due_at < :now THEN 1 ELSE 0 END), 0) AS {I64}),
  CAST(coalesce(sum(CASE WHEN due_at >= :now THEN 1 ELSE 0 END), 0) AS {I64})
FROM finding WHERE campaign = :campaign AND county >= :county AND county <= :hi AND due_at > 0 AND due_at < :soon
  AND region >= :lo AND region <= :hi AND state IN ('dispatched', 'fixing');

-- one finding_running_county (campaign i64, county i64, lo i64, hi i64, now i64, soon i64) -> late i64, soon i64
-- The same of one county or a region in it.
SELECT CAST(coalesce(sum(CASE WHEN due_at < :now THEN 1 ELSE 0 END), 0) AS {I64}),
  CAST(coalesce(sum(CASE WHEN due_at >= :now THEN 1 ELSE 0 END), 0) AS {I64})
FROM finding WHERE campaign = :campaign AND county = :county AND due_at > 0 AND due_at < :soon
  AND region >= :lo AND region <= :hi AND state IN ('dispatched', 'fixing');

-- each finding_due_counties (campaign i64, span i64, from_since i64, until_since i64, lo i64, hi i64) -> @finding_due_sum
-- Summed up by who reads it: thousands of narrow rows, which SQL would sort first.
SELECT county, '', '', fixed, fixed_late, closed, closed_late, running, suspended, returned, returned_running
FROM finding_due_county
WHERE campaign = :campaign AND span = :span AND since >= :from_since AND since < :until_since AND county >= :lo AND county <= :hi;

-- many finding_due_units (campaign i64, from_since i64, until_since i64, lo i64, hi i64) -> @finding_due_sum
SELECT d.unit, coalesce(max(u.name), ''), coalesce(max(u.name_en), ''), CAST(sum(fixed) AS {I64}), CAST(sum(fixed_late) AS {I64}),
  CAST(sum(d.closed) AS {I64}), CAST(sum(closed_late) AS {I64}), CAST(sum(running) AS {I64}), CAST(sum(suspended) AS {I64}),
  CAST(sum(returned) AS {I64}), CAST(sum(returned_running) AS {I64})
FROM finding_due_unit d LEFT JOIN unit u ON u.id = d.unit
WHERE d.campaign = :campaign AND d.county >= :lo AND d.county <= :hi AND d.since >= :from_since AND d.since < :until_since
GROUP BY d.unit;

-- many finding_due_rows_units (campaign i64, lo i64, hi i64, from_at i64, until_at i64) -> @finding_due_sum
-- Of the deadlines from .. until, from the findings themselves; by unit, anywhere.
SELECT f.lead_unit, coalesce(max(u.name), ''), coalesce(max(u.name_en), ''), CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'suspended' THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('fixed', 'closed') THEN f.returns ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN f.returns ELSE 0 END) AS {I64})
FROM finding f LEFT JOIN unit u ON u.id = f.lead_unit
WHERE f.campaign = :campaign AND f.open IN (0, 1) AND f.region >= :lo AND f.region <= :hi AND f.good = 0
  AND f.due_at >= :from_at AND f.due_at < :until_at AND f.state IN ('dispatched', 'fixing', 'fixed', 'closed', 'suspended')
GROUP BY f.lead_unit;

-- many finding_due_rows_units_in (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64) -> @finding_due_sum
-- By unit, in one county or a region inside of it.
SELECT f.lead_unit, coalesce(max(u.name), ''), coalesce(max(u.name_en), ''), CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'suspended' THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('fixed', 'closed') THEN f.returns ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN f.returns ELSE 0 END) AS {I64})
FROM finding f LEFT JOIN unit u ON u.id = f.lead_unit
WHERE f.campaign = :campaign AND f.county = :county AND f.open IN (0, 1) AND f.region >= :lo AND f.region <= :hi AND f.good = 0
  AND f.due_at >= :from_at AND f.due_at < :until_at AND f.state IN ('dispatched', 'fixing', 'fixed', 'closed', 'suspended')
GROUP BY f.lead_unit;

-- many finding_due_rows_counties (campaign i64, lo i64, hi i64, from_at i64, until_at i64) -> @finding_due_sum
-- By county, anywhere. The sign keeps SQLite from walking in the order of the counties.
SELECT +f.county, '', '', CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'suspended' THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('fixed', 'closed') THEN f.returns ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN f.returns ELSE 0 END) AS {I64})
FROM finding f
WHERE f.campaign = :campaign AND f.open IN (0, 1) AND f.region >= :lo AND f.region <= :hi AND f.good = 0
  AND f.due_at >= :from_at AND f.due_at < :until_at AND f.state IN ('dispatched', 'fixing', 'fixed', 'closed', 'suspended')
GROUP BY +f.county;

-- many finding_due_rows_county (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64) -> @finding_due_sum
-- Of one county or a region inside of it.
SELECT f.county, '', '', CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'fixed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at <= f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'closed' AND f.fixed_at > f.due_at THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state = 'suspended' THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('fixed', 'closed') THEN f.returns ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN f.returns ELSE 0 END) AS {I64})
FROM finding f
WHERE f.campaign = :campaign AND f.county = :county AND f.open IN (0, 1) AND f.region >= :lo AND f.region <= :hi AND f.good = 0
  AND f.due_at >= :from_at AND f.due_at < :until_at AND f.state IN ('dispatched', 'fixing', 'fixed', 'closed', 'suspended')
GROUP BY f.county;

-- many finding_due_rows_running (campaign i64, lo i64, hi i64, from_at i64, until_at i64) -> county i64, n i64, returned i64
-- What waits to be fixed; by county.
SELECT +f.county, CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN 1 ELSE 0 END) AS {I64}),
  CAST(sum(CASE WHEN f.state IN ('dispatched', 'fixing') THEN f.returns ELSE 0 END) AS {I64})
FROM finding f
WHERE f.campaign = :campaign AND f.open = 1 AND f.due_at >= :from_at AND f.due_at < :until_at AND +f.region >= :lo AND +f.region <= :hi
  AND f.good = 0
GROUP BY +f.county;
