-- Channels: where messages go out to, and what was sent (docs/messages.md).
CREATE TABLE channel (
  id {ID},
  name {TEXT} NOT NULL,
  kind {TEXT} NOT NULL,
  region {I64} NOT NULL,
  unit {I64} NOT NULL,
  kinds {TEXT} NOT NULL,
  lang {TEXT} NOT NULL,
  host {TEXT} NOT NULL,
  url {TEXT} NOT NULL,
  login {TEXT} NOT NULL,
  secret {TEXT} NOT NULL,
  sender {TEXT} NOT NULL,
  receivers {TEXT} NOT NULL,
  template {TEXT} NOT NULL,
  quiet_from {I64} NOT NULL,
  quiet_to {I64} NOT NULL,
  per_hour {I64} NOT NULL,
  active {I64} NOT NULL,
  version {I64} NOT NULL,
  fails {I64} NOT NULL DEFAULT 0,
  next_at {I64} NOT NULL DEFAULT 0,
  lease {I64} NOT NULL DEFAULT 0,
  lease_by {I64} NOT NULL DEFAULT 0
) {STRICT};
CREATE INDEX channel_by_region ON channel (region, id);
CREATE TABLE sending (
  id {ID},
  channel {I64} NOT NULL REFERENCES channel (id),
  campaign {I64} NOT NULL,
  finding {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  data {TEXT} NOT NULL,
  key {TEXT} NOT NULL,
  at {I64} NOT NULL,
  state {TEXT} NOT NULL,
  tries {I64} NOT NULL,
  sent_at {I64} NOT NULL,
  together {I64} NOT NULL,
  answer {TEXT} NOT NULL
) {STRICT};
CREATE UNIQUE INDEX sending_once ON sending (channel, key);
CREATE INDEX sending_waits ON sending (channel, id) WHERE state = 'waiting';
CREATE INDEX sending_by_channel ON sending (channel, id);
CREATE INDEX sending_sent ON sending (channel, sent_at) WHERE sent_at <> 0 AND together = 0;
CREATE INDEX sending_old ON sending (at, id) WHERE state <> 'waiting';
