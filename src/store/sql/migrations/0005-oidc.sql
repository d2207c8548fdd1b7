-- Logins through a login service.
CREATE TABLE oidc_link (
  issuer {TEXT} NOT NULL,
  sub {TEXT} NOT NULL,
  user_id {I64} NOT NULL REFERENCES users (id),
  linked_at {I64} NOT NULL,
  PRIMARY KEY (issuer, sub),
  UNIQUE (issuer, user_id)
) {STRICT};
ALTER TABLE session ADD COLUMN outside {I64} NOT NULL DEFAULT 0;
