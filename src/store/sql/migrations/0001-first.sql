-- The whole of the first edition: docs/data-model.md says what a row of each table is.
CREATE TABLE region (
  code {KEY},
  name {TEXT} NOT NULL,
  level {I64} NOT NULL,
  initials {TEXT} NOT NULL,
  opened {I64} NOT NULL,
  closed {I64} NOT NULL
) {STRICT};
CREATE INDEX region_by_level ON region {LEVEL_CODE} WHERE closed = 0;
CREATE INDEX region_by_name ON region (level, name) WHERE closed = 0;
CREATE INDEX region_by_initials ON region (level, initials) WHERE closed = 0;

CREATE TABLE region_link (
  old_code {I64} NOT NULL,
  new_code {I64} NOT NULL,
  on_date {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  old_name {TEXT} NOT NULL,
  PRIMARY KEY (old_code, new_code, on_date)
) {STRICT};
CREATE INDEX region_link_by_new ON region_link (new_code, on_date);

CREATE TABLE standard (
  id {ID},
  code {TEXT} NOT NULL,
  edition {TEXT} NOT NULL,
  name_zh {TEXT} NOT NULL,
  name_en {TEXT} NOT NULL,
  digest {TEXT} NOT NULL,
  follows {I64} NOT NULL,
  imported_at {I64} NOT NULL,
  UNIQUE (code, edition)
) {STRICT};
CREATE TABLE standard_file (
  standard {I64} NOT NULL REFERENCES standard (id),
  name {TEXT} NOT NULL,
  content {BLOB} NOT NULL,
  PRIMARY KEY (standard, name)
) {STRICT};
CREATE TABLE standard_part (
  standard {I64} NOT NULL REFERENCES standard (id),
  kind {TEXT} NOT NULL,
  code {TEXT} NOT NULL,
  digest {TEXT} NOT NULL,
  PRIMARY KEY (standard, kind, code)
) {STRICT};

CREATE TABLE users (
  id {ID},
  login {TEXT} NOT NULL UNIQUE,
  name_zh {TEXT} NOT NULL,
  name_en {TEXT} NOT NULL,
  role {TEXT} NOT NULL,
  region {I64} NOT NULL,
  password {TEXT} NOT NULL,
  disabled {I64} NOT NULL,
  created_at {I64} NOT NULL
) {STRICT};
CREATE TABLE session (
  hash {BLOB} NOT NULL PRIMARY KEY,
  user_id {I64} NOT NULL REFERENCES users (id),
  created_at {I64} NOT NULL,
  seen_at {I64} NOT NULL,
  expires_at {I64} NOT NULL
) {STRICT};
CREATE INDEX session_by_expiry ON session (expires_at);
CREATE INDEX session_by_user ON session (user_id);
CREATE TABLE login_failure (
  who {TEXT} NOT NULL PRIMARY KEY,
  failures {I64} NOT NULL,
  first_at {I64} NOT NULL,
  last_at {I64} NOT NULL
) {STRICT};
CREATE INDEX login_failure_by_age ON login_failure (last_at);

CREATE TABLE basis_confirmation (
  standard {I64} NOT NULL REFERENCES standard (id),
  kind {TEXT} NOT NULL,
  code {TEXT} NOT NULL,
  user_id {I64} NOT NULL REFERENCES users (id),
  confirmed_at {I64} NOT NULL,
  note {TEXT} NOT NULL,
  PRIMARY KEY (standard, kind, code)
) {STRICT};

CREATE TABLE campaign (
  id {ID},
  standard {I64} NOT NULL REFERENCES standard (id),
  region {I64} NOT NULL,
  name_zh {TEXT} NOT NULL,
  name_en {TEXT} NOT NULL,
  period_from {I64} NOT NULL,
  period_to {I64} NOT NULL,
  demo {I64} NOT NULL,
  version {I64} NOT NULL,
  created_at {I64} NOT NULL
) {STRICT};
CREATE TABLE subject (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  region {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  grp {TEXT} NOT NULL,
  PRIMARY KEY (campaign, region)
) {STRICT};
CREATE TABLE round (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  number {I64} NOT NULL,
  name_zh {TEXT} NOT NULL,
  name_en {TEXT} NOT NULL,
  period {I64} NOT NULL,
  starts_on {I64} NOT NULL,
  ends_on {I64} NOT NULL,
  PRIMARY KEY (campaign, number),
  UNIQUE (campaign, period)
) {STRICT};

CREATE TABLE place (
  id {ID},
  region {I64} NOT NULL,
  kind {TEXT} NOT NULL,
  name {TEXT} NOT NULL,
  UNIQUE (region, kind, name)
) {STRICT};
CREATE INDEX place_by_region ON place (region, id);

CREATE TABLE value (
  id {ID},
  campaign {I64} NOT NULL REFERENCES campaign (id),
  region {I64} NOT NULL,
  place {I64} NOT NULL,
  code {TEXT} NOT NULL,
  part {TEXT} NOT NULL,
  period {I64} NOT NULL,
  state {I64} NOT NULL,
  number {I64},
  numerator {I64},
  denominator {I64},
  source {TEXT} NOT NULL,
  note {TEXT} NOT NULL,
  version {I64} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL,
  UNIQUE (campaign, region, place, code, part, period)
) {STRICT};
CREATE INDEX value_by_campaign ON value (campaign, id);
CREATE TABLE value_history (
  value {I64} NOT NULL REFERENCES value (id),
  version {I64} NOT NULL,
  state {I64} NOT NULL,
  number {I64},
  numerator {I64},
  denominator {I64},
  source {TEXT} NOT NULL,
  note {TEXT} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL,
  PRIMARY KEY (value, version)
) {STRICT};

CREATE TABLE finding (
  id {ID},
  campaign {I64} NOT NULL REFERENCES campaign (id),
  round {I64} NOT NULL,
  region {I64} NOT NULL,
  place {I64} NOT NULL,
  item {TEXT} NOT NULL,
  description {TEXT} NOT NULL,
  found_on {I64} NOT NULL,
  due_on {I64} NOT NULL,
  closed_on {I64} NOT NULL
) {STRICT};
CREATE INDEX finding_by_region ON finding (campaign, region, id);
CREATE INDEX finding_open ON finding (campaign, region, id, closed_on) WHERE closed_on = 0;

CREATE TABLE bulletin_sequence (
  campaign {I64} NOT NULL REFERENCES campaign (id),
  year {I64} NOT NULL,
  last {I64} NOT NULL,
  PRIMARY KEY (campaign, year)
) {STRICT};
CREATE TABLE bulletin (
  id {ID},
  campaign {I64} NOT NULL REFERENCES campaign (id),
  year {I64} NOT NULL,
  number {I64} NOT NULL,
  period {I64} NOT NULL,
  title_zh {TEXT} NOT NULL,
  title_en {TEXT} NOT NULL,
  made_on {I64} NOT NULL,
  made_by {I64} NOT NULL,
  cut {BLOB} NOT NULL,
  digest {TEXT} NOT NULL,
  UNIQUE (campaign, year, number)
) {STRICT};
CREATE INDEX bulletin_by_campaign ON bulletin (campaign, id);
