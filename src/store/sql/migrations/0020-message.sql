-- What people are told: an inbox for each post (docs/messages.md).
CREATE TABLE message (
  id {ID},
  post {I64} NOT NULL REFERENCES post (id),
  campaign {I64} NOT NULL,
  finding {I64} NOT NULL,
  unit {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  data {TEXT} NOT NULL,
  key {TEXT} NOT NULL,
  at {I64} NOT NULL,
  read_at {I64} NOT NULL,
  read_by {I64} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX message_once ON message (post, key);
CREATE INDEX message_unread ON message (post, id) WHERE read_at = 0;
CREATE INDEX message_read ON message (read_at, id) WHERE read_at <> 0;
CREATE INDEX message_by_post ON message (post, id);
