-- struct finding_mapping: which column of a list is what
--   heads text: SHA-256 of the heads
--   fields text: one for each column, a comma between
--   changed_by i64
--   changed_at i64

-- one finding_mapping_get (heads text) -> @finding_mapping
SELECT {finding_mapping.*} FROM finding_mapping WHERE heads = :heads;

-- exec finding_mapping_put (@finding_mapping)
INSERT INTO finding_mapping ({finding_mapping.*}) VALUES ({finding_mapping.:*})
ON CONFLICT (heads) DO UPDATE SET fields = excluded.fields, changed_by = excluded.changed_by, changed_at = excluded.changed_at;
