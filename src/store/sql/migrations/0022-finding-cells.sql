-- Counters of findings, so that boards and rates read few rows (docs/numbers.md).
CREATE TABLE finding_count (
  campaign {I64} NOT NULL,
  county {I64} NOT NULL,
  round {I64} NOT NULL,
  source {TEXT} NOT NULL,
  state {TEXT} NOT NULL,
  severity {I64} NOT NULL,
  owned {I64} NOT NULL,
  repeated {I64} NOT NULL,
  n {I64} NOT NULL,
  PRIMARY KEY (campaign, county, round, source, state, severity, owned, repeated)
) {KEYED};
CREATE TABLE finding_age (
  campaign {I64} NOT NULL,
  county {I64} NOT NULL,
  day {I64} NOT NULL,
  n {I64} NOT NULL,
  PRIMARY KEY (campaign, county, day)
) {KEYED};
CREATE TABLE finding_due_county (
  campaign {I64} NOT NULL,
  span {I64} NOT NULL,
  since {I64} NOT NULL,
  county {I64} NOT NULL,
  fixed {I64} NOT NULL,
  fixed_late {I64} NOT NULL,
  closed {I64} NOT NULL,
  closed_late {I64} NOT NULL,
  running {I64} NOT NULL,
  suspended {I64} NOT NULL,
  returned {I64} NOT NULL,
  returned_running {I64} NOT NULL,
  PRIMARY KEY (campaign, span, since, county)
) {KEYED};
CREATE TABLE finding_due_unit (
  campaign {I64} NOT NULL,
  county {I64} NOT NULL,
  since {I64} NOT NULL,
  unit {I64} NOT NULL,
  fixed {I64} NOT NULL,
  fixed_late {I64} NOT NULL,
  closed {I64} NOT NULL,
  closed_late {I64} NOT NULL,
  running {I64} NOT NULL,
  suspended {I64} NOT NULL,
  returned {I64} NOT NULL,
  returned_running {I64} NOT NULL,
  PRIMARY KEY (campaign, county, since, unit)
) {KEYED};
-- What runs against a deadline, by deadline: late and due soon.
CREATE INDEX finding_running ON finding (campaign, county, due_at, region, state) WHERE state IN ('dispatched', 'fixing');

-- What each finding is counted as. The month of the deadline is that of the day in China, by the arithmetic of base/when.c.
CREATE VIEW finding_counted AS
SELECT campaign, county, region, round, source, CASE WHEN good = 1 THEN 'noted' ELSE state END AS state,
  CASE WHEN open = 1 THEN severity ELSE 0 END AS severity, CASE WHEN open = 1 AND lead_unit <> 0 THEN 1 ELSE 0 END AS owned,
  CASE WHEN repeat_of <> 0 THEN 1 ELSE 0 END AS repeated, open, (found_at + 28800000) / 86400000 AS day
FROM finding;
CREATE VIEW finding_cell AS
SELECT campaign, county, unit, day, (era * 400 + yoe + mp / 10) * 100 + mp + 3 - 12 * (mp / 10) AS month, fixed, fixed_late, closed,
  closed_late, running, suspended, returned, returned_running
FROM (SELECT d.*, (5 * doy + 2) / 153 AS mp
FROM (SELECT c.*, doe - (365 * yoe + yoe / 4 - yoe / 100) AS doy
FROM (SELECT b.*, (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365 AS yoe
FROM (SELECT a.*, (day + 719468) / 146097 AS era, (day + 719468) % 146097 AS doe
FROM (SELECT campaign, county, lead_unit AS unit, (due_at + 28800000) / 86400000 AS day,
    CASE WHEN state = 'fixed' AND fixed_at <= due_at THEN 1 ELSE 0 END AS fixed,
    CASE WHEN state = 'fixed' AND fixed_at > due_at THEN 1 ELSE 0 END AS fixed_late,
    CASE WHEN state = 'closed' AND fixed_at <= due_at THEN 1 ELSE 0 END AS closed,
    CASE WHEN state = 'closed' AND fixed_at > due_at THEN 1 ELSE 0 END AS closed_late,
    CASE WHEN state IN ('dispatched', 'fixing') THEN 1 ELSE 0 END AS running,
    CASE WHEN state = 'suspended' THEN 1 ELSE 0 END AS suspended,
    CASE WHEN state IN ('fixed', 'closed') THEN returns ELSE 0 END AS returned,
    CASE WHEN state IN ('dispatched', 'fixing') THEN returns ELSE 0 END AS returned_running
  FROM finding
  WHERE good = 0 AND due_at > 0 AND state IN ('dispatched', 'fixing', 'fixed', 'closed', 'suspended')) a) b) c) d) e;

INSERT INTO finding_count
SELECT campaign, county, round, source, state, severity, owned, repeated, count(*) FROM finding_counted
GROUP BY campaign, county, round, source, state, severity, owned, repeated;
INSERT INTO finding_age SELECT campaign, county, day, count(*) FROM finding_counted WHERE open = 1 GROUP BY campaign, county, day;
INSERT INTO finding_due_county
SELECT campaign, 0, day, county, sum(fixed), sum(fixed_late), sum(closed), sum(closed_late), sum(running), sum(suspended), sum(returned),
  sum(returned_running) FROM finding_cell GROUP BY campaign, day, county;
INSERT INTO finding_due_county
SELECT campaign, 1, month, county, sum(fixed), sum(fixed_late), sum(closed), sum(closed_late), sum(running), sum(suspended), sum(returned),
  sum(returned_running) FROM finding_cell GROUP BY campaign, month, county;
INSERT INTO finding_due_unit
SELECT campaign, county, month, unit, sum(fixed), sum(fixed_late), sum(closed), sum(closed_late), sum(running), sum(suspended),
  sum(returned), sum(returned_running) FROM finding_cell GROUP BY campaign, county, month, unit;
