-- A region's own working calendar, over the shipped one: days that are not as the week or the shipped table says, and duty hours by
-- season. What stands nearer to a place counts.
CREATE TABLE calendar_day (
  region {I64} NOT NULL,
  day {I64} NOT NULL,
  works {I64} NOT NULL,
  name_zh {TEXT} NOT NULL,
  name_en {TEXT} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL,
  PRIMARY KEY (region, day)
) {STRICT};
CREATE TABLE calendar_duty (
  region {I64} NOT NULL,
  from_day {I64} NOT NULL,
  hours {TEXT} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL,
  PRIMARY KEY (region, from_day)
) {STRICT};
