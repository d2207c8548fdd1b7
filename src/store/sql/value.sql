-- struct value: one entered fact
--   id i64
--   campaign i64
--   region i64
--   place i64: 0 = none
--   code text: of the indicator or item
--   part text: empty = the value itself
--   period i64
--   state i64: enum value_state
--   number dec?: the ready value
--   numerator dec?
--   denominator dec?
--   source text
--   note text
--   version i64: 1 when entered, + 1 with every change
--   changed_by i64: user
--   changed_at i64: ms UTC

-- struct value_past: what a value was before a change
--   value i64
--   version i64
--   state i64
--   number dec?
--   numerator dec?
--   denominator dec?
--   source text
--   note text
--   changed_by i64: who had entered it
--   changed_at i64: ms UTC

-- struct value_fact: a value as scoring needs it (with its source: some rules ask for a paper)
--   id i64
--   region i64
--   place i64
--   code text
--   part text
--   period i64
--   state i64
--   number dec?
--   numerator dec?
--   denominator dec?
--   source text
--   note text

-- one value_get (id i64) -> @value
SELECT id, campaign, region, place, code, part, period, state, number, numerator, denominator,
       source, note, version, changed_by, changed_at FROM value WHERE id = :id;

-- one value_find (campaign i64, region i64, place i64, code text, part text, period i64) -> @value
SELECT id, campaign, region, place, code, part, period, state, number, numerator, denominator,
       source, note, version, changed_by, changed_at FROM value
WHERE campaign = :campaign AND region = :region AND place = :place AND code = :code
  AND part = :part AND period = :period;

-- one value_insert (@value) -> id i64
-- No row when the fact is there already.
INSERT INTO value (campaign, region, place, code, part, period, state, number, numerator,
                   denominator, source, note, version, changed_by, changed_at)
VALUES (:campaign, :region, :place, :code, :part, :period, :state, :number, :numerator,
        :denominator, :source, :note, 1, :changed_by, :changed_at)
ON CONFLICT (campaign, region, place, code, part, period) DO NOTHING RETURNING id;

-- exec value_keep (id i64, version i64)
-- Copies the value as it is into its history.
INSERT INTO value_history (value, version, state, number, numerator, denominator, source, note,
                           changed_by, changed_at)
SELECT id, version, state, number, numerator, denominator, source, note, changed_by, changed_at
FROM value WHERE id = :id AND version = :version;

-- exec value_update (@value)
UPDATE value SET state = :state, number = :number, numerator = :numerator,
    denominator = :denominator, source = :source, note = :note, version = version + 1,
    changed_by = :changed_by, changed_at = :changed_at
WHERE id = :id AND version = :version;

-- bulk value_import_keep (@value)
-- The history of a value that an import is about to change.
INSERT INTO value_history (value, version, state, number, numerator, denominator, source, note,
                           changed_by, changed_at)
SELECT id, version, state, number, numerator, denominator, source, note, changed_by, changed_at
FROM value WHERE campaign = :campaign AND region = :region AND place = :place AND code = :code
  AND part = :part AND period = :period
  AND (state <> :state OR number IS DISTINCT FROM :number
    OR numerator IS DISTINCT FROM :numerator OR denominator IS DISTINCT FROM :denominator
    OR source <> :source OR note <> :note)
ON CONFLICT (value, version) DO NOTHING;

-- bulk value_import_put (@value)
INSERT INTO value (campaign, region, place, code, part, period, state, number, numerator,
                   denominator, source, note, version, changed_by, changed_at)
VALUES (:campaign, :region, :place, :code, :part, :period, :state, :number, :numerator,
        :denominator, :source, :note, 1, :changed_by, :changed_at)
ON CONFLICT (campaign, region, place, code, part, period) DO UPDATE
SET state = excluded.state, number = excluded.number, numerator = excluded.numerator,
    denominator = excluded.denominator, source = excluded.source, note = excluded.note,
    version = value.version + 1, changed_by = excluded.changed_by,
    changed_at = excluded.changed_at
WHERE value.state <> excluded.state OR value.number IS DISTINCT FROM excluded.number
   OR value.numerator IS DISTINCT FROM excluded.numerator
   OR value.denominator IS DISTINCT FROM excluded.denominator
   OR value.source <> excluded.source OR value.note <> excluded.note;

-- many value_page (campaign i64, hi i64, after_region i64, after_place i64, after_code text, after_part text, after_period i64, n i64) -> @value
SELECT id, campaign, region, place, code, part, period, state, number, numerator, denominator,
       source, note, version, changed_by, changed_at FROM value
WHERE campaign = :campaign AND region <= :hi
  AND (region, place, code, part, period)
    > (:after_region, :after_place, :after_code, :after_part, :after_period)
ORDER BY region, place, code, part, period LIMIT :n;

-- many values_of_region (campaign i64, region i64, n i64) -> @value
-- Every fact of exactly this region.
SELECT id, campaign, region, place, code, part, period, state, number, numerator, denominator,
       source, note, version, changed_by, changed_at FROM value
WHERE campaign = :campaign AND region = :region
ORDER BY place, code, part, period LIMIT :n;

-- many values_of_code (campaign i64, region i64, code text, n i64) -> @value
-- Every fact of one code of exactly this region: small, walked by the unique key.
SELECT id, campaign, region, place, code, part, period, state, number, numerator, denominator,
       source, note, version, changed_by, changed_at FROM value
WHERE campaign = :campaign AND region = :region AND code = :code
ORDER BY place, part, period LIMIT :n;

-- struct value_code: how many values a campaign has of an indicator or item
--   code text
--   n i64

-- many value_codes (campaign i64) -> @value_code
SELECT code, count(*) FROM value WHERE campaign = :campaign GROUP BY code;

-- one value_extent (campaign i64) -> first i64, last i64
-- Two ends of an index, each on its own: together they would be a walk through all of it.
SELECT coalesce((SELECT min(id) FROM value WHERE campaign = :campaign), 0),
       coalesce((SELECT max(id) FROM value WHERE campaign = :campaign), 0);

-- each value_facts (campaign i64, first i64, last i64) -> @value_fact
-- In the order of the table: the one read of all values of a campaign.
SELECT id, region, place, code, part, period, state, number, numerator, denominator, source, note
FROM value WHERE campaign = :campaign AND id >= :first AND id <= :last;

-- many value_history (value i64) -> @value_past
-- The latest change first.
SELECT value, version, state, number, numerator, denominator, source, note, changed_by, changed_at
FROM value_history WHERE value = :value ORDER BY version DESC;

-- one value_changer (id i64) -> name_zh text
SELECT name_zh FROM users WHERE id = :id;

-- many value_places (campaign i64, lo_region i64, lo_place i64, hi_region i64, hi_place i64) -> @place
-- Of the values between two rows of a page: one question instead of one per row.
SELECT id, region, kind, name FROM place WHERE id IN (
  SELECT place FROM value WHERE campaign = :campaign
  AND (region, place) >= (:lo_region, :lo_place) AND (region, place) <= (:hi_region, :hi_place))
ORDER BY id;

-- many value_users (campaign i64, lo_region i64, lo_place i64, hi_region i64, hi_place i64) -> @user_name
SELECT id, name_zh FROM users WHERE id IN (
  SELECT changed_by FROM value WHERE campaign = :campaign
  AND (region, place) >= (:lo_region, :lo_place) AND (region, place) <= (:hi_region, :hi_place))
ORDER BY id;

-- many value_past_users (value i64) -> @user_name
SELECT id, name_zh FROM users WHERE id IN (
  SELECT changed_by FROM value_history WHERE value = :value)
ORDER BY id;
