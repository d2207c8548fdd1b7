-- People are told once of a finding that waits for longer than it may: up to which one they were (docs/messages.md).
CREATE TABLE stage_told (
  one {I64} NOT NULL PRIMARY KEY CHECK (one = 1),
  stage_due_at {I64} NOT NULL,
  finding {I64} NOT NULL
) {STRICT};
CREATE INDEX finding_by_stage_moment ON finding (stage_due_at, id) WHERE stage_due_at > 0;
