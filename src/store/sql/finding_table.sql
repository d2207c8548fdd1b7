-- Findings found in a period, by what they have in common. Keys ascend; a page begins behind `after`.

-- struct finding_sum: findings that have something in common
--   key i64: unit or region
--   code text: of an item or a kind of place
--   name text: of the unit
--   name_en text
--   found i64
--   open i64
--   late i64: the deadline runs and has passed
--   fixed i64: or closed
--   closed i64
--   returned i64: re-checks that were not passed
--   repeated i64: an earlier one come back

-- many finding_table_units (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64, now i64, after i64, n i64) -> @finding_sum
SELECT f.lead_unit, '', coalesce(max(u.name), ''), coalesce(max(u.name_en), ''), {FINDING_SUMS}
FROM {FINDING_COUNTIES} LEFT JOIN unit u ON u.id = f.lead_unit
WHERE {FINDING_FOUND} AND f.lead_unit > :after
GROUP BY f.lead_unit ORDER BY f.lead_unit LIMIT :n;

-- many finding_table_regions (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64, now i64, step i64, after i64, n i64) -> @finding_sum
-- step: what one region of the level below counts in codes.
SELECT f.region - f.region % :step, '', '', '', {FINDING_SUMS}
FROM {FINDING_COUNTIES}
WHERE {FINDING_FOUND} AND f.region - f.region % :step > :after
GROUP BY f.region - f.region % :step ORDER BY f.region - f.region % :step LIMIT :n;

-- many finding_table_items (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64, now i64, after text, first bool, n i64) -> @finding_sum
-- first: with those that have none.
SELECT CAST(0 AS {I64}), f.item, '', '', {FINDING_SUMS}
FROM {FINDING_COUNTIES}
WHERE {FINDING_FOUND} AND (f.item > :after OR (:first = 1 AND f.item = ''))
GROUP BY f.item ORDER BY f.item LIMIT :n;

-- many finding_table_kinds (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64, now i64, after text, first bool, n i64) -> @finding_sum
SELECT CAST(0 AS {I64}), coalesce(p.kind, ''), '', '', {FINDING_SUMS}
FROM {FINDING_COUNTIES} LEFT JOIN place p ON p.id = f.place
WHERE {FINDING_FOUND} AND (coalesce(p.kind, '') > :after OR (:first = 1 AND coalesce(p.kind, '') = ''))
GROUP BY coalesce(p.kind, '') ORDER BY coalesce(p.kind, '') LIMIT :n;
