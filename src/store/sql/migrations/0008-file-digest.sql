-- SHA-256 of a stored file; empty for those that were stored before this column was.
ALTER TABLE standard_file ADD COLUMN digest {TEXT} NOT NULL DEFAULT '';
