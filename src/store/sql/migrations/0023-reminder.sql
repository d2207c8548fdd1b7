-- Reminders before and after a deadline, and what was told by them (docs/messages.md).
ALTER TABLE finding_unit ADD COLUMN remind_at {I64} NOT NULL DEFAULT 0;
CREATE INDEX finding_unit_remind ON finding_unit (remind_at, finding, unit) WHERE waiting = 1;
CREATE TABLE reminder (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  n {I64} NOT NULL,
  moment {TEXT} NOT NULL,
  amount {TEXT} NOT NULL,
  level {TEXT} NOT NULL,
  active {I64} NOT NULL,
  PRIMARY KEY (campaign, n)
) {STRICT};
CREATE TABLE finding_told (
  finding {I64} NOT NULL REFERENCES finding (id),
  unit {I64} NOT NULL,
  rule {TEXT} NOT NULL,
  due_at {I64} NOT NULL,
  at {I64} NOT NULL,
  PRIMARY KEY (finding, unit, rule, due_at)
) {STRICT};
