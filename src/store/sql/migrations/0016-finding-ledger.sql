-- Findings by the time they were found, and as the ledger has them.
CREATE INDEX finding_by_found_county ON finding (campaign, county, found_at, id);
CREATE INDEX finding_by_found ON finding (campaign, found_at, id);
CREATE VIEW finding_ledger AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(r.name, '') AS region_name, coalesce(p.name, '') AS place_name,
  coalesce(p.kind, '') AS place_kind, f.item, f.source, f.good, f.description, f.address, f.severity, f.found_at, f.finder,
  f.repeat_of, f.form, f.requirement, f.time_limit, f.due_at, f.state, f.open, f.paused_at, f.lead_unit,
  coalesce(u.name, '') AS lead_name, f.fixed_at, f.closed_at, f.on_site, f.returns, f.reopened, f.into_id,
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
