-- A million findings beside the demonstration, for measurements only: campaign 2, the counties of the
-- demonstration's province, 15 in 100 open, deadlines of the last year and the month to come; each with
-- its first step and hand. sqlite3 FILE <million.sql; the same rows every time but for the clock.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -262144;
PRAGMA foreign_keys = OFF;
PRAGMA temp_store = MEMORY;
BEGIN;
INSERT INTO campaign SELECT * FROM (SELECT 2 AS id, standard, region / 10000000000000 * 10000000000000, '百万条问题（测量）',
  'A million findings (measured)', period_from, period_to, demo, 1, created_at FROM campaign WHERE id = 1);
CREATE TEMP TABLE county AS
  SELECT row_number() OVER (ORDER BY code) - 1 AS n, code FROM region
  WHERE level = 3 AND closed = 0 AND code / 10000000000000 = (SELECT region / 10000000000000 FROM campaign WHERE id = 1);
CREATE TEMP TABLE item AS SELECT row_number() OVER (ORDER BY item) - 1 AS n, item FROM (SELECT DISTINCT item FROM finding WHERE item <> '');
CREATE TEMP TABLE lead AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM unit;
CREATE TEMP TABLE size AS SELECT (SELECT count(*) FROM county) AS counties, (SELECT count(*) FROM item) AS items,
  (SELECT count(*) FROM lead) AS leads, unixepoch() * 1000 AS now, (SELECT max(id) FROM finding) AS first, (SELECT min(id) FROM users) AS finder;
CREATE UNIQUE INDEX temp.county_n ON county (n);
CREATE UNIQUE INDEX temp.item_n ON item (n);
CREATE UNIQUE INDEX temp.lead_n ON lead (n);
-- r: numbers without a pattern, by a multiplication.
CREATE TEMP TABLE made AS
WITH RECURSIVE i (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM i WHERE n < 1000000)
SELECT n, (n * 2654435761) % 4294967296 AS r, ((n * 2654435761) % 4294967296 * 40503 + n * 97) % 1000003 AS r2 FROM i;
INSERT INTO finding (id, campaign, round, region, place, item, description, county, key, source, severity, found_at, found_by,
  filed_at, form, time_limit, from_at, due_at, state, open, lead_unit, fixed_at, closed_at, on_site, returns, version)
SELECT s.first + m.n, 2, 0, c.code, 0, t.item, '第' || m.n || '号测量用问题：垃圾收集点旁有暴露垃圾，未及时清运', c.code, 'm' || m.n,
  CASE r % 3 WHEN 0 THEN 'patrol' WHEN 1 THEN 'cross' ELSE 'unannounced' END, 1 + r2 % 3, s.now - (30 + r % 365) * 86400000, s.finder,
  s.now - (29 + r % 365) * 86400000, 'dated', '7 workdays', s.now - (29 + r % 365) * 86400000,
  CASE WHEN r2 % 100 < 15 THEN s.now + (r % 4000 - 1000) * 864000 ELSE s.now - (20 + r % 365) * 86400000 - r2 * 80 END,
  CASE WHEN r2 % 100 < 4 THEN 'dispatched' WHEN r2 % 100 < 11 THEN 'fixing' WHEN r2 % 100 < 15 THEN 'fixed' ELSE 'closed' END,
  r2 % 100 < 15, l.id, CASE WHEN r2 % 100 < 11 THEN 0 ELSE s.now - (21 + r % 365) * 86400000 END,
  CASE WHEN r2 % 100 < 15 THEN 0 ELSE s.now - (20 + r % 365) * 86400000 END, r2 % 2, r % 10 = 0, 4
FROM temp.made m, temp.size s JOIN temp.county c ON c.n = m.r % s.counties JOIN temp.item t ON t.n = m.r2 % s.items
  JOIN temp.lead l ON l.n = (m.r + m.r2) % s.leads;
INSERT INTO finding_step (finding, n, at, user_id, for_user, unit, action, was, became, due_at, reason, detail, key)
SELECT id, 1, found_at, found_by, 0, 0, 'report', '', 'reported', 0, '', '', '' FROM finding WHERE campaign = 2;
INSERT INTO finding_hand (finding, user_id, hand) SELECT id, found_by, 'found' FROM finding WHERE campaign = 2;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
SELECT count(*) || ' findings, ' || sum(open) || ' open' FROM finding WHERE campaign = 2;
