-- one schema_version () -> version i64
SELECT version FROM schema_version;

-- exec schema_version_set (version i64)
UPDATE schema_version SET version = :version;
