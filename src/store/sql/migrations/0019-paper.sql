-- Numbered papers about findings: notices to units, bulletins, rankings of units, lists (docs/papers.md).
CREATE TABLE paper_sequence (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  kind {TEXT} NOT NULL,
  year {I64} NOT NULL,
  last {I64} NOT NULL,
  PRIMARY KEY (campaign, kind, year)
) {STRICT};
CREATE TABLE paper (
  id {ID},
  campaign {I64} NOT NULL REFERENCES campaign (id),
  shelf {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  year {I64} NOT NULL,
  number {I64} NOT NULL,
  region {I64} NOT NULL,
  region_hi {I64} NOT NULL,
  unit {I64} NOT NULL,
  findings {I64} NOT NULL,
  title_zh {TEXT} NOT NULL,
  title_en {TEXT} NOT NULL,
  made_at {I64} NOT NULL,
  made_by {I64} NOT NULL,
  made_for {I64} NOT NULL,
  due_at {I64} NOT NULL,
  done_at {I64} NOT NULL,
  done_by {I64} NOT NULL,
  done_for {I64} NOT NULL,
  done_unit {I64} NOT NULL,
  note {TEXT} NOT NULL,
  key {TEXT} NOT NULL,
  cut {BLOB} NOT NULL,
  added {TEXT} NOT NULL,
  digest {TEXT} NOT NULL,
  UNIQUE (campaign, kind, year, number)
) {STRICT};
CREATE INDEX paper_by_shelf ON paper (campaign, shelf, id);
CREATE INDEX paper_by_key ON paper (campaign, key) WHERE key <> '';
CREATE TABLE paper_finding (
  finding {I64} NOT NULL REFERENCES finding (id),
  paper {I64} NOT NULL REFERENCES paper (id),
  PRIMARY KEY (finding, paper)
) {STRICT};
-- A paper as lists show it.
CREATE VIEW paper_line AS
SELECT p.id, p.campaign, p.shelf, p.kind, p.year, p.number, p.region, p.region_hi, p.unit, coalesce(u.name, '') AS unit_name,
  coalesce(u.name_en, '') AS unit_name_en, coalesce(u.path, '') AS unit_path, coalesce(u.region, 0) AS unit_region, p.findings,
  p.title_zh, p.title_en, p.made_at, p.made_by, p.made_for, coalesce(m.name_zh, '') AS made_name, p.due_at, p.done_at,
  coalesce(d.name_zh, '') AS done_name, coalesce(e.name_zh, '') AS done_for_name, coalesce(n.name, '') AS done_unit_name, p.note,
  p.digest
FROM paper p LEFT JOIN unit u ON u.id = p.unit LEFT JOIN users m ON m.id = p.made_by LEFT JOIN users d ON d.id = p.done_by
  LEFT JOIN users e ON e.id = p.done_for LEFT JOIN unit n ON n.id = p.done_unit;
