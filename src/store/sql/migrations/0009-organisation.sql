-- People are changed by several, units are searched, whoever leaves is looked up everywhere.
ALTER TABLE users ADD COLUMN version {I64} NOT NULL DEFAULT 1;
CREATE INDEX users_by_name ON users (name_zh, id);
CREATE INDEX unit_by_contact ON unit (contact_user, id);
