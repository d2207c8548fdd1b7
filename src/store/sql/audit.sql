-- struct audit: one act, docs/audit.md
--   seq i64: 1, 2, ... without a gap
--   at i64: ms UTC
--   user_id i64: 0 = nobody
--   who text
--   for_user i64: acting for; 0 = nobody
--   for_login text
--   address text
--   kind text
--   region i64: 0 = none
--   thing text
--   was text: JSON of what changed, before
--   became text: JSON of what changed, after
--   reason text
--   hash text: 64 hexadecimal digits over the hash before and this entry

-- struct audit_head: how long the chain is, its last hash and what it is hashed with
--   seq i64
--   hash text
--   algorithm text: sha256, sm3

-- one audit_take () -> @audit_head
-- The next number and the hash before it; the row lock keeps others from taking the same.
UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash, algorithm;

-- exec audit_insert (@audit)
INSERT INTO audit (seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash)
VALUES (:seq, :at, :user_id, :who, :for_user, :for_login, :address, :kind, :region, :thing,
  :was, :became, :reason, :hash);

-- exec audit_set_head (hash text)
UPDATE audit_head SET hash = :hash WHERE id = 1;

-- one audit_head () -> @audit_head
SELECT seq, hash, algorithm FROM audit_head WHERE id = 1;

-- one audit_algorithm (algorithm text) -> @audit_head
-- Only while the chain is empty: it is never mixed.
UPDATE audit_head SET algorithm = :algorithm WHERE id = 1 AND seq = 0
RETURNING seq, hash, algorithm;

-- each audit_all () -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit ORDER BY seq;

-- many audit_page (before i64, n i64) -> @audit
-- The latest first.
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before ORDER BY seq DESC LIMIT :n;
