-- Which column of a list of findings is what, as somebody said for a list with the same heads.
CREATE TABLE finding_mapping (
  heads {TEXT} NOT NULL PRIMARY KEY,
  fields {TEXT} NOT NULL,
  changed_by {I64} NOT NULL,
  changed_at {I64} NOT NULL
) {STRICT};
