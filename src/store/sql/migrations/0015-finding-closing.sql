-- How a finding was closed stands in lists, too.
DROP VIEW finding_line;
CREATE VIEW finding_line AS
SELECT f.id, f.campaign, f.round, f.region, f.county, f.place, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind,
  f.item, f.source, f.good, f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open,
  f.paused_at, f.lead_unit, coalesce(u.name, '') AS lead_name, coalesce(u.name_en, '') AS lead_name_en, f.closed_at, f.on_site,
  f.returns, f.reopened, f.supervised, f.version
FROM finding f LEFT JOIN place p ON p.id = f.place LEFT JOIN unit u ON u.id = f.lead_unit;
