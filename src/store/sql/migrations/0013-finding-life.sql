-- A finding gets a life: units that answer, steps, a clock, hands (docs/findings.md).
DROP INDEX finding_by_region;
DROP INDEX finding_open;
ALTER TABLE finding ADD COLUMN county {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN key {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN source {TEXT} NOT NULL DEFAULT 'cross';
ALTER TABLE finding ADD COLUMN good {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN address {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN lat {I64};
ALTER TABLE finding ADD COLUMN lon {I64};
ALTER TABLE finding ADD COLUMN severity {I64} NOT NULL DEFAULT 1;
ALTER TABLE finding ADD COLUMN found_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN found_by {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN finder {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN repeat_of {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN form {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN requirement {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN time_limit {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN from_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN due_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN state {TEXT} NOT NULL DEFAULT 'filed';
ALTER TABLE finding ADD COLUMN open {I64} NOT NULL DEFAULT 1;
ALTER TABLE finding ADD COLUMN paused_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN lead_unit {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN into_id {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN filed_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN fixed_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN closed_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN on_site {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN returns {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN reopened {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN supervised {I64} NOT NULL DEFAULT 0;
ALTER TABLE finding ADD COLUMN version {I64} NOT NULL DEFAULT 1;
-- Days were days of China, whose midnight is eight hours before that of UTC.
UPDATE finding SET county = region, found_at = found_on * 86400000 - 28800000,
  filed_at = found_on * 86400000 - 28800000,
  due_at = CASE WHEN due_on = 0 THEN 0 ELSE due_on * 86400000 + 57599000 END;
UPDATE finding SET state = 'closed', open = 0, closed_at = closed_on * 86400000 - 28800000 WHERE closed_on <> 0;
UPDATE finding SET county = region - region % 1000000000 WHERE region % 1000000000 <> 0;
ALTER TABLE finding DROP COLUMN found_on;
ALTER TABLE finding DROP COLUMN due_on;
ALTER TABLE finding DROP COLUMN closed_on;
CREATE INDEX finding_by_county ON finding (campaign, county, open, due_at, id);
CREATE INDEX finding_by_due ON finding (campaign, open, due_at, id, region);
CREATE INDEX finding_open ON finding (campaign, region, open) WHERE open = 1;
CREATE INDEX finding_by_place ON finding (place, item, id) WHERE place <> 0;
CREATE UNIQUE INDEX finding_by_key ON finding (campaign, key) WHERE key <> '';

CREATE TABLE finding_defect (
  finding {I64} NOT NULL REFERENCES finding (id),
  n {I64} NOT NULL,
  description {TEXT} NOT NULL,
  PRIMARY KEY (finding, n)
) {STRICT};
CREATE TABLE finding_unit (
  finding {I64} NOT NULL REFERENCES finding (id),
  unit {I64} NOT NULL REFERENCES unit (id),
  part {TEXT} NOT NULL,
  state {TEXT} NOT NULL,
  waiting {I64} NOT NULL,
  due_at {I64} NOT NULL,
  asked_at {I64} NOT NULL,
  fixed_at {I64} NOT NULL,
  answer {TEXT} NOT NULL,
  PRIMARY KEY (finding, unit)
) {STRICT};
CREATE INDEX finding_unit_todo ON finding_unit (unit, waiting, due_at, finding);
CREATE TABLE finding_step (
  finding {I64} NOT NULL REFERENCES finding (id),
  n {I64} NOT NULL,
  at {I64} NOT NULL,
  user_id {I64} NOT NULL,
  for_user {I64} NOT NULL,
  unit {I64} NOT NULL,
  action {TEXT} NOT NULL,
  was {TEXT} NOT NULL,
  became {TEXT} NOT NULL,
  due_at {I64} NOT NULL,
  reason {TEXT} NOT NULL,
  detail {TEXT} NOT NULL,
  key {TEXT} NOT NULL,
  PRIMARY KEY (finding, n)
) {STRICT};
CREATE UNIQUE INDEX finding_step_by_key ON finding_step (finding, key) WHERE key <> '';
CREATE TABLE finding_hand (
  finding {I64} NOT NULL REFERENCES finding (id),
  user_id {I64} NOT NULL,
  hand {TEXT} NOT NULL,
  PRIMARY KEY (finding, user_id, hand)
) {STRICT};
CREATE TABLE finding_request (
  finding {I64} NOT NULL REFERENCES finding (id),
  n {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  unit {I64} NOT NULL,
  user_id {I64} NOT NULL,
  at {I64} NOT NULL,
  reason {TEXT} NOT NULL,
  wanted {TEXT} NOT NULL,
  given {TEXT} NOT NULL,
  was {TEXT} NOT NULL,
  decided_at {I64} NOT NULL,
  decided_by {I64} NOT NULL,
  granted {I64} NOT NULL,
  answer {TEXT} NOT NULL,
  PRIMARY KEY (finding, n)
) {STRICT};
CREATE TABLE finding_pause (
  finding {I64} NOT NULL REFERENCES finding (id),
  from_at {I64} NOT NULL,
  to_at {I64} NOT NULL,
  PRIMARY KEY (finding, from_at)
) {STRICT};
CREATE TABLE finding_stage (
  finding {I64} NOT NULL REFERENCES finding (id),
  n {I64} NOT NULL,
  target {TEXT} NOT NULL,
  due_on {I64} NOT NULL,
  done_on {I64} NOT NULL,
  PRIMARY KEY (finding, n)
) {STRICT};
-- A finding as lists show it.
CREATE VIEW finding_line AS
SELECT f.id, f.campaign, f.round, f.region, f.county, f.place, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind,
  f.item, f.source, f.good, f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open,
  f.paused_at, f.lead_unit, coalesce(u.name, '') AS lead_name, coalesce(u.name_en, '') AS lead_name_en, f.closed_at, f.returns,
  f.reopened, f.supervised, f.version
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit;
