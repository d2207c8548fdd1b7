-- Settings, and the second step of a login.
CREATE TABLE setting (
  name {TEXT} NOT NULL PRIMARY KEY,
  value {TEXT} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL
) {STRICT};

CREATE TABLE totp (
  user_id {I64} NOT NULL PRIMARY KEY REFERENCES users (id),
  secret {TEXT} NOT NULL,
  confirmed_at {I64} NOT NULL,
  last_step {I64} NOT NULL
) {STRICT};
CREATE TABLE recovery_code (
  user_id {I64} NOT NULL REFERENCES users (id),
  hash {BLOB} NOT NULL,
  PRIMARY KEY (user_id, hash)
) {STRICT};

CREATE TABLE login_step (
  hash {BLOB} NOT NULL PRIMARY KEY,
  kind {TEXT} NOT NULL,
  user_id {I64} NOT NULL,
  data {TEXT} NOT NULL,
  expires_at {I64} NOT NULL
) {STRICT};
CREATE INDEX login_step_by_expiry ON login_step (expires_at);
CREATE INDEX login_step_by_user ON login_step (user_id);

ALTER TABLE session ADD COLUMN enrol {I64} NOT NULL DEFAULT 0;
