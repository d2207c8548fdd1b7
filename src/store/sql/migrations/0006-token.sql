-- Tokens of programs.
CREATE TABLE token (
  id {ID},
  name {TEXT} NOT NULL,
  role {TEXT} NOT NULL,
  region {I64} NOT NULL,
  permissions {TEXT} NOT NULL,
  hash {BLOB} NOT NULL UNIQUE,
  created_by {I64} NOT NULL,
  created_at {I64} NOT NULL,
  expires_at {I64} NOT NULL,
  ended_at {I64} NOT NULL,
  used_at {I64} NOT NULL,
  used_from {TEXT} NOT NULL,
  refused_at {I64} NOT NULL
) {STRICT};
