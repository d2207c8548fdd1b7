-- struct setting: what the security administrator decided; absent = the default
--   name text
--   value text
--   changed_by i64: 0 = the console
--   changed_at i64: ms UTC

-- many setting_all () -> @setting
SELECT name, value, changed_by, changed_at FROM setting;

-- exec setting_put (@setting)
INSERT INTO setting (name, value, changed_by, changed_at)
VALUES (:name, :value, :changed_by, :changed_at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by,
  changed_at = excluded.changed_at;
