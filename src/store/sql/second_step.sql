-- struct totp: one-time codes of an account (RFC 6238)
--   user_id i64
--   secret text: sealed, see work/secret.h
--   confirmed_at i64: ms UTC; 0 = being set up
--   last_step i64: of the last code that was accepted; no code opens twice

-- struct login_step: a login that is not through yet
--   hash blob: of the cookie
--   kind text: code, oidc
--   user_id i64: 0 = not known yet
--   data text
--   expires_at i64: ms UTC

-- one totp_get (user_id i64) -> @totp
SELECT user_id, secret, confirmed_at, last_step FROM totp WHERE user_id = :user_id;

-- exec totp_put (@totp)
INSERT INTO totp (user_id, secret, confirmed_at, last_step)
VALUES (:user_id, :secret, :confirmed_at, :last_step)
ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret,
  confirmed_at = excluded.confirmed_at, last_step = excluded.last_step;

-- one totp_use (user_id i64, step i64) -> user_id i64
UPDATE totp SET last_step = :step WHERE user_id = :user_id AND last_step < :step
RETURNING user_id;

-- exec totp_delete (user_id i64)
DELETE FROM totp WHERE user_id = :user_id;

-- exec recovery_add (user_id i64, hash blob)
INSERT INTO recovery_code (user_id, hash) VALUES (:user_id, :hash);

-- one recovery_use (user_id i64, hash blob) -> user_id i64
DELETE FROM recovery_code WHERE user_id = :user_id AND hash = :hash RETURNING user_id;

-- one recovery_count (user_id i64) -> n i64
SELECT count(*) FROM recovery_code WHERE user_id = :user_id;

-- exec recovery_clear (user_id i64)
DELETE FROM recovery_code WHERE user_id = :user_id;

-- exec login_step_add (@login_step)
INSERT INTO login_step (hash, kind, user_id, data, expires_at)
VALUES (:hash, :kind, :user_id, :data, :expires_at);

-- one login_step_get (hash blob, kind text, now i64) -> @login_step
SELECT hash, kind, user_id, data, expires_at FROM login_step
WHERE hash = :hash AND kind = :kind AND expires_at > :now;

-- one login_step_end (hash blob) -> user_id i64
DELETE FROM login_step WHERE hash = :hash RETURNING user_id;

-- exec login_step_expire (now i64)
DELETE FROM login_step WHERE expires_at <= :now;

-- exec login_step_of_user (user_id i64)
DELETE FROM login_step WHERE user_id = :user_id;
