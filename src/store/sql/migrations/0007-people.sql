-- Units, and who has which role in them: docs/rights.md. Accounts that had a role and a region get a unit of that region and a post in it.
CREATE TABLE unit (
  id {ID},
  code {TEXT} NOT NULL,
  name {TEXT} NOT NULL,
  name_en {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  region {I64} NOT NULL,
  parent {I64} NOT NULL,
  path {TEXT} NOT NULL,
  contact {TEXT} NOT NULL,
  phone {TEXT} NOT NULL,
  contact_user {I64} NOT NULL,
  closed_on {I64} NOT NULL,
  version {I64} NOT NULL,
  created_at {I64} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX unit_by_code ON unit (code) WHERE code <> '';
CREATE INDEX unit_by_region ON unit (region, id);
CREATE INDEX unit_by_path ON unit (path);
CREATE INDEX unit_by_name ON unit (name, id);

CREATE TABLE post (
  id {ID},
  user_id {I64} NOT NULL REFERENCES users (id),
  unit {I64} NOT NULL REFERENCES unit (id),
  role {TEXT} NOT NULL,
  regions {TEXT} NOT NULL,
  from_day {I64} NOT NULL,
  until_day {I64} NOT NULL,
  created_at {I64} NOT NULL
) {STRICT};
CREATE INDEX post_by_user ON post (user_id, id);
CREATE INDEX post_by_unit ON post (unit, id);

CREATE TABLE delegation (
  id {ID},
  post {I64} NOT NULL REFERENCES post (id),
  to_user {I64} NOT NULL REFERENCES users (id),
  from_at {I64} NOT NULL,
  until_at {I64} NOT NULL,
  reason {TEXT} NOT NULL,
  created_at {I64} NOT NULL
) {STRICT};
CREATE INDEX delegation_by_user ON delegation (to_user, until_at);
CREATE INDEX delegation_by_post ON delegation (post, until_at);

ALTER TABLE session ADD COLUMN post {I64} NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN delegation {I64} NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN unit {I64} NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN phone {TEXT} NOT NULL DEFAULT '';

INSERT INTO unit (code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at)
SELECT '', COALESCE((SELECT r.name FROM region r WHERE r.code = u.region), '-'), '', 'government', u.region, 0, '', '', '', 0, 0, 1,
  MIN(u.created_at)
FROM users u GROUP BY u.region;
UPDATE unit SET path = '/' || id || '/';
INSERT INTO post (user_id, unit, role, regions, from_day, until_day, created_at)
SELECT u.id, n.id, CASE u.role WHEN 'unit' THEN 'responsible_unit' ELSE u.role END, '', 0, 0, u.created_at
FROM users u JOIN unit n ON n.region = u.region;
UPDATE users SET unit = (SELECT n.id FROM unit n WHERE n.region = users.region);
CREATE INDEX users_by_unit ON users (unit, id);
ALTER TABLE users DROP COLUMN role;
ALTER TABLE users DROP COLUMN region;
