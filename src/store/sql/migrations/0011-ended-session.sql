-- Sessions that were ended before their time: whoever shows such a cookie again has a copy of it.
CREATE TABLE ended_session (
  hash {BLOB} NOT NULL PRIMARY KEY,
  user_id {I64} NOT NULL REFERENCES users (id),
  began_at {I64} NOT NULL,
  refused_at {I64} NOT NULL
) {STRICT};
CREATE INDEX ended_session_by_begin ON ended_session (began_at);
