-- A token belongs to a unit and reaches what the unit does. 0: one of before, which keeps its region.
ALTER TABLE token ADD COLUMN unit {I64} NOT NULL DEFAULT 0;
