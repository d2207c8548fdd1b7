-- struct unit: an organisation with people
--   id i64
--   code text: unified social credit code, 18 characters; empty = none is known
--   name text
--   name_en text
--   kind text: bureau, government, office, school, ...
--   region i64
--   parent i64: the unit above it; 0 = none
--   path text: "/1/5/", the unit behind those above it
--   contact text: whom to ask, when it is nobody with an account
--   phone text
--   contact_user i64: whom to ask; 0 = nobody with an account
--   closed_on i64: day; 0 = it exists
--   version i64: counts the changes
--   created_at i64: ms UTC

-- struct unit_line: a unit, as lists show it
--   id i64
--   code text
--   name text
--   name_en text
--   kind text
--   region i64
--   parent i64
--   parent_name text
--   path text
--   contact text
--   phone text
--   closed_on i64: day; 0 = it exists

-- struct post_line: a post, as workbooks have it
--   login text
--   unit_name text
--   role text
--   regions text
--   from_day i64
--   until_day i64

-- struct unit_load: what still hangs on a unit
--   below i64: open units right below it
--   posts i64: that have not ended

-- struct post: a person has a role in a unit
--   id i64
--   user_id i64
--   unit i64
--   role text
--   regions text: chosen for it, codes with a blank between; empty = none
--   from_day i64: day; 0 = always
--   until_day i64: the last day; 0 = open
--   created_at i64: ms UTC

-- struct person: somebody, as lists show them
--   id i64
--   login text
--   name_zh text
--   name_en text
--   phone text
--   disabled bool
--   password i64: 0 = none, 1 = set, 2 = a one-time code
--   unit i64
--   unit_name text
--   region i64: of the unit
--   role text: of the first post

-- struct held_post: a post that somebody can act in
--   post i64
--   delegation i64: 0 = it is the own one
--   role text
--   regions text
--   unit i64
--   unit_name text
--   unit_name_en text
--   region i64: of the unit
--   for_name text: whose post it is; empty = the own one

-- one unit_insert (@unit) -> id i64
INSERT INTO unit (code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at)
VALUES (:code, :name, :name_en, :kind, :region, :parent, :path, :contact, :phone, :contact_user, :closed_on, :version,
  :created_at)
RETURNING id;

-- exec unit_set_path (id i64, path text)
UPDATE unit SET path = :path WHERE id = :id;

-- one unit_get (id i64) -> @unit
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE id = :id;

-- many unit_page (region i64, id i64, hi i64, n i64) -> @unit
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE (region, id) > (:region, :id) AND region <= :hi ORDER BY region, id LIMIT :n;

-- many person_page (after i64, n i64) -> @person
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, COALESCE(n.name, ''), COALESCE(n.region, 0),
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM users u LEFT JOIN unit n ON n.id = u.unit WHERE u.id > :after ORDER BY u.id LIMIT :n;

-- many people_of_regions (region i64, unit i64, id i64, hi i64, n i64) -> @person
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, n.name, n.region,
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM unit n JOIN users u ON u.unit = n.id
WHERE n.region >= :region AND n.region <= :hi AND (n.region, n.id, u.id) > (:region, :unit, :id)
ORDER BY n.region, n.id, u.id LIMIT :n;

-- many people_of_units (path text, id i64, hi text, n i64) -> @person
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, n.name, n.region,
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM unit n JOIN users u ON u.unit = n.id
WHERE n.path >= :path AND n.path < :hi AND (n.path, u.id) > (:path, :id)
ORDER BY n.path, u.id LIMIT :n;

-- many unit_lines (region i64, id i64, hi i64, n i64) -> @unit_line
SELECT n.id, n.code, n.name, n.name_en, n.kind, n.region, n.parent, COALESCE(p.name, ''), n.path, n.contact, n.phone, n.closed_on
FROM unit n LEFT JOIN unit p ON p.id = n.parent
WHERE (n.region, n.id) > (:region, :id) AND n.region <= :hi ORDER BY n.region, n.id LIMIT :n;

-- many unit_lines_under (path text, id i64, hi text, n i64) -> @unit_line
SELECT n.id, n.code, n.name, n.name_en, n.kind, n.region, n.parent, COALESCE(p.name, ''), n.path, n.contact, n.phone, n.closed_on
FROM unit n LEFT JOIN unit p ON p.id = n.parent
WHERE (n.path, n.id) > (:path, :id) AND n.path < :hi ORDER BY n.path, n.id LIMIT :n;

-- many unit_lines_part (lo i64, hi i64, q text, n i64) -> @unit_line
-- Any part of the name.
SELECT n.id, n.code, n.name, n.name_en, n.kind, n.region, n.parent, COALESCE(p.name, ''), n.path, n.contact, n.phone, n.closed_on
FROM unit n LEFT JOIN unit p ON p.id = n.parent
WHERE n.region BETWEEN :lo AND :hi AND {POS}(n.name, :q) > 0 ORDER BY n.region, n.id LIMIT :n;

-- many unit_lines_named (lo i64, hi i64, name text, name_hi text, n i64) -> @unit_line
-- The beginning of the name.
SELECT n.id, n.code, n.name, n.name_en, n.kind, n.region, n.parent, COALESCE(p.name, ''), n.path, n.contact, n.phone, n.closed_on
FROM unit n LEFT JOIN unit p ON p.id = n.parent
WHERE n.name >= :name AND n.name < :name_hi AND n.region BETWEEN :lo AND :hi ORDER BY n.name, n.id LIMIT :n;

-- many unit_lines_coded (lo i64, hi i64, code text, code_hi text, n i64) -> @unit_line
-- The beginning of the credit code.
SELECT n.id, n.code, n.name, n.name_en, n.kind, n.region, n.parent, COALESCE(p.name, ''), n.path, n.contact, n.phone, n.closed_on
FROM unit n LEFT JOIN unit p ON p.id = n.parent
WHERE n.code <> '' AND n.code >= :code AND n.code < :code_hi AND n.region BETWEEN :lo AND :hi ORDER BY n.code LIMIT :n;

-- one unit_coded (code text) -> @unit
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE code <> '' AND code = :code;

-- many units_named (name text, n i64) -> @unit
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE name = :name ORDER BY id LIMIT :n;

-- exec unit_update (@unit)
-- path and created_at stay.
UPDATE unit SET code = :code, name = :name, name_en = :name_en, kind = :kind, region = :region, parent = :parent,
  contact = :contact, phone = :phone, contact_user = :contact_user, closed_on = :closed_on, version = :version + 1
WHERE id = :id AND version = :version;

-- exec unit_move (lo text, hi text, was i64, path text)
-- Everything in [lo, hi): was = length of the path before, path = what stands there from now on.
UPDATE unit SET path = :path || substr(path, CAST(:was AS INTEGER) + 1) WHERE path >= :lo AND path < :hi;

-- one unit_below_outside (id i64, lo text, hi text, region_lo i64, region_hi i64) -> @unit
-- A unit below it whose region lies elsewhere.
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE path >= :lo AND path < :hi AND id <> :id AND (region < :region_lo OR region > :region_hi) ORDER BY path LIMIT 1;

-- one unit_load (id i64, lo text, hi text, today i64) -> @unit_load
SELECT
  (SELECT COUNT(*) FROM unit b WHERE b.path >= :lo AND b.path < :hi AND b.id <> :id AND b.parent = :id AND b.closed_on = 0),
  (SELECT COUNT(*) FROM post p WHERE p.unit = :id AND (p.until_day = 0 OR p.until_day >= :today));

-- many units_asked (contact_user i64) -> @unit
-- Those where this person is asked.
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE contact_user = :contact_user ORDER BY id LIMIT 500;

-- many people_named (q text, q_hi text, lo i64, hi i64, n i64) -> @person
-- The beginning of the name; only those of units in the range.
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, n.name, n.region,
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM users u JOIN unit n ON n.id = u.unit
WHERE u.name_zh >= :q AND u.name_zh < :q_hi AND n.region BETWEEN :lo AND :hi
ORDER BY u.name_zh, u.id LIMIT :n;

-- many people_called (q text, q_hi text, lo i64, hi i64, n i64) -> @person
-- The beginning of the login.
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, n.name, n.region,
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM users u JOIN unit n ON n.id = u.unit
WHERE u.login >= :q AND u.login < :q_hi AND n.region BETWEEN :lo AND :hi
ORDER BY u.login LIMIT :n;

-- many people_below (q text, q_hi text, path text, path_hi text, n i64) -> @person
-- The beginning of name or login, from the units on: for somebody who reaches a few of very many.
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, n.name, n.region,
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM unit n JOIN users u ON u.unit = n.id
WHERE n.path >= :path AND n.path < :path_hi
  AND ((u.name_zh >= :q AND u.name_zh < :q_hi) OR (u.login >= :q AND u.login < :q_hi))
ORDER BY n.path, u.id LIMIT :n;

-- many people_near (q text, q_hi text, lo i64, hi i64, n i64) -> @person
-- The same in a small region.
SELECT u.id, u.login, u.name_zh, u.name_en, u.phone, u.disabled,
  CASE WHEN u.password_until <> 0 THEN CAST(2 AS {I64}) WHEN u.password <> '' THEN CAST(1 AS {I64})
  ELSE CAST(0 AS {I64}) END,
  u.unit, n.name, n.region,
  COALESCE((SELECT p.role FROM post p WHERE p.user_id = u.id ORDER BY p.id LIMIT 1), '')
FROM unit n JOIN users u ON u.unit = n.id
WHERE n.region BETWEEN :lo AND :hi
  AND ((u.name_zh >= :q AND u.name_zh < :q_hi) OR (u.login >= :q AND u.login < :q_hi))
ORDER BY n.region, n.id, u.id LIMIT :n;

-- one post_insert (@post) -> id i64
INSERT INTO post (user_id, unit, role, regions, from_day, until_day, created_at)
VALUES (:user_id, :unit, :role, :regions, :from_day, :until_day, :created_at)
RETURNING id;

-- one post_get (id i64) -> @post
SELECT id, user_id, unit, role, regions, from_day, until_day, created_at FROM post WHERE id = :id;

-- many post_of_user (user_id i64) -> @post
SELECT id, user_id, unit, role, regions, from_day, until_day, created_at
FROM post WHERE user_id = :user_id ORDER BY id LIMIT 200;

-- many unit_of_person (user_id i64) -> @unit
-- That of the account and those of the posts.
SELECT id, code, name, name_en, kind, region, parent, path, contact, phone, contact_user, closed_on, version, created_at
FROM unit WHERE id IN (SELECT unit FROM users WHERE id = :user_id UNION SELECT unit FROM post WHERE user_id = :user_id);

-- many posts_held (user_id i64, today i64) -> @held_post
SELECT p.id, CAST(0 AS {I64}), p.role, p.regions, n.id, n.name, n.name_en, n.region, ''
FROM post p JOIN unit n ON n.id = p.unit AND n.closed_on = 0
WHERE p.user_id = :user_id AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
ORDER BY p.id LIMIT 50;

-- many posts_delegated (user_id i64, now i64, today i64) -> @held_post
SELECT p.id, d.id, p.role, p.regions, n.id, n.name, n.name_en, n.region, f.name_zh
FROM delegation d JOIN post p ON p.id = d.post JOIN unit n ON n.id = p.unit AND n.closed_on = 0
JOIN users f ON f.id = p.user_id
WHERE d.to_user = :user_id AND d.until_at > :now AND d.from_at <= :now
  AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
ORDER BY d.to_user, d.until_at LIMIT 50;

-- exec post_end (id i64, until_day i64)
UPDATE post SET until_day = :until_day WHERE id = :id AND (until_day = 0 OR until_day > :until_day);

-- many post_lines (lo i64, hi i64, path text, path_hi text, today i64, n i64) -> @post_line
-- Posts that have not ended, of people whose unit lies in both ranges.
SELECT u.login, w.name, p.role, p.regions, p.from_day, p.until_day
FROM unit n JOIN users u ON u.unit = n.id AND u.disabled = 0
JOIN post p ON p.user_id = u.id AND (p.until_day = 0 OR p.until_day >= :today)
JOIN unit w ON w.id = p.unit
WHERE n.region BETWEEN :lo AND :hi AND n.path >= :path AND n.path < :path_hi
ORDER BY n.region, n.id, u.id, p.id LIMIT :n;
