-- Units that stand in a paper (a ranking, a list), what they say to it, and what a campaign has switched off.
CREATE TABLE paper_unit (
  paper {I64} NOT NULL REFERENCES paper (id),
  unit {I64} NOT NULL REFERENCES unit (id),
  list {TEXT} NOT NULL,
  grp {TEXT} NOT NULL,
  place {I64} NOT NULL,
  reason {TEXT} NOT NULL,
  off_at {I64} NOT NULL,
  off_by {I64} NOT NULL,
  off_how {TEXT} NOT NULL,
  off_reason {TEXT} NOT NULL,
  PRIMARY KEY (paper, unit)
) {STRICT};
CREATE TABLE paper_reply (
  paper {I64} NOT NULL REFERENCES paper (id),
  unit {I64} NOT NULL REFERENCES unit (id),
  n {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  at {I64} NOT NULL,
  user_id {I64} NOT NULL,
  for_user {I64} NOT NULL,
  message {TEXT} NOT NULL,
  decided_at {I64} NOT NULL,
  decided_by {I64} NOT NULL,
  granted {I64} NOT NULL,
  answer {TEXT} NOT NULL,
  PRIMARY KEY (paper, unit, n)
) {STRICT};
CREATE TABLE campaign_switch (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  name {TEXT} NOT NULL,
  off {I64} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL,
  PRIMARY KEY (campaign, name)
) {STRICT};
