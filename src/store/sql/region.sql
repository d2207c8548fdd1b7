-- struct region: a node of the area tree (domain/region.h)
--   code i64: padded to 15 digits
--   name text
--   level i64: enum region_level
--   initials text: of the pinyin of the name
--   opened i64: day since which it stands in the tree, days since 1970; 0 = always
--   closed i64: first day on which it no longer does; 0 = open

-- struct region_link: one region became another
--   old_code i64
--   new_code i64
--   on_date i64: days since 1970
--   kind text: merge, split, recode or rename
--   old_name text: the name before

-- one region_get (code i64) -> @region
SELECT code, name, level, initials, opened, closed FROM region WHERE code = :code;

-- many subject_region_page (campaign i64, lo i64, hi i64, after i64, n i64) -> @region
SELECT r.code, r.name, r.level, r.initials, r.opened, r.closed
FROM subject s JOIN region r ON r.code = s.region
WHERE s.campaign = :campaign AND s.region >= :lo AND s.region <= :hi AND s.region > :after
ORDER BY s.region LIMIT :n;

-- many regions_of (codes text) -> @region
-- Of a list "[1,2]": one question for all that a page names.
SELECT code, name, level, initials, opened, closed FROM region
WHERE code IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:codes AS TEXT) AS {JSON})))
ORDER BY code;

-- many region_path (c1 i64, c2 i64, c3 i64, c4 i64, c5 i64, c6 i64) -> @region
SELECT code, name, level, initials, opened, closed FROM region
WHERE code IN (:c1, :c2, :c3, :c4, :c5, :c6) ORDER BY code;

-- many region_level_page (level i64, after i64, hi i64, n i64) -> @region
SELECT code, name, level, initials, opened, closed FROM region
WHERE level = :level AND code > :after AND code <= :hi AND closed = 0 ORDER BY code LIMIT :n;

-- many region_by_name (level i64, lo text, hi text, from_code i64, to_code i64, n i64) -> @region
-- The unary plus keeps both planners on the index by name.
SELECT code, name, level, initials, opened, closed FROM region
WHERE level = :level AND name >= :lo AND name < :hi AND closed = 0
  AND +code >= :from_code AND +code <= :to_code ORDER BY +code LIMIT :n;

-- many region_by_initials (level i64, lo text, hi text, from_code i64, to_code i64, n i64) -> @region
SELECT code, name, level, initials, opened, closed FROM region
WHERE level = :level AND initials >= :lo AND initials < :hi AND closed = 0
  AND +code >= :from_code AND +code <= :to_code ORDER BY +code LIMIT :n;

-- many region_in_subtree (lo i64, hi i64, part text, initials_lo text, initials_hi text, n i64) -> @region
-- Only for the subtree of a prefecture or less (some thousand rows).
SELECT code, name, level, initials, opened, closed FROM region
WHERE code >= :lo AND code <= :hi AND closed = 0
  AND ({POS}(name, :part) > 0 OR (initials >= :initials_lo AND initials < :initials_hi))
ORDER BY +level, +code LIMIT :n;

-- many region_level_counts () -> level i64, n i64
SELECT level, count(*) FROM region WHERE closed = 0 GROUP BY level ORDER BY level;

-- one region_any () -> code i64
SELECT code FROM region ORDER BY code LIMIT 1;

-- each region_each (lo i64, hi i64) -> @region
SELECT code, name, level, initials, opened, closed FROM region
WHERE code >= :lo AND code <= :hi ORDER BY code;

-- bulk region_insert (@region)
INSERT INTO region (code, name, level, initials, opened, closed)
VALUES (:code, :name, :level, :initials, :opened, :closed);

-- bulk region_update (@region)
UPDATE region SET name = :name, initials = :initials, opened = :opened, closed = :closed
WHERE code = :code;

-- bulk region_link_insert (@region_link)
INSERT INTO region_link (old_code, new_code, on_date, kind, old_name)
VALUES (:old_code, :new_code, :on_date, :kind, :old_name)
ON CONFLICT (old_code, new_code, on_date) DO NOTHING;

-- many region_links (code i64) -> @region_link
SELECT old_code, new_code, on_date, kind, old_name FROM region_link WHERE old_code = :code
UNION
SELECT old_code, new_code, on_date, kind, old_name FROM region_link WHERE new_code = :code
ORDER BY 3, 1, 2;

-- exec region_drop_by_level ()
DROP INDEX IF EXISTS region_by_level;

-- exec region_drop_by_name ()
DROP INDEX IF EXISTS region_by_name;

-- exec region_drop_by_initials ()
DROP INDEX IF EXISTS region_by_initials;

-- exec region_make_by_level ()
CREATE INDEX IF NOT EXISTS region_by_level ON region {LEVEL_CODE} WHERE closed = 0;

-- exec region_make_by_name ()
CREATE INDEX IF NOT EXISTS region_by_name ON region (level, name) WHERE closed = 0;

-- exec region_make_by_initials ()
CREATE INDEX IF NOT EXISTS region_by_initials ON region (level, initials) WHERE closed = 0;
