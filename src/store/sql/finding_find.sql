-- What a list of findings shows, page by page and as a whole. Each walk follows an index, from the row behind `after` to `until`.
-- The filter that all of them share is {FINDINGS} of dialect.txt.

-- struct finding_query: what is looked for, and where the walk begins and ends
--   campaign i64
--   county i64: walks of one county
--   lo i64: of the region
--   hi i64
--   which bool: only those that are open, or only those that are not
--   open bool
--   unit i64: of the walk of a unit
--   narrow bool: one of what follows, down to words, is asked for; else none of it is looked at
--   state text: empty = any, and so on
--   source text
--   round i64: 0 = any
--   lead i64: unit that leads; 0 = any
--   partner i64: unit that takes part; 0 = any
--   part text: as lead or co; empty = either
--   item text
--   kind text: of place
--   items text: any of these codes, a blank around each; empty = any
--   severity i64: at least
--   severity_to i64: at most
--   unowned bool: no unit leads
--   form text
--   repeated bool
--   found_from i64
--   found_until i64: not inside itself
--   due_from i64: of walks that do not go by deadline; 0 = also without any
--   due_until i64
--   paper bool: closed without a re-check at the place
--   again bool: opened again after a closing
--   flagged bool: closed with photos that have flags
--   before i64: due before, the clock running; 0 = whenever
--   stage i64: its step was to be over before; 0 = whenever
--   words text: in description, place or address
--   after i64: deadline, or time found, of the row before the first
--   after_id i64
--   until i64: of the last row that is looked at
--   until_id i64
--   n i64

-- struct finding_ledger: a finding as the ledger has it
--   id i64
--   region i64
--   place_name text
--   place_kind text
--   item text
--   source text
--   good bool
--   description text
--   address text
--   found_at i64
--   finder text
--   repeat_of i64
--   requirement text
--   due_at i64
--   state text
--   open bool
--   paused_at i64
--   lead_unit i64
--   fixed_at i64
--   closed_at i64
--   into_id i64
--   parts text: of the units: number, part, state and answer with blanks between; a record separator (30) between units
--   checked text: the last re-check: person, close or return, reason
--   supervisions i64: how often
--   photos text: part and number with a blank between; a record separator (30) between photos

-- struct finding_spot: a finding on the map
--   id i64
--   lat i64: millionths of a degree, WGS 84
--   lon i64
--   severity i64
--   state text
--   open bool
--   due_at i64
--   paused_at i64
--   description text

-- struct finding_day: what is due on a day
--   day i64: since 1970, in China
--   due i64: open
--   paused i64: of these, whose clock stands still

-- struct finding_number: how many
--   n i64

-- struct finding_mark: where a walk is
--   at i64
--   id i64

-- many finding_page_county (@finding_query) -> @finding_line: one county, or one region inside of it
SELECT {finding_line.f.*}
FROM finding_line f
WHERE f.campaign = :campaign AND f.county = :county AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
ORDER BY f.due_at, f.id LIMIT :n;

-- many finding_page_due (@finding_query) -> @finding_line: a larger region
SELECT {finding_line.f.*}
FROM finding_line f
WHERE f.campaign = :campaign AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
ORDER BY f.due_at, f.id LIMIT :n;

-- many finding_page_unit (@finding_query) -> @finding_line: what a unit has to do
-- CROSS keeps SQLite to this order.
SELECT {finding_line.f.*}
FROM finding_unit w CROSS JOIN finding_line f
WHERE f.id = w.finding AND w.unit = :unit AND w.waiting = 1 AND (w.due_at, w.finding) > (:after, :after_id) AND (w.due_at, w.finding) <= (:until, :until_id) AND f.campaign = :campaign
  {FINDINGS}
ORDER BY w.due_at, w.finding LIMIT :n;

-- many finding_page_found (@finding_query) -> @finding_line: one county, the last found first
SELECT {finding_line.f.*}
FROM finding_line f
WHERE f.campaign = :campaign AND f.county = :county AND (f.found_at, f.id) < (:after, :after_id) AND (f.found_at, f.id) >= (:until, :until_id)
  AND (:which = 0 OR f.open = :open)
  {FINDINGS}
ORDER BY f.found_at DESC, f.id DESC LIMIT :n;

-- many finding_page_found_all (@finding_query) -> @finding_line: a larger region, the last found first
SELECT {finding_line.f.*}
FROM finding_line f
WHERE f.campaign = :campaign AND (f.found_at, f.id) < (:after, :after_id) AND (f.found_at, f.id) >= (:until, :until_id)
  AND (:which = 0 OR f.open = :open)
  {FINDINGS}
ORDER BY f.found_at DESC, f.id DESC LIMIT :n;

-- many finding_page_stage (@finding_query) -> @finding_line: whose step is over its limit, of one county or one region inside of it, by that limit
SELECT {finding_line.f.*}
FROM finding_line f
WHERE f.campaign = :campaign AND f.county = :county AND f.stage_due_at > 0 AND (f.stage_due_at, f.id) > (:after, :after_id)
  AND (f.stage_due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
ORDER BY f.stage_due_at, f.id LIMIT :n;

-- each finding_ledger_county (@finding_query) -> @finding_ledger: one county, or one region inside of it
SELECT {finding_ledger.f.*}
FROM finding_ledger f
WHERE f.campaign = :campaign AND f.county = :county AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
ORDER BY f.due_at, f.id LIMIT :n;

-- each finding_ledger_due (@finding_query) -> @finding_ledger: a larger region
SELECT {finding_ledger.f.*}
FROM finding_ledger f
WHERE f.campaign = :campaign AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
ORDER BY f.due_at, f.id LIMIT :n;

-- each finding_ledger_unit (@finding_query) -> @finding_ledger: what a unit has to do
SELECT {finding_ledger.f.*}
FROM finding_unit w CROSS JOIN finding_ledger f
WHERE f.id = w.finding AND w.unit = :unit AND w.waiting = 1 AND (w.due_at, w.finding) > (:after, :after_id) AND (w.due_at, w.finding) <= (:until, :until_id) AND f.campaign = :campaign
  {FINDINGS}
ORDER BY w.due_at, w.finding LIMIT :n;

-- each finding_ledger_found (@finding_query) -> @finding_ledger: one county, the last found first
SELECT {finding_ledger.f.*}
FROM finding_ledger f
WHERE f.campaign = :campaign AND f.county = :county AND (f.found_at, f.id) < (:after, :after_id) AND (f.found_at, f.id) >= (:until, :until_id)
  AND (:which = 0 OR f.open = :open)
  {FINDINGS}
ORDER BY f.found_at DESC, f.id DESC LIMIT :n;

-- each finding_ledger_found_all (@finding_query) -> @finding_ledger: a larger region, the last found first
SELECT {finding_ledger.f.*}
FROM finding_ledger f
WHERE f.campaign = :campaign AND (f.found_at, f.id) < (:after, :after_id) AND (f.found_at, f.id) >= (:until, :until_id)
  AND (:which = 0 OR f.open = :open)
  {FINDINGS}
ORDER BY f.found_at DESC, f.id DESC LIMIT :n;

-- each finding_ledger_stage (@finding_query) -> @finding_ledger: whose step is over its limit
SELECT {finding_ledger.f.*}
FROM finding_ledger f
WHERE f.campaign = :campaign AND f.county = :county AND f.stage_due_at > 0 AND (f.stage_due_at, f.id) > (:after, :after_id)
  AND (f.stage_due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
ORDER BY f.stage_due_at, f.id LIMIT :n;

-- one finding_count_county (@finding_query) -> @finding_number: one county, or one region inside of it, at most :n
SELECT count(*) FROM (SELECT 1 FROM finding_line f
WHERE f.campaign = :campaign AND f.county = :county AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
  LIMIT :n) counted;

-- one finding_count_due (@finding_query) -> @finding_number: a larger region, at most :n
SELECT count(*) FROM (SELECT 1 FROM finding_line f
WHERE f.campaign = :campaign AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
  LIMIT :n) counted;

-- one finding_count_unit (@finding_query) -> @finding_number: what a unit has to do, at most :n
SELECT count(*) FROM (SELECT 1 FROM finding_unit w JOIN finding_line f ON f.id = w.finding
WHERE w.unit = :unit AND w.waiting = 1 AND (w.due_at, w.finding) > (:after, :after_id) AND (w.due_at, w.finding) <= (:until, :until_id) AND f.campaign = :campaign
  {FINDINGS}
  LIMIT :n) counted;

-- one finding_count_found (@finding_query) -> @finding_number: one county, the last found first, at most :n
SELECT count(*) FROM (SELECT 1 FROM finding_line f
WHERE f.campaign = :campaign AND f.county = :county AND (f.found_at, f.id) < (:after, :after_id) AND (f.found_at, f.id) >= (:until, :until_id)
  AND (:which = 0 OR f.open = :open)
  {FINDINGS}
  LIMIT :n) counted;

-- one finding_count_found_all (@finding_query) -> @finding_number: a larger region, the last found first, at most :n
SELECT count(*) FROM (SELECT 1 FROM finding_line f
WHERE f.campaign = :campaign AND (f.found_at, f.id) < (:after, :after_id) AND (f.found_at, f.id) >= (:until, :until_id)
  AND (:which = 0 OR f.open = :open)
  {FINDINGS}
  LIMIT :n) counted;

-- one finding_count_stage (@finding_query) -> @finding_number: whose step is over its limit, at most :n
SELECT count(*) FROM (SELECT 1 FROM finding_line f
WHERE f.campaign = :campaign AND f.county = :county AND f.stage_due_at > 0 AND (f.stage_due_at, f.id) > (:after, :after_id)
  AND (f.stage_due_at, f.id) <= (:until, :until_id)
  {FINDINGS}
  LIMIT :n) counted;

-- one finding_count_carried (@finding_query) -> @finding_number
-- By the index alone.
SELECT count(*) FROM (SELECT 1 FROM finding WHERE campaign = :campaign AND county = :county AND open = :open
  AND (due_at, id) > (:after, :after_id) AND (due_at, id) <= (:until, :until_id) LIMIT :n) counted;

-- one finding_skip_county (@finding_query) -> @finding_mark
-- The row that is :n rows behind `after`: by the index alone, and never more than FINDING_WALK of them.
SELECT due_at, id FROM finding WHERE campaign = :campaign AND county = :county AND open = :open AND (due_at, id) > (:after, :after_id)
ORDER BY due_at, id LIMIT 1 OFFSET :n;

-- one finding_skip_due (@finding_query) -> @finding_mark
SELECT due_at, id FROM finding WHERE campaign = :campaign AND open = :open AND (due_at, id) > (:after, :after_id)
ORDER BY due_at, id LIMIT 1 OFFSET :n;

-- one finding_skip_found (@finding_query) -> @finding_mark
SELECT found_at, id FROM finding WHERE campaign = :campaign AND county = :county AND (found_at, id) < (:after, :after_id)
ORDER BY found_at DESC, id DESC LIMIT 1 OFFSET :n;

-- one finding_skip_found_all (@finding_query) -> @finding_mark
SELECT found_at, id FROM finding WHERE campaign = :campaign AND (found_at, id) < (:after, :after_id)
ORDER BY found_at DESC, id DESC LIMIT 1 OFFSET :n;

-- one finding_skip_stage (@finding_query) -> @finding_mark
SELECT stage_due_at, id FROM finding WHERE campaign = :campaign AND county = :county AND stage_due_at > 0
  AND (stage_due_at, id) > (:after, :after_id)
ORDER BY stage_due_at, id LIMIT 1 OFFSET :n;

-- many finding_spots_county (@finding_query) -> @finding_spot
-- With a position; of one county.
SELECT {finding_spot.f.*}
FROM finding_spot f
WHERE f.campaign = :campaign AND f.county = :county AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  AND f.lat IS NOT NULL AND f.lon IS NOT NULL
  {FINDINGS}
ORDER BY f.due_at, f.id LIMIT :n;

-- many finding_spots_due (@finding_query) -> @finding_spot
SELECT {finding_spot.f.*}
FROM finding_spot f
WHERE f.campaign = :campaign AND f.open = :open AND (f.due_at, f.id) > (:after, :after_id) AND (f.due_at, f.id) <= (:until, :until_id)
  AND f.lat IS NOT NULL AND f.lon IS NOT NULL
  {FINDINGS}
ORDER BY f.due_at, f.id LIMIT :n;

-- many finding_days_county (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64, n i64) -> @finding_day
-- Open ones by the day in China on which they are due, of at most :n of them.
SELECT (d.due_at + 28800000) / 86400000 AS day, count(*), CAST(sum(CASE WHEN d.paused_at <> 0 THEN 1 ELSE 0 END) AS {I64}) FROM (
  SELECT due_at, paused_at FROM finding WHERE campaign = :campaign AND county = :county AND open = 1 AND due_at >= :from_at AND due_at < :until_at
    AND region >= :lo AND region <= :hi ORDER BY due_at LIMIT :n) d
GROUP BY (d.due_at + 28800000) / 86400000 ORDER BY day;

-- many finding_days (campaign i64, lo i64, hi i64, from_at i64, until_at i64, n i64) -> @finding_day
SELECT (d.due_at + 28800000) / 86400000 AS day, count(*), CAST(sum(CASE WHEN d.paused_at <> 0 THEN 1 ELSE 0 END) AS {I64}) FROM (
  SELECT due_at, paused_at FROM finding WHERE campaign = :campaign AND open = 1 AND due_at >= :from_at AND due_at < :until_at
    AND region >= :lo AND region <= :hi ORDER BY due_at LIMIT :n) d
GROUP BY (d.due_at + 28800000) / 86400000 ORDER BY day;
