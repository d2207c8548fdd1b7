-- Work that takes long (docs/jobs.md).
CREATE TABLE job (
  id {ID},
  kind {TEXT} NOT NULL,
  params {TEXT} NOT NULL,
  campaign {I64} NOT NULL,
  region {I64} NOT NULL,
  lang {I64} NOT NULL,
  user_id {I64} NOT NULL REFERENCES users (id),
  address {TEXT} NOT NULL,
  post {I64} NOT NULL,
  state {TEXT} NOT NULL,
  stop {I64} NOT NULL,
  worker {TEXT} NOT NULL,
  tries {I64} NOT NULL,
  done {I64} NOT NULL,
  total {I64} NOT NULL,
  file_name {TEXT} NOT NULL,
  file_size {I64} NOT NULL,
  file_digest {TEXT} NOT NULL,
  created_at {I64} NOT NULL,
  started_at {I64} NOT NULL,
  seen_at {I64} NOT NULL,
  ended_at {I64} NOT NULL,
  error_zh {TEXT} NOT NULL,
  error_en {TEXT} NOT NULL
) {STRICT};
CREATE INDEX job_by_state ON job (state, id);
CREATE INDEX job_by_user ON job (user_id, id);
CREATE UNIQUE INDEX job_one_running ON job (user_id) WHERE state = 'running';
CREATE TABLE job_part (
  job {I64} NOT NULL REFERENCES job (id),
  n {I64} NOT NULL,
  bytes {BLOB} NOT NULL,
  PRIMARY KEY (job, n)
) {STRICT};
