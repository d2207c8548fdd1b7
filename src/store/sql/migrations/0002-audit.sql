-- What was done, chained: docs/audit.md. audit_head has one row: how long the chain is and its last
-- hash; taking it locks the chain until the transaction ends.
CREATE TABLE audit (
  seq {KEY},
  at {I64} NOT NULL,
  user_id {I64} NOT NULL,
  who {TEXT} NOT NULL,
  for_user {I64} NOT NULL,
  for_login {TEXT} NOT NULL,
  address {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  region {I64} NOT NULL,
  thing {TEXT} NOT NULL,
  was {TEXT} NOT NULL,
  became {TEXT} NOT NULL,
  reason {TEXT} NOT NULL,
  hash {TEXT} NOT NULL
) {STRICT};
CREATE TABLE audit_head (
  id {KEY},
  seq {I64} NOT NULL,
  hash {TEXT} NOT NULL,
  algorithm {TEXT} NOT NULL
) {STRICT};
INSERT INTO audit_head (id, seq, hash, algorithm)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 'sha256');
