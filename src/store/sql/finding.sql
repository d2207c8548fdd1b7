-- struct finding: a defect seen at a place against an item, or a good example
--   id i64
--   campaign i64
--   round i64: number of the round; 0 = none
--   region i64
--   county i64: that the region lies in; the region itself when it is larger
--   place i64: 0 = none
--   item text: of the standard's checklists; empty = none
--   source text: enum finding_source by code
--   key text: given by whoever reported it; empty = none
--   good bool: an example, not a defect
--   description text
--   address text: where, when no place is known
--   lat i64?: millionths of a degree, WGS 84
--   lon i64?
--   severity i64: 1 general, 2 serious, 3 critical
--   found_at i64: ms UTC
--   found_by i64: user; 0 = nobody with an account
--   finder text: who found it, in words
--   repeat_of i64: the finding it came back from; 0 = none
--   form text: enum finding_form by code; empty = not dispatched yet
--   requirement text: what is to be done
--   time_limit text: canonical, as domain/deadline.h has it; empty = none
--   from_at i64: when the clock started; 0 = it did not
--   due_at i64: ms UTC; 0 = none
--   state text: enum finding_state by code
--   open bool: as its state says
--   paused_at i64: since when the clock stands; 0 = it does not
--   lead_unit i64: 0 = none
--   into_id i64: the finding it was merged into, or split from; 0 = none
--   filed_at i64: 0 = not yet
--   fixed_at i64: the last time
--   closed_at i64: the last time; 0 = open
--   on_site bool: closed after a re-check at the place
--   returns i64: how often it was returned
--   reopened i64: how often
--   supervised i64: highest level, 1..; 0 = never
--   version i64: counts the changes
--   need text: what the fix must show, enum finding_need by code; empty = words
--   need_reason text: why
--   flagged i64: how many photos of the fix or the re-check have flags
--   stage_due_at i64: until when it may wait in its state, frozen when it came to it; 0 = as long as it takes

-- struct finding_unit: a unit that answers for a finding
--   finding i64
--   unit i64
--   part text: lead or co
--   state text: asked, claimed, fixed, declined
--   waiting bool: something is to be done by it
--   due_at i64: of the finding
--   asked_at i64
--   fixed_at i64: 0 = not yet
--   answer text: what it did

-- struct finding_step: one act on a finding
--   finding i64
--   n i64: 1..
--   at i64
--   user_id i64: 0 = the command line
--   for_user i64: acting for; 0 = for nobody else
--   unit i64: in whose name; 0 = none
--   action text: report, import or enum finding_action by code
--   was text: the state before; empty = there was none
--   became text
--   due_at i64: after it
--   reason text
--   detail text: a JSON object of what else was said; empty = nothing
--   key text: given by whoever did it; empty = none

-- struct finding_step_line: the same with names, as the trail shows it
--   n i64
--   at i64
--   name_zh text
--   name_en text
--   for_zh text: empty = for nobody else
--   unit_name text
--   action text
--   was text
--   became text
--   due_at i64
--   reason text
--   detail text

-- struct finding_unit_line: a unit of a finding with its name
--   finding i64
--   unit i64
--   name text
--   name_en text
--   path text
--   region i64
--   part text
--   state text
--   asked_at i64
--   fixed_at i64
--   answer text

-- struct finding_request: a unit asks for more time, or appeals
--   finding i64
--   n i64: 1..
--   kind text: extension or appeal
--   unit i64
--   user_id i64
--   at i64
--   reason text
--   wanted text: limit; empty = none
--   given text: the limit that was granted
--   was text: state before it
--   decided_at i64: 0 = waits
--   decided_by i64
--   granted bool
--   answer text

-- struct finding_pause: the clock of a finding stands still
--   finding i64
--   from_at i64
--   to_at i64: 0 = still

-- struct finding_stage: a target of a long-term project
--   finding i64
--   n i64
--   target text
--   due_on i64: day
--   done_on i64: day; 0 = not yet

-- struct finding_defect: one of several
--   finding i64
--   n i64
--   description text

-- struct finding_line: a finding as lists show it
--   id i64
--   round i64
--   region i64
--   place i64
--   place_name text
--   place_kind text
--   item text
--   source text
--   good bool
--   description text
--   address text
--   severity i64
--   found_at i64
--   repeat_of i64
--   form text
--   due_at i64
--   state text
--   open bool
--   paused_at i64
--   lead_unit i64
--   lead_name text
--   lead_name_en text
--   closed_at i64
--   on_site bool
--   returns i64
--   reopened i64
--   supervised i64
--   version i64
--   flagged i64
--   stage_due_at i64

-- struct finding_closing: what a lead unit's closings were like
--   unit i64: 0 = none led
--   name text
--   name_en text
--   closed i64
--   paper i64: closed without a re-check at the place
--   reopened i64: open again after a closing, or closed again since
--   returned i64: closed after a re-check had returned it
--   late i64: closed after the deadline
--   flagged i64: closed with photos that have flags

-- struct finding_like: an earlier finding of the same place and item
--   id i64
--   region i64
--   found_at i64
--   state text
--   description text

-- struct finding_held: what somebody has done with a finding
--   hand text: enum finding_hand by code

-- bulk finding_insert (@finding)
INSERT INTO finding ({finding.*-id}) VALUES ({finding.:*-id});

-- one finding_add (@finding) -> id i64
INSERT INTO finding ({finding.*-id}) VALUES ({finding.:*-id}) RETURNING id;

-- one finding_get (id i64) -> @finding
SELECT {finding.*} FROM finding WHERE id = :id;

-- one finding_by_key (campaign i64, key text) -> @finding
SELECT {finding.*} FROM finding WHERE campaign = :campaign AND key = :key AND key <> '';

-- exec finding_update (@finding)
-- version: that it was read with.
UPDATE finding SET form = :form, requirement = :requirement, time_limit = :time_limit, from_at = :from_at, due_at = :due_at,
  state = :state, open = :open, paused_at = :paused_at, lead_unit = :lead_unit, into_id = :into_id, filed_at = :filed_at,
  fixed_at = :fixed_at, closed_at = :closed_at, on_site = :on_site, returns = :returns, reopened = :reopened,
  supervised = :supervised, repeat_of = :repeat_of, need = :need, need_reason = :need_reason,
  stage_due_at = :stage_due_at, version = version + 1
WHERE id = :id AND version = :version;

-- one finding_open_count (campaign i64, lo i64, hi i64) -> n i64
SELECT count(*) FROM finding WHERE campaign = :campaign AND region >= :lo AND region <= :hi AND open = 1;

-- many finding_open_counts (campaign i64, lo i64, hi i64) -> region i64, n i64
-- Of every region that has any.
SELECT region, count(*) FROM finding
WHERE campaign = :campaign AND region >= :lo AND region <= :hi AND open = 1
GROUP BY region ORDER BY region;

-- one finding_line_get (id i64) -> @finding_line
SELECT {finding_line.f.*} FROM finding_line f WHERE f.id = :id;

-- many finding_like (campaign i64, place i64, item text) -> @finding_like
-- The last ones of the same place and item: has it come back?
SELECT {finding_like.*} FROM finding
WHERE place = :place AND item = :item AND place <> 0 AND campaign = :campaign ORDER BY id DESC LIMIT 5;

-- many finding_closings (campaign i64, county i64, lo i64, hi i64, from_at i64, until_at i64) -> @finding_closing
SELECT f.lead_unit, coalesce(max(u.name), ''), coalesce(max(u.name_en), ''), sum(CASE WHEN f.state = 'closed' THEN 1 ELSE 0 END),
  sum(CASE WHEN f.state = 'closed' AND f.on_site = 0 THEN 1 ELSE 0 END), sum(CASE WHEN f.reopened > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN f.state = 'closed' AND f.returns > 0 THEN 1 ELSE 0 END),
  sum(CASE WHEN f.state = 'closed' AND f.due_at > 0 AND f.fixed_at > f.due_at THEN 1 ELSE 0 END),
  sum(CASE WHEN f.state = 'closed' AND f.flagged > 0 THEN 1 ELSE 0 END)
FROM finding f LEFT JOIN unit u ON u.id = f.lead_unit
WHERE f.campaign = :campaign AND f.county >= :county AND f.county <= :hi AND f.region >= :lo AND f.region <= :hi AND f.good = 0
  AND (f.state = 'closed' OR f.reopened > 0) AND (f.reopened > 0 OR (f.closed_at >= :from_at AND f.closed_at < :until_at))
GROUP BY f.lead_unit ORDER BY f.lead_unit;
