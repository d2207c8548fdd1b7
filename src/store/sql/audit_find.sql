-- struct audit_query: which entries; a text that is empty and a bound that is 0 ask for nothing
--   before i64: only smaller numbers
--   floor i64: and not smaller than this
--   who text: who did it
--   for_login text: acting for
--   kind_lo text: kinds from here
--   kind_hi text: to before here
--   thing text
--   lo i64: regions
--   hi i64
--   from_at i64: times, when until_at is not 0
--   until_at i64
--   n i64: at most so many

-- The same question by the index that leads fastest: one of the numbers, of a thing, of a person, of a kind.

-- many audit_find (@audit_query) -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before AND seq >= :floor
  AND (:who = '' OR who = :who)
  AND (:for_login = '' OR for_login = :for_login)
  AND (:kind_lo = '' OR (kind >= :kind_lo AND kind < :kind_hi))
  AND (:thing = '' OR thing = :thing)
  AND (:hi = 0 OR (region >= :lo AND region <= :hi))
  AND (:until_at = 0 OR (at >= :from_at AND at < :until_at))
ORDER BY seq DESC LIMIT :n;

-- many audit_find_thing (@audit_query) -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before AND seq >= :floor
  AND (:who = '' OR who = :who)
  AND (:for_login = '' OR for_login = :for_login)
  AND (:kind_lo = '' OR (kind >= :kind_lo AND kind < :kind_hi))
  AND thing = :thing
  AND (:hi = 0 OR (region >= :lo AND region <= :hi))
  AND (:until_at = 0 OR (at >= :from_at AND at < :until_at))
ORDER BY seq DESC LIMIT :n;

-- many audit_find_who (@audit_query) -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before AND seq >= :floor
  AND who = :who
  AND (:for_login = '' OR for_login = :for_login)
  AND (:kind_lo = '' OR (kind >= :kind_lo AND kind < :kind_hi))
  AND (:thing = '' OR thing = :thing)
  AND (:hi = 0 OR (region >= :lo AND region <= :hi))
  AND (:until_at = 0 OR (at >= :from_at AND at < :until_at))
ORDER BY seq DESC LIMIT :n;

-- many audit_find_for (@audit_query) -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before AND seq >= :floor
  AND (:who = '' OR who = :who)
  AND for_login = :for_login AND for_login <> ''
  AND (:kind_lo = '' OR (kind >= :kind_lo AND kind < :kind_hi))
  AND (:thing = '' OR thing = :thing)
  AND (:hi = 0 OR (region >= :lo AND region <= :hi))
  AND (:until_at = 0 OR (at >= :from_at AND at < :until_at))
ORDER BY seq DESC LIMIT :n;

-- many audit_find_kind (@audit_query) -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before AND seq >= :floor
  AND (:who = '' OR who = :who)
  AND (:for_login = '' OR for_login = :for_login)
  AND kind = :kind_lo AND kind < :kind_hi
  AND (:thing = '' OR thing = :thing)
  AND (:hi = 0 OR (region >= :lo AND region <= :hi))
  AND (:until_at = 0 OR (at >= :from_at AND at < :until_at))
ORDER BY seq DESC LIMIT :n;

-- each audit_extract (@audit_query) -> @audit
-- The oldest first, for files.
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq < :before AND seq >= :floor
  AND (:who = '' OR who = :who)
  AND (:for_login = '' OR for_login = :for_login)
  AND (:kind_lo = '' OR (kind >= :kind_lo AND kind < :kind_hi))
  AND (:thing = '' OR thing = :thing)
  AND (:hi = 0 OR (region >= :lo AND region <= :hi))
  AND (:until_at = 0 OR (at >= :from_at AND at < :until_at))
ORDER BY seq LIMIT :n;

-- The number of the n-th entry from there back, and how many there are up to it: where one page stops looking.

-- one audit_back_thing (key text, before i64, n i64) -> seq i64, n i64
SELECT coalesce(min(seq), 0), count(*) FROM (
  SELECT seq FROM audit WHERE thing = :key AND seq < :before ORDER BY seq DESC LIMIT :n) AS back;

-- one audit_back_who (key text, before i64, n i64) -> seq i64, n i64
SELECT coalesce(min(seq), 0), count(*) FROM (
  SELECT seq FROM audit WHERE who = :key AND seq < :before ORDER BY seq DESC LIMIT :n) AS back;

-- one audit_back_for (key text, before i64, n i64) -> seq i64, n i64
SELECT coalesce(min(seq), 0), count(*) FROM (
  SELECT seq FROM audit WHERE for_login = :key AND for_login <> '' AND seq < :before ORDER BY seq DESC LIMIT :n) AS back;

-- one audit_back_kind (key text, before i64, n i64) -> seq i64, n i64
SELECT coalesce(min(seq), 0), count(*) FROM (
  SELECT seq FROM audit WHERE kind = :key AND seq < :before ORDER BY seq DESC LIMIT :n) AS back;

-- one audit_between (from_at i64, until_at i64) -> first i64, last i64
-- The numbers of the entries of a time; 0 when there are none. The clock may have been set back.
SELECT coalesce(min(seq), 0), coalesce(max(seq), 0) FROM audit
WHERE at >= :from_at AND at < :until_at;

-- one audit_get (seq i64) -> @audit
SELECT seq, at, user_id, who, for_user, for_login, address, kind, region, thing,
  was, became, reason, hash
FROM audit WHERE seq = :seq;
