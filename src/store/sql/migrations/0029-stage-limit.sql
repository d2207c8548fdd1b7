-- How long a finding may wait in a state: the campaign's rule, and what was frozen on the finding (docs/findings.md).
CREATE TABLE stage_limit (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  state {TEXT} NOT NULL,
  time_limit {TEXT} NOT NULL,
  PRIMARY KEY (campaign, state)
) {STRICT};
ALTER TABLE finding ADD COLUMN stage_due_at {I64} NOT NULL DEFAULT 0;
-- What waits against a limit, of a county.
CREATE INDEX finding_by_stage ON finding (campaign, county, stage_due_at, id, region, state) WHERE stage_due_at > 0;
DROP VIEW finding_line;
CREATE VIEW finding_line AS
SELECT f.id, f.campaign, f.round, f.region, f.county, f.place, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind,
  f.item, f.source, f.good, f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open,
  f.paused_at, f.lead_unit, coalesce(u.name, '') AS lead_name, coalesce(u.name_en, '') AS lead_name_en, f.closed_at, f.on_site,
  f.returns, f.reopened, f.supervised, f.version, f.flagged, f.stage_due_at
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit;
DROP VIEW finding_ledger;
CREATE VIEW finding_ledger AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind, f.item,
  f.source, f.good, f.description, f.address, f.severity, f.found_at, f.finder, f.repeat_of, f.form, f.requirement, f.due_at, f.state,
  f.open, f.paused_at, f.lead_unit, f.fixed_at, f.closed_at, f.on_site, f.returns, f.reopened, f.into_id, f.flagged, f.stage_due_at,
  CASE WHEN f.lead_unit = 0 THEN '' ELSE coalesce((SELECT {GROUP}(x.part, {RS}) FROM (SELECT w.unit || ' ' || w.part || ' ' || w.state || ' ' ||
    w.answer AS part FROM finding_unit w WHERE w.finding = f.id ORDER BY w.unit) x), '') END AS parts,
  CASE WHEN f.closed_at = 0 AND f.returns = 0 AND f.reopened = 0 THEN '' ELSE coalesce((SELECT s.user_id || ' ' || s.action || ' ' || s.reason
    FROM finding_step s WHERE s.finding = f.id AND s.action IN ('close', 'return') ORDER BY s.n DESC LIMIT 1), '') END AS checked,
  CASE WHEN f.supervised = 0 THEN 0 ELSE (SELECT count(*) FROM finding_step s WHERE s.finding = f.id AND s.action = 'supervise') END AS supervisions,
  coalesce((SELECT {GROUP}(x.photo, {RS}) FROM (SELECT r.part || ' ' || r.id AS photo FROM proof r WHERE r.finding = f.id AND r.kind = 'photo'
    ORDER BY r.id) x), '') AS photos
FROM finding f LEFT JOIN place p ON p.id = f.place;
DROP VIEW finding_spot;
CREATE VIEW finding_spot AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind, f.item, f.source,
  f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open, f.paused_at, f.lead_unit, f.on_site,
  f.reopened, f.lat, f.lon, f.flagged, f.stage_due_at
FROM finding f LEFT JOIN place p ON p.id = f.place;
