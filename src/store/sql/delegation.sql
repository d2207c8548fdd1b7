-- struct delegation: somebody acts in the post of another
--   id i64
--   post i64
--   to_user i64
--   from_at i64: ms UTC
--   until_at i64: ms UTC
--   reason text
--   created_at i64: ms UTC

-- struct delegation_line: one, as lists show it
--   id i64
--   post i64
--   role text
--   unit i64
--   unit_name text
--   person i64: the other one
--   login text
--   name_zh text
--   name_en text
--   from_at i64: ms UTC
--   until_at i64: ms UTC
--   reason text

-- one delegation_insert (@delegation) -> id i64
INSERT INTO delegation (post, to_user, from_at, until_at, reason, created_at)
VALUES (:post, :to_user, :from_at, :until_at, :reason, :created_at)
RETURNING id;

-- one delegation_get (id i64) -> @delegation
SELECT id, post, to_user, from_at, until_at, reason, created_at FROM delegation WHERE id = :id;

-- exec delegation_end (id i64, now i64)
UPDATE delegation SET until_at = :now WHERE id = :id AND until_at > :now;

-- many delegations_given (user_id i64, now i64) -> @delegation_line
SELECT d.id, d.post, p.role, n.id, n.name, u.id, u.login, u.name_zh, u.name_en, d.from_at, d.until_at, d.reason
FROM post p JOIN delegation d ON d.post = p.id AND d.until_at > :now
JOIN unit n ON n.id = p.unit JOIN users u ON u.id = d.to_user
WHERE p.user_id = :user_id ORDER BY p.id, d.until_at LIMIT 100;

-- many delegations_received (user_id i64, now i64) -> @delegation_line
SELECT d.id, d.post, p.role, n.id, n.name, u.id, u.login, u.name_zh, u.name_en, d.from_at, d.until_at, d.reason
FROM delegation d JOIN post p ON p.id = d.post
JOIN unit n ON n.id = p.unit JOIN users u ON u.id = p.user_id
WHERE d.to_user = :user_id AND d.until_at > :now ORDER BY d.until_at LIMIT 100;
