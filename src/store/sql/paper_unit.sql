-- struct paper_unit: a unit that stands in a ranking or a list
--   paper i64
--   unit i64
--   list text: rank, red or black
--   grp text: name of its group
--   place i64: in the group, 1..; of the black list from below; 0 = none
--   reason text: in words, with the numbers
--   off_at i64: it left the list; 0 = it stands there
--   off_by i64
--   off_how text: rule or appeal
--   off_reason text

-- struct paper_unit_line: the same with its name
--   unit i64
--   name text
--   name_en text
--   path text
--   region i64
--   list text
--   grp text
--   place i64
--   reason text
--   off_at i64
--   off_how text
--   off_reason text

-- struct paper_reply: a unit says something to it, or appeals
--   paper i64
--   unit i64
--   n i64: 1..
--   kind text: reply or appeal
--   at i64
--   user_id i64
--   for_user i64
--   message text
--   decided_at i64: 0 = waits
--   decided_by i64
--   granted bool
--   answer text

-- struct paper_kind_of_unit: what groups are made by
--   id i64
--   name text
--   kind text
--   closed_on i64

-- bulk paper_unit_insert (@paper_unit)
INSERT INTO paper_unit ({paper_unit.*}) VALUES ({paper_unit.:*});

-- many paper_unit_lines (paper i64) -> @paper_unit_line
SELECT w.unit, u.name, u.name_en, u.path, u.region, w.list, w.grp, w.place, w.reason, w.off_at, w.off_how, w.off_reason
FROM paper_unit w JOIN unit u ON u.id = w.unit WHERE w.paper = :paper ORDER BY w.unit;

-- exec paper_unit_off (paper i64, unit i64, off_at i64, off_by i64, off_how text, off_reason text)
UPDATE paper_unit SET off_at = :off_at, off_by = :off_by, off_how = :off_how, off_reason = :off_reason
WHERE paper = :paper AND unit = :unit AND off_at = 0;

-- many paper_replies (paper i64) -> @paper_reply
SELECT {paper_reply.*} FROM paper_reply WHERE paper = :paper ORDER BY unit, n;

-- exec paper_reply_insert (@paper_reply)
INSERT INTO paper_reply ({paper_reply.*}) VALUES ({paper_reply.:*});

-- exec paper_reply_decide (paper i64, unit i64, n i64, decided_at i64, decided_by i64, granted bool, answer text)
UPDATE paper_reply SET decided_at = :decided_at, decided_by = :decided_by, granted = :granted, answer = :answer
WHERE paper = :paper AND unit = :unit AND n = :n AND decided_at = 0;

-- many paper_report_page (campaign i64, shelf text, lo i64, hi i64, path text, path_hi text, everything bool, before i64, n i64) -> @paper_line
-- The latest first, of a region, inside or around it: published ones, and those in which a unit of the span stands.
SELECT {paper_line.p.*} FROM paper_line p
WHERE p.campaign = :campaign AND p.shelf = :shelf AND p.id < :before
  AND ((p.region >= :lo AND p.region <= :hi) OR (p.region <= :lo AND p.region_hi >= :lo))
  AND (p.done_at > 0 OR :everything = 1 OR EXISTS (SELECT 1 FROM paper_unit w JOIN unit u ON u.id = w.unit
    WHERE w.paper = p.id AND u.path >= :path AND u.path < :path_hi))
ORDER BY p.id DESC LIMIT :n;

-- many paper_kinds_of_units (ids text) -> @paper_kind_of_unit
SELECT id, name, kind, closed_on FROM unit
WHERE id IN (SELECT CAST(value AS {I64}) FROM {EACH}(CAST(CAST(:ids AS TEXT) AS {JSON}))) ORDER BY id;

-- one paper_unit_late (campaign i64, unit i64, county i64, lo i64, hi i64, now i64) -> n i64
-- What the unit leads that is open and late.
SELECT count(*) FROM finding
WHERE campaign = :campaign AND county >= :county AND county <= :hi AND region >= :lo AND region <= :hi AND lead_unit = :unit
  AND state IN ('dispatched', 'fixing') AND due_at > 0 AND due_at < :now;

-- exec campaign_switch_put (campaign i64, name text, off bool, changed_by i64, changed_at i64)
INSERT INTO campaign_switch (campaign, name, off, changed_by, changed_at) VALUES (:campaign, :name, :off, :changed_by, :changed_at)
ON CONFLICT (campaign, name) DO UPDATE SET off = excluded.off, changed_by = excluded.changed_by, changed_at = excluded.changed_at;

-- one campaign_switch_get (campaign i64, name text) -> off bool
SELECT off FROM campaign_switch WHERE campaign = :campaign AND name = :name;
