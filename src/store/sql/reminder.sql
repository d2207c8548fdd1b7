-- struct reminder: when people are reminded of a deadline, and when supervision rises
--   campaign i64
--   n i64: 1..
--   moment text: before or after
--   amount text: canonical limit, as domain/deadline.h has it
--   level text: enum finding_level by code; empty = it is told, nothing more
--   active bool

-- struct finding_told: a rule was applied to a unit's part of a finding with this deadline
--   finding i64
--   unit i64
--   rule text: moment and amount
--   due_at i64
--   at i64

-- struct to_remind: a unit's part of a finding whose next reminder is due
--   finding i64
--   unit i64

-- many reminders (campaign i64) -> @reminder
SELECT {reminder.*} FROM reminder WHERE campaign = :campaign ORDER BY n;

-- exec reminders_clear (campaign i64)
DELETE FROM reminder WHERE campaign = :campaign;

-- bulk reminder_insert (@reminder)
INSERT INTO reminder ({reminder.*}) VALUES ({reminder.:*});

-- many units_to_remind (now i64, n i64) -> @to_remind
SELECT finding, unit FROM finding_unit WHERE waiting = 1 AND remind_at <= :now ORDER BY remind_at, finding, unit LIMIT :n;

-- one units_to_remind_count (now i64) -> n i64
SELECT count(*) FROM finding_unit WHERE waiting = 1 AND remind_at <= :now;

-- exec unit_remind_at (finding i64, unit i64, remind_at i64)
UPDATE finding_unit SET remind_at = :remind_at WHERE finding = :finding AND unit = :unit;

-- exec campaign_remind_anew (campaign i64)
-- The rules have changed: all that is open is looked at again.
UPDATE finding_unit SET remind_at = 0 WHERE waiting = 1 AND finding IN (SELECT id FROM finding WHERE campaign = :campaign AND open = 1);

-- exec finding_told_put (@finding_told)
INSERT INTO finding_told ({finding_told.*}) VALUES ({finding_told.:*}) ON CONFLICT (finding, unit, rule, due_at) DO NOTHING;
