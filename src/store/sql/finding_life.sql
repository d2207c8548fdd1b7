-- What belongs to one finding; its structs stand in finding.sql.

-- bulk finding_defect_insert (@finding_defect)
INSERT INTO finding_defect ({finding_defect.*}) VALUES ({finding_defect.:*});

-- many finding_defects (finding i64) -> @finding_defect
SELECT {finding_defect.*} FROM finding_defect WHERE finding = :finding ORDER BY n;

-- exec finding_defect_move (finding i64, n i64, to_finding i64, to_n i64)
UPDATE finding_defect SET finding = :to_finding, n = :to_n WHERE finding = :finding AND n = :n;

-- bulk finding_unit_put (@finding_unit)
INSERT INTO finding_unit ({finding_unit.*}) VALUES ({finding_unit.:*})
ON CONFLICT (finding, unit) DO UPDATE SET part = excluded.part, state = excluded.state, waiting = excluded.waiting,
  due_at = excluded.due_at, remind_at = 0, asked_at = excluded.asked_at, fixed_at = excluded.fixed_at, answer = excluded.answer;

-- many finding_units (finding i64) -> @finding_unit_line
SELECT w.finding, w.unit, u.name, u.name_en, u.path, u.region, w.part, w.state, w.asked_at, w.fixed_at, w.answer
FROM finding_unit w JOIN unit u ON u.id = w.unit WHERE w.finding = :finding ORDER BY w.part DESC, w.unit;

-- exec finding_units_follow (finding i64, due_at i64, waiting bool)
-- All that still have something to do, when the deadline or the state of the finding changes.
UPDATE finding_unit SET due_at = :due_at, remind_at = 0, waiting = (CASE WHEN state IN ('asked', 'claimed') THEN :waiting ELSE 0 END)
WHERE finding = :finding;

-- one finding_unit_load (unit i64) -> n i64
SELECT count(*) FROM finding_unit WHERE unit = :unit AND waiting = 1;

-- one finding_step_last (finding i64) -> n i64
SELECT coalesce(max(n), 0) FROM finding_step WHERE finding = :finding;

-- bulk finding_step_insert (@finding_step)
INSERT INTO finding_step ({finding_step.*}) VALUES ({finding_step.:*});

-- one finding_step_by_key (finding i64, key text) -> @finding_step
SELECT {finding_step.*} FROM finding_step WHERE finding = :finding AND key = :key AND key <> '';

-- many finding_steps (finding i64, n i64) -> @finding_step_line
-- The newest first.
SELECT s.n, s.at, coalesce(a.name_zh, ''), coalesce(a.name_en, ''), coalesce(b.name_zh, ''), coalesce(u.name, ''), s.action, s.was,
  s.became, s.due_at, s.reason, s.detail
FROM finding_step s LEFT JOIN users a ON a.id = s.user_id LEFT JOIN users b ON b.id = s.for_user LEFT JOIN unit u ON u.id = s.unit
WHERE s.finding = :finding ORDER BY s.n DESC LIMIT :n;

-- exec finding_hand_put (finding i64, user_id i64, hand text)
INSERT INTO finding_hand (finding, user_id, hand) VALUES (:finding, :user_id, :hand)
ON CONFLICT (finding, user_id, hand) DO NOTHING;

-- many finding_hands_of (finding i64, user_id i64, for_user i64) -> @finding_held
SELECT hand FROM finding_hand WHERE finding = :finding AND user_id IN (:user_id, :for_user);

-- exec finding_hands_copy (finding i64, to_finding i64)
INSERT INTO finding_hand (finding, user_id, hand)
SELECT :to_finding, user_id, hand FROM finding_hand WHERE finding = :finding
ON CONFLICT (finding, user_id, hand) DO NOTHING;

-- exec finding_request_insert (@finding_request)
INSERT INTO finding_request ({finding_request.*}) VALUES ({finding_request.:*});

-- many finding_requests (finding i64) -> @finding_request
SELECT {finding_request.*} FROM finding_request WHERE finding = :finding ORDER BY n;

-- exec finding_request_decide (finding i64, n i64, decided_at i64, decided_by i64, granted bool, given text, answer text)
UPDATE finding_request SET decided_at = :decided_at, decided_by = :decided_by, granted = :granted, given = :given, answer = :answer
WHERE finding = :finding AND n = :n AND decided_at = 0;

-- exec finding_pause_begin (finding i64, from_at i64)
INSERT INTO finding_pause (finding, from_at, to_at) VALUES (:finding, :from_at, 0) ON CONFLICT (finding, from_at) DO UPDATE SET to_at = 0;

-- exec finding_pause_end (finding i64, to_at i64)
UPDATE finding_pause SET to_at = :to_at WHERE finding = :finding AND to_at = 0;

-- many finding_pauses (finding i64) -> @finding_pause
SELECT {finding_pause.*} FROM finding_pause WHERE finding = :finding ORDER BY from_at;

-- bulk finding_stage_put (@finding_stage)
INSERT INTO finding_stage ({finding_stage.*}) VALUES ({finding_stage.:*})
ON CONFLICT (finding, n) DO UPDATE SET target = excluded.target, due_on = excluded.due_on, done_on = excluded.done_on;

-- many finding_stages (finding i64) -> @finding_stage
SELECT {finding_stage.*} FROM finding_stage WHERE finding = :finding ORDER BY n;
