-- struct place: something that can be visited
--   id i64
--   region i64: it stands in
--   kind text: of the standard's checklists
--   name text: unique by region and kind

-- one place_put (region i64, kind text, name text) -> id i64
INSERT INTO place (region, kind, name) VALUES (:region, :kind, :name)
ON CONFLICT (region, kind, name) DO UPDATE SET name = excluded.name RETURNING id;

-- one place_get (id i64) -> @place
SELECT id, region, kind, name FROM place WHERE id = :id;

-- many place_page (hi i64, after_region i64, after_id i64, n i64) -> @place
SELECT id, region, kind, name FROM place
WHERE region <= :hi AND (region, id) > (:after_region, :after_id)
ORDER BY region, id LIMIT :n;
