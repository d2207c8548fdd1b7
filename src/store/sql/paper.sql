-- struct paper: a numbered paper made from a frozen cut of data
--   id i64
--   campaign i64
--   shelf text: notice, weekly, ranking, lists
--   kind text: enum paper_kind by code
--   year i64
--   number i64: 1.. within campaign, kind and year
--   region i64
--   region_hi i64: the last code inside of it
--   unit i64: to whom it goes; 0 = to everybody in the region
--   findings i64: how many it holds
--   title_zh text
--   title_en text
--   made_at i64: ms UTC
--   made_by i64: user
--   made_for i64: user they acted for; 0 = for nobody else
--   due_at i64: to be received, or answered, until
--   done_at i64: received, or published; 0 = not yet
--   done_by i64: user
--   done_for i64: user they acted for; 0 = for nobody else
--   done_unit i64: in whose name it was received
--   note text: with the receipt
--   key text: given by whoever made it, of all papers of that call; empty = none
--   cut blob: the data it was made from
--   added text: a JSON array of what was frozen with the publication; empty = nothing
--   digest text: SHA-256 (hex) of cut

-- struct paper_line: a paper as lists show it
--   id i64
--   campaign i64
--   shelf text
--   kind text
--   year i64
--   number i64
--   region i64
--   region_hi i64
--   unit i64
--   unit_name text
--   unit_name_en text
--   unit_path text
--   unit_region i64
--   findings i64
--   title_zh text
--   title_en text
--   made_at i64
--   made_by i64
--   made_for i64
--   made_name text
--   due_at i64
--   done_at i64
--   done_name text
--   done_for_name text
--   done_unit_name text
--   note text
--   digest text

-- struct paper_finding: a finding stands in a paper
--   finding i64
--   paper i64

-- struct paper_case: a finding with the names that papers print
--   id i64
--   region i64
--   region_name text
--   place i64
--   place_name text
--   address text
--   item text
--   source text
--   good bool
--   description text
--   severity i64
--   found_at i64
--   repeat_of i64
--   form text
--   requirement text
--   time_limit text
--   due_at i64
--   state text
--   open bool
--   paused_at i64
--   lead_unit i64
--   lead_name text
--   fixed_at i64
--   closed_at i64
--   on_site bool
--   returns i64
--   reopened i64
--   supervised i64

-- struct paper_part: a unit of one of several findings
--   finding i64
--   unit i64
--   name text
--   region i64
--   part text: lead or co
--   state text

-- struct paper_photo: a photo of what was found
--   finding i64
--   proof i64
--   thumb text: SHA-256 (hex) of the small picture
--   at i64: when the server had it, ms UTC
--   taken_at i64: by the app at the shutter, or else by the file; 0 = unknown

-- one paper_number (campaign i64, kind text, year i64) -> last i64
-- The next number; the row lock keeps a second server from taking the same.
INSERT INTO paper_sequence (campaign, kind, year, last) VALUES (:campaign, :kind, :year, 1)
ON CONFLICT (campaign, kind, year) DO UPDATE SET last = paper_sequence.last + 1 RETURNING last;

-- one paper_insert (@paper) -> id i64
INSERT INTO paper ({paper.*-id}) VALUES ({paper.:*-id}) RETURNING id;

-- one paper_get (id i64) -> @paper
SELECT {paper.*} FROM paper WHERE id = :id;

-- one paper_line_get (id i64) -> @paper_line
SELECT {paper_line.p.*} FROM paper_line p WHERE p.id = :id;

-- many paper_page (campaign i64, shelf text, lo i64, hi i64, around bool, path text, path_hi text, waiting bool, before i64, n i64) -> @paper_line
-- The latest first: of a region, inside of it and (if asked) around it, to units whose path lies in the span.
SELECT {paper_line.p.*} FROM paper_line p
WHERE p.campaign = :campaign AND p.shelf = :shelf AND p.id < :before
  AND ((p.region >= :lo AND p.region <= :hi) OR (:around = 1 AND p.region <= :lo AND p.region_hi >= :lo))
  AND p.unit_path >= :path AND p.unit_path < :path_hi AND (:waiting = 0 OR p.done_at = 0)
ORDER BY p.id DESC LIMIT :n;

-- many paper_by_key (campaign i64, key text) -> @paper_line
SELECT {paper_line.p.*} FROM paper_line p
WHERE p.id IN (SELECT id FROM paper WHERE campaign = :campaign AND key = :key AND key <> '') ORDER BY p.id;

-- many paper_of_finding (finding i64) -> @paper_line
SELECT {paper_line.p.*} FROM paper_finding w JOIN paper_line p ON p.id = w.paper WHERE w.finding = :finding
ORDER BY w.paper DESC LIMIT 50;

-- bulk paper_finding_insert (@paper_finding)
INSERT INTO paper_finding ({paper_finding.*}) VALUES ({paper_finding.:*});

-- exec paper_done (id i64, done_at i64, done_by i64, done_for i64, done_unit i64, note text, added text)
-- Once.
UPDATE paper SET done_at = :done_at, done_by = :done_by, done_for = :done_for, done_unit = :done_unit, note = :note, added = :added
WHERE id = :id AND done_at = 0;

-- many paper_cases (campaign i64, ids text) -> @paper_case
SELECT f.id, f.region, coalesce(r.name, ''), f.place, coalesce(p.name, ''), f.address, f.item, f.source, f.good, f.description,
  f.severity, f.found_at, f.repeat_of, f.form, f.requirement, f.time_limit, f.due_at, f.state, f.open, f.paused_at, f.lead_unit,
  coalesce(u.name, ''), f.fixed_at, f.closed_at, f.on_site, f.returns, f.reopened, f.supervised
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit LEFT JOIN region r ON r.code = f.region
WHERE f.id IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:ids AS TEXT) AS {JSON}))) AND f.campaign = :campaign
ORDER BY f.id;

-- many paper_defects (ids text) -> @finding_defect
SELECT {finding_defect.*} FROM finding_defect
WHERE finding IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:ids AS TEXT) AS {JSON}))) ORDER BY finding, n;

-- many paper_parts (ids text) -> @paper_part
-- The lead unit first.
SELECT w.finding, w.unit, u.name, u.region, w.part, w.state FROM finding_unit w JOIN unit u ON u.id = w.unit
WHERE w.finding IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:ids AS TEXT) AS {JSON})))
ORDER BY w.finding, w.part DESC, w.unit;

-- many paper_photos (ids text) -> @paper_photo
SELECT p.finding, p.id, p.thumb, p.at, CASE WHEN p.shot_at > 0 THEN p.shot_at ELSE p.taken_at END FROM proof p
WHERE p.finding IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:ids AS TEXT) AS {JSON})))
  AND p.part = 'found' AND p.kind = 'photo' AND p.thumb <> ''
ORDER BY p.finding, p.id;

-- many paper_weekly (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64, now i64, n i64) -> @paper_case
-- Found or closed in the period, or open and late now; what nobody has verified is left out, and so is what came to nothing.
SELECT f.id, f.region, coalesce(r.name, ''), f.place, coalesce(p.name, ''), f.address, f.item, f.source, f.good, f.description,
  f.severity, f.found_at, f.repeat_of, f.form, f.requirement, f.time_limit, f.due_at, f.state, f.open, f.paused_at, f.lead_unit,
  coalesce(u.name, ''), f.fixed_at, f.closed_at, f.on_site, f.returns, f.reopened, f.supervised
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit LEFT JOIN region r ON r.code = f.region
WHERE f.campaign = :campaign AND f.county >= :county AND f.county <= :hi AND f.region >= :lo AND f.region <= :hi
  AND f.state NOT IN ('reported', 'verified', 'refused', 'withdrawn', 'merged')
  AND ((f.found_at >= :from_at AND f.found_at < :until_at) OR (f.state = 'closed' AND f.closed_at >= :from_at AND f.closed_at < :until_at)
    OR (f.state IN ('dispatched', 'fixing') AND f.due_at > 0 AND f.due_at < :now))
ORDER BY f.id LIMIT :n;
