-- struct user: an account
--   id i64
--   login text: unique
--   name_zh text
--   name_en text
--   password text: argon2id, as libsodium writes it; empty = none
--   password_at i64: when it was set, ms UTC
--   password_until i64: a one-time code, usable until then, ms UTC; 0 = a password
--   must_change bool: a password of one's own has to be set first
--   disabled bool
--   created_at i64: ms UTC
--   unit i64: the unit that the account belongs to; 0 = none
--   phone text
--   version i64: counts the changes of what an administrator writes

-- struct user_name: who did something
--   id i64
--   name_zh text

-- struct session: someone is logged in
--   hash blob: of the cookie
--   user_id i64
--   created_at i64: ms UTC
--   seen_at i64: ms UTC
--   expires_at i64: ms UTC
--   enrol bool: one-time codes have to be set up first
--   outside bool: a login service vouched; no password here is asked for
--   address text: where the login came from
--   agent text: what the browser says it is
--   post i64: acts in it; 0 = none
--   delegation i64: because of it; 0 = the post is the own one

-- struct session_user: who is logged in, since when, and in which post
--   id i64
--   login text
--   name_zh text
--   name_en text
--   must_change i64: 0 = no, 1 = there is no password, 2 = it is too old or somebody else's
--   enrol bool
--   began_at i64: ms UTC
--   seen_at i64: ms UTC
--   for_user i64: who delegated the post; 0 = it is the own one
--   for_login text
--   post i64: 0 = none that is valid now; nothing of the following then
--   role text
--   regions text: chosen for the post
--   unit i64: 0 = it is closed, and the post counts for nothing
--   unit_path text
--   unit_name text
--   unit_name_en text
--   region i64: of the unit

-- struct ended_session: whose session was ended before its time
--   id i64: of the account
--   login text
--   refused_at i64: when its use was last an entry; 0 = never

-- struct login_failure: wrong passwords of a login name or an address
--   who text
--   failures i64: since first_at
--   first_at i64: ms UTC
--   last_at i64: ms UTC

-- one user_insert (@user) -> id i64
INSERT INTO users (login, name_zh, name_en, password, password_at, password_until, must_change,
  disabled, created_at, unit, phone, version)
VALUES (:login, :name_zh, :name_en, :password, :password_at, :password_until, :must_change,
  :disabled, :created_at, :unit, :phone, :version)
RETURNING id;

-- one user_get (id i64) -> @user
SELECT id, login, name_zh, name_en, password, password_at, password_until, must_change, disabled,
  created_at, unit, phone, version
FROM users WHERE id = :id;

-- one user_find (login text) -> @user
SELECT id, login, name_zh, name_en, password, password_at, password_until, must_change, disabled,
  created_at, unit, phone, version
FROM users WHERE login = :login;

-- many user_page (after i64, n i64) -> @user
SELECT id, login, name_zh, name_en, password, password_at, password_until, must_change, disabled,
  created_at, unit, phone, version
FROM users WHERE id > :after ORDER BY id LIMIT :n;

-- exec user_set_password (id i64, password text, at i64, until i64, must_change bool)
UPDATE users SET password = :password, password_at = :at, password_until = :until,
  must_change = :must_change
WHERE id = :id;

-- one user_spend_code (id i64) -> id i64
-- A one-time code opens the door once.
UPDATE users SET password = '', password_until = 0 WHERE id = :id AND password_until <> 0
RETURNING id;

-- exec user_update (@user)
-- Names, unit, phone and whether the account is closed.
UPDATE users SET name_zh = :name_zh, name_en = :name_en, unit = :unit, phone = :phone, disabled = :disabled,
  version = :version + 1
WHERE id = :id AND version = :version;

-- exec user_must_change (id i64)
UPDATE users SET must_change = 1 WHERE id = :id;

-- exec user_set_disabled (id i64, disabled bool)
UPDATE users SET disabled = :disabled WHERE id = :id;

-- exec session_insert (@session)
INSERT INTO session (hash, user_id, created_at, seen_at, expires_at, enrol, outside, address,
  agent, post, delegation)
VALUES (:hash, :user_id, :created_at, :seen_at, :expires_at, :enrol, :outside, :address, :agent,
  :post, :delegation);

-- one session_get (hash blob) -> @session
SELECT hash, user_id, created_at, seen_at, expires_at, enrol, outside, address, agent, post,
  delegation
FROM session WHERE hash = :hash;

-- one session_user (hash blob, now i64, today i64) -> @session_user
-- A post counts while it lasts and its unit is open; a delegated one while the delegation lasts, too.
SELECT u.id, u.login, u.name_zh, u.name_en,
  CASE WHEN s.outside = 1 THEN 0 * u.must_change
  WHEN u.password <> '' THEN 2 * u.must_change ELSE u.must_change END,
  s.enrol, s.created_at, s.seen_at, COALESCE(f.id, 0),
  COALESCE(f.login, ''), COALESCE(p.id, 0), COALESCE(p.role, ''), COALESCE(p.regions, ''),
  COALESCE(n.id, 0), COALESCE(n.path, ''), COALESCE(n.name, ''), COALESCE(n.name_en, ''),
  COALESCE(n.region, 0)
FROM session s JOIN users u ON u.id = s.user_id
LEFT JOIN delegation d ON d.id = s.delegation AND d.to_user = u.id AND d.from_at <= :now
  AND d.until_at > :now
LEFT JOIN post p ON p.id = s.post
  AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
  AND ((s.delegation = 0 AND p.user_id = u.id) OR p.id = d.post)
LEFT JOIN unit n ON n.id = p.unit AND n.closed_on = 0
LEFT JOIN users f ON f.id = p.user_id AND s.delegation <> 0
WHERE s.hash = :hash AND s.expires_at > :now AND u.disabled = 0;

-- exec session_act (hash blob, post i64, delegation i64)
UPDATE session SET post = :post, delegation = :delegation WHERE hash = :hash;

-- exec session_seen (hash blob, seen_at i64, expires_at i64)
UPDATE session SET seen_at = :seen_at, expires_at = :expires_at
WHERE hash = :hash AND seen_at < :seen_at;

-- exec session_delete (hash blob)
DELETE FROM session WHERE hash = :hash;

-- exec session_ended (hash blob)
INSERT INTO ended_session (hash, user_id, began_at, refused_at)
SELECT hash, user_id, created_at, 0 FROM session WHERE hash = :hash
ON CONFLICT (hash) DO NOTHING;

-- exec session_ended_others (user_id i64, hash blob)
INSERT INTO ended_session (hash, user_id, began_at, refused_at)
SELECT hash, user_id, created_at, 0 FROM session WHERE user_id = :user_id AND hash <> :hash
ON CONFLICT (hash) DO NOTHING;

-- one ended_session_find (hash blob) -> @ended_session
SELECT u.id, u.login, e.refused_at
FROM ended_session e JOIN users u ON u.id = e.user_id WHERE e.hash = :hash;

-- exec ended_session_refused (hash blob, at i64)
UPDATE ended_session SET refused_at = :at WHERE hash = :hash;

-- exec ended_session_expire (before i64)
DELETE FROM ended_session WHERE began_at < :before;

-- many session_of_user (user_id i64, now i64, n i64) -> @session
SELECT hash, user_id, created_at, seen_at, expires_at, enrol, outside, address, agent, post,
  delegation
FROM session WHERE user_id = :user_id AND expires_at > :now ORDER BY seen_at DESC, hash LIMIT :n;

-- exec session_enrol (user_id i64, enrol bool)
UPDATE session SET enrol = :enrol WHERE user_id = :user_id;

-- exec session_delete_others (user_id i64, hash blob)
DELETE FROM session WHERE user_id = :user_id AND hash <> :hash;

-- exec session_delete_expired (now i64)
DELETE FROM session WHERE expires_at <= :now;

-- one login_failure_get (who text) -> @login_failure
SELECT who, failures, first_at, last_at FROM login_failure WHERE who = :who;

-- one login_failure_add (who text, now i64, since i64) -> failures i64
-- Counts anew when the last failure is older than since.
INSERT INTO login_failure (who, failures, first_at, last_at) VALUES (:who, 1, :now, :now)
ON CONFLICT (who) DO UPDATE SET
  failures = CASE WHEN login_failure.last_at < :since THEN 1 ELSE login_failure.failures + 1 END,
  first_at = CASE WHEN login_failure.last_at < :since THEN excluded.first_at
             ELSE login_failure.first_at END,
  last_at = excluded.last_at
RETURNING failures;

-- exec login_failure_clear (who text)
DELETE FROM login_failure WHERE who = :who;

-- exec login_failure_delete_old (before i64)
DELETE FROM login_failure WHERE last_at < :before;
