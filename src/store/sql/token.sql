-- struct token: a program that may do something for a unit; docs/accounts.md
--   id i64
--   name text: what it is for
--   unit i64: whose it is; 0 = one of the time before tokens had units
--   unit_name text
--   unit_name_en text
--   unit_path text
--   closed_on i64: of the unit, day; 0 = it exists
--   role text: acts in this role
--   region i64: of the unit, as it is now
--   permissions text: of those of the role, with blanks between
--   hash blob: SHA-256 of the token
--   created_by i64
--   created_at i64: ms UTC
--   expires_at i64: ms UTC
--   ended_at i64: ms UTC; 0 = not ended
--   used_at i64: last use that was noted, ms UTC; 0 = never
--   used_from text: address
--   refused_at i64: last refusal that was noted, ms UTC; 0 = never

-- one token_insert (@token) -> id i64
INSERT INTO token (name, unit, role, region, permissions, hash, created_by, created_at, expires_at,
  ended_at, used_at, used_from, refused_at)
VALUES (:name, :unit, :role, :region, :permissions, :hash, :created_by, :created_at, :expires_at,
  :ended_at, :used_at, :used_from, :refused_at)
RETURNING id;

-- one token_find (hash blob) -> @token
SELECT t.id, t.name, t.unit, COALESCE(u.name, ''), COALESCE(u.name_en, ''), COALESCE(u.path, ''),
  COALESCE(u.closed_on, 0), t.role, COALESCE(u.region, t.region), t.permissions, t.hash,
  t.created_by, t.created_at, t.expires_at, t.ended_at, t.used_at, t.used_from, t.refused_at
FROM token t LEFT JOIN unit u ON u.id = t.unit WHERE t.hash = :hash;

-- one token_get (id i64) -> @token
SELECT t.id, t.name, t.unit, COALESCE(u.name, ''), COALESCE(u.name_en, ''), COALESCE(u.path, ''),
  COALESCE(u.closed_on, 0), t.role, COALESCE(u.region, t.region), t.permissions, t.hash,
  t.created_by, t.created_at, t.expires_at, t.ended_at, t.used_at, t.used_from, t.refused_at
FROM token t LEFT JOIN unit u ON u.id = t.unit WHERE t.id = :id;

-- many token_page (before i64, n i64) -> @token
-- The latest first.
SELECT t.id, t.name, t.unit, COALESCE(u.name, ''), COALESCE(u.name_en, ''), COALESCE(u.path, ''),
  COALESCE(u.closed_on, 0), t.role, COALESCE(u.region, t.region), t.permissions, t.hash,
  t.created_by, t.created_at, t.expires_at, t.ended_at, t.used_at, t.used_from, t.refused_at
FROM token t LEFT JOIN unit u ON u.id = t.unit WHERE t.id < :before ORDER BY t.id DESC LIMIT :n;

-- exec token_used (id i64, used_at i64, used_from text)
UPDATE token SET used_at = :used_at, used_from = :used_from WHERE id = :id AND used_at < :used_at;

-- exec token_refused (id i64, refused_at i64)
UPDATE token SET refused_at = :refused_at WHERE id = :id;

-- one token_end (id i64, ended_at i64) -> id i64
UPDATE token SET ended_at = :ended_at WHERE id = :id AND ended_at = 0 RETURNING id;
