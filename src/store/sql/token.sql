-- struct token: a program that may do something for a unit; docs/accounts.md
--   id i64
--   name text: what it is for
--   role text: acts in this role
--   region i64: and in this range
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
INSERT INTO token (name, role, region, permissions, hash, created_by, created_at, expires_at,
  ended_at, used_at, used_from, refused_at)
VALUES (:name, :role, :region, :permissions, :hash, :created_by, :created_at, :expires_at,
  :ended_at, :used_at, :used_from, :refused_at)
RETURNING id;

-- one token_find (hash blob) -> @token
SELECT id, name, role, region, permissions, hash, created_by, created_at, expires_at, ended_at,
  used_at, used_from, refused_at
FROM token WHERE hash = :hash;

-- one token_get (id i64) -> @token
SELECT id, name, role, region, permissions, hash, created_by, created_at, expires_at, ended_at,
  used_at, used_from, refused_at
FROM token WHERE id = :id;

-- many token_page (before i64, n i64) -> @token
-- The latest first.
SELECT id, name, role, region, permissions, hash, created_by, created_at, expires_at, ended_at,
  used_at, used_from, refused_at
FROM token WHERE id < :before ORDER BY id DESC LIMIT :n;

-- exec token_used (id i64, used_at i64, used_from text)
UPDATE token SET used_at = :used_at, used_from = :used_from WHERE id = :id AND used_at < :used_at;

-- exec token_refused (id i64, refused_at i64)
UPDATE token SET refused_at = :refused_at WHERE id = :id AND refused_at < :refused_at;

-- one token_end (id i64, ended_at i64) -> id i64
UPDATE token SET ended_at = :ended_at WHERE id = :id AND ended_at = 0 RETURNING id;
