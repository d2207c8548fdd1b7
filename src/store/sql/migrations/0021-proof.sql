-- Proof belongs to findings: photos, papers, measurements (docs/photos.md).
ALTER TABLE finding ADD COLUMN need {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN need_reason {TEXT} NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN flagged {I64} NOT NULL DEFAULT 0;
CREATE TABLE proof (
  id {ID},
  campaign {I64} NOT NULL REFERENCES campaign (id),
  finding {I64} NOT NULL REFERENCES finding (id),
  key {TEXT} NOT NULL,
  part {TEXT} NOT NULL,
  pass {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  user_id {I64} NOT NULL,
  for_user {I64} NOT NULL,
  unit {I64} NOT NULL,
  at {I64} NOT NULL,
  name {TEXT} NOT NULL,
  media {TEXT} NOT NULL,
  bytes {I64} NOT NULL,
  sha256 {TEXT} NOT NULL,
  thumb {TEXT} NOT NULL,
  note {TEXT} NOT NULL,
  amount {TEXT} NOT NULL,
  amount_unit {TEXT} NOT NULL,
  instrument {TEXT} NOT NULL,
  width {I64} NOT NULL,
  height {I64} NOT NULL,
  taken_at {I64} NOT NULL,
  camera {TEXT} NOT NULL,
  software {TEXT} NOT NULL,
  exif_lat {I64},
  exif_lon {I64},
  shot_at {I64} NOT NULL,
  lat {I64},
  lon {I64},
  accuracy {I64} NOT NULL,
  hints {I64} NOT NULL,
  tail {I64} NOT NULL,
  plain {I64} NOT NULL,
  near {I64} NOT NULL,
  fine {BLOB} NOT NULL,
  spot {I64} NOT NULL,
  spot_of {I64} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX proof_by_key ON proof (finding, key) WHERE key <> '';
CREATE INDEX proof_by_finding ON proof (finding, id);
CREATE INDEX proof_by_file ON proof (sha256, id) WHERE sha256 <> '';
CREATE INDEX proof_by_thumb ON proof (thumb) WHERE thumb <> '';
CREATE INDEX proof_keys ON proof (id, near) WHERE kind = 'photo' AND plain = 0;
CREATE TABLE proof_flag (
  proof {I64} NOT NULL REFERENCES proof (id),
  kind {TEXT} NOT NULL,
  other {I64} NOT NULL,
  amount {I64} NOT NULL,
  PRIMARY KEY (proof, kind, other)
) {STRICT};
DROP VIEW finding_line;
CREATE VIEW finding_line AS
SELECT f.id, f.campaign, f.round, f.region, f.county, f.place, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind,
  f.item, f.source, f.good, f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open,
  f.paused_at, f.lead_unit, coalesce(u.name, '') AS lead_name, coalesce(u.name_en, '') AS lead_name_en, f.closed_at, f.on_site,
  f.returns, f.reopened, f.supervised, f.version, f.flagged
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit;
DROP VIEW finding_ledger;
CREATE VIEW finding_ledger AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(r.name, '') AS region_name, coalesce(p.name, '') AS place_name,
  coalesce(p.kind, '') AS place_kind, f.item, f.source, f.good, f.description, f.address, f.severity, f.found_at, f.finder,
  f.repeat_of, f.form, f.requirement, f.time_limit, f.due_at, f.state, f.open, f.paused_at, f.lead_unit,
  coalesce(u.name, '') AS lead_name, f.fixed_at, f.closed_at, f.on_site, f.returns, f.reopened, f.into_id, f.flagged,
  CASE WHEN f.lead_unit = 0 THEN '' ELSE coalesce((SELECT {GROUP}(x.name, '、') FROM (SELECT n.name FROM finding_unit w
    JOIN unit n ON n.id = w.unit WHERE w.finding = f.id AND w.part = 'co' AND w.state <> 'declined' ORDER BY w.unit) x), '') END AS partners,
  CASE WHEN f.lead_unit = 0 THEN '' ELSE coalesce((SELECT {GROUP}(x.answer, '；') FROM (SELECT w.answer FROM finding_unit w
    WHERE w.finding = f.id AND w.answer <> '' ORDER BY w.unit) x), '') END AS answers,
  CASE WHEN f.closed_at = 0 AND f.returns = 0 AND f.reopened = 0 THEN '' ELSE coalesce((SELECT a.name_zh FROM finding_step s
    JOIN users a ON a.id = s.user_id WHERE s.finding = f.id AND s.action IN ('close', 'return') ORDER BY s.n DESC LIMIT 1), '') END AS checker,
  CASE WHEN f.closed_at = 0 AND f.returns = 0 AND f.reopened = 0 THEN '' ELSE coalesce((SELECT s.action || ' ' || s.reason FROM finding_step s
    WHERE s.finding = f.id AND s.action IN ('close', 'return') ORDER BY s.n DESC LIMIT 1), '') END AS checked,
  CASE WHEN f.supervised = 0 THEN 0 ELSE (SELECT count(*) FROM finding_step s WHERE s.finding = f.id AND s.action = 'supervise') END AS supervisions
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit LEFT JOIN region r ON r.code = f.region;
DROP VIEW finding_spot;
CREATE VIEW finding_spot AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind, f.item, f.source,
  f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open, f.paused_at, f.lead_unit, f.on_site,
  f.reopened, f.lat, f.lon, f.flagged
FROM finding f LEFT JOIN place p ON p.id = f.place;
