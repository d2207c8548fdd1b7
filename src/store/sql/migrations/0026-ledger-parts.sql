-- The ledger names units, regions and people by their numbers: each name is looked up once and not once a row.
DROP VIEW finding_ledger;
CREATE VIEW finding_ledger AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind, f.item,
  f.source, f.good, f.description, f.address, f.severity, f.found_at, f.finder, f.repeat_of, f.form, f.requirement, f.due_at, f.state,
  f.open, f.paused_at, f.lead_unit, f.fixed_at, f.closed_at, f.on_site, f.returns, f.reopened, f.into_id, f.flagged,
  CASE WHEN f.lead_unit = 0 THEN '' ELSE coalesce((SELECT {GROUP}(x.part, {RS}) FROM (SELECT w.unit || ' ' || w.part || ' ' || w.state || ' ' ||
    w.answer AS part FROM finding_unit w WHERE w.finding = f.id ORDER BY w.unit) x), '') END AS parts,
  CASE WHEN f.closed_at = 0 AND f.returns = 0 AND f.reopened = 0 THEN '' ELSE coalesce((SELECT s.user_id || ' ' || s.action || ' ' || s.reason
    FROM finding_step s WHERE s.finding = f.id AND s.action IN ('close', 'return') ORDER BY s.n DESC LIMIT 1), '') END AS checked,
  CASE WHEN f.supervised = 0 THEN 0 ELSE (SELECT count(*) FROM finding_step s WHERE s.finding = f.id AND s.action = 'supervise') END AS supervisions,
  coalesce((SELECT {GROUP}(x.photo, {RS}) FROM (SELECT r.part || ' ' || r.id AS photo FROM proof r WHERE r.finding = f.id AND r.kind = 'photo'
    ORDER BY r.id) x), '') AS photos
FROM finding f LEFT JOIN place p ON p.id = f.place;
