-- Views of lists that somebody keeps under a name.
CREATE TABLE saved_view (
  id {ID},
  user_id {I64} NOT NULL REFERENCES users (id),
  unit {I64} NOT NULL,
  page {TEXT} NOT NULL,
  name {TEXT} NOT NULL,
  query {TEXT} NOT NULL,
  shared {I64} NOT NULL,
  standard {I64} NOT NULL,
  version {I64} NOT NULL,
  changed_at {I64} NOT NULL,
  UNIQUE (user_id, page, name)
) {STRICT};
CREATE INDEX saved_view_by_unit ON saved_view (unit, page) WHERE shared = 1;
-- Findings that somebody saw at a known position.
CREATE VIEW finding_spot AS
SELECT f.id, f.campaign, f.round, f.region, f.county, coalesce(p.name, '') AS place_name, coalesce(p.kind, '') AS place_kind, f.item, f.source,
  f.description, f.address, f.severity, f.found_at, f.repeat_of, f.form, f.due_at, f.state, f.open, f.paused_at, f.lead_unit, f.on_site,
  f.reopened, f.lat, f.lon
FROM finding f LEFT JOIN place p ON p.id = f.place;
