-- struct saved_view: what somebody chose to see of a list, kept under a name
--   id i64
--   user_id i64: whose
--   unit i64: of their post; those in it see it when it is shared
--   page text: findings
--   name text
--   query text: of the page's address
--   shared bool
--   standard bool: opened when the page is
--   version i64
--   changed_at i64: ms UTC

-- struct saved_view_line: with its owner, as others see it
--   id i64
--   user_id i64
--   owner text
--   name text
--   query text
--   shared bool
--   standard bool
--   version i64
--   changed_at i64

-- one saved_view_insert (@saved_view) -> id i64
INSERT INTO saved_view ({saved_view.*-id}) VALUES ({saved_view.:*-id}) RETURNING id;

-- one saved_view_get (id i64) -> @saved_view
SELECT {saved_view.*} FROM saved_view WHERE id = :id;

-- many saved_views_own (user_id i64, page text) -> @saved_view_line
SELECT v.id, v.user_id, u.name_zh, v.name, v.query, v.shared, v.standard, v.version, v.changed_at
FROM saved_view v JOIN users u ON u.id = v.user_id WHERE v.user_id = :user_id AND v.page = :page ORDER BY v.name, v.id;

-- many saved_views_unit (unit i64, user_id i64, page text) -> @saved_view_line
-- Shared by others of the unit.
SELECT v.id, v.user_id, u.name_zh, v.name, v.query, v.shared, CAST(0 AS {I64}), v.version, v.changed_at
FROM saved_view v JOIN users u ON u.id = v.user_id
WHERE v.shared = 1 AND v.unit = :unit AND v.page = :page AND v.user_id <> :user_id ORDER BY v.name, v.id LIMIT 200;

-- exec saved_view_update (@saved_view)
UPDATE saved_view SET unit = :unit, name = :name, query = :query, shared = :shared, standard = :standard, version = version + 1, changed_at = :changed_at
WHERE id = :id AND version = :version;

-- exec saved_view_no_standard (user_id i64, page text, id i64)
UPDATE saved_view SET standard = 0 WHERE user_id = :user_id AND page = :page AND id <> :id AND standard = 1;

-- exec saved_view_delete (id i64)
DELETE FROM saved_view WHERE id = :id;
