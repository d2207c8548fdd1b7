-- Passwords that are codes or must be changed; where a session came from.
ALTER TABLE users ADD COLUMN password_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN password_until {I64} NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN must_change {I64} NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN address {TEXT} NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN agent {TEXT} NOT NULL DEFAULT '';
