-- Tables of what was found are read from one index: a finding's row lies anywhere in the file, and there may be a million.
DROP INDEX finding_by_found_county;
CREATE INDEX finding_by_found_county ON finding (campaign, county, found_at, id, region, item, lead_unit, place, state, good, open, due_at,
  returns, repeat_of);
