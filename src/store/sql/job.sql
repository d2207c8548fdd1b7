-- struct job: work that takes long, asked for by somebody and done by a thread of a server
--   id i64
--   kind text: of work/jobs.h
--   params text: what of, as the kind has it
--   campaign i64: 0 = none
--   region i64: that it is about
--   lang i64: enum lang it is written in
--   user_id i64: who asked
--   address text: from where
--   post i64: in which post
--   state text: waiting, running, done, failed, cancelled
--   stop bool: to be cancelled while it runs
--   worker text: thread that runs it; empty = none
--   tries i64: how often it was begun
--   done i64
--   total i64: 0 = not known yet
--   file_name text: of the result; empty = there is none
--   file_size i64
--   file_digest text: SHA-256
--   created_at i64: ms UTC
--   started_at i64
--   seen_at i64: when its thread last said that it lives
--   ended_at i64: 0 = not yet
--   error_zh text: why it failed
--   error_en text

-- struct job_part: a piece of a result
--   job i64
--   n i64
--   bytes blob

-- struct job_result: what became of a job
--   id i64
--   worker text: only if it is still this one's
--   state text
--   done i64
--   total i64
--   file_name text
--   file_size i64
--   file_digest text
--   ended_at i64
--   error_zh text
--   error_en text

-- struct post_holder: who acts in a post that counts now
--   id i64: of the account
--   login text
--   name text
--   for_user i64: whose post it is; 0 = their own
--   for_login text
--   role text
--   regions text
--   unit i64
--   unit_path text
--   region i64

-- one job_insert (@job) -> id i64
INSERT INTO job ({job.*-id}) VALUES ({job.:*-id}) RETURNING id;

-- one job_get (id i64) -> @job
SELECT {job.*} FROM job WHERE id = :id;

-- one job_same (user_id i64, kind text, params text, post i64) -> @job
-- Asked for already, and not ended.
SELECT {job.*} FROM job WHERE user_id = :user_id AND kind = :kind AND params = :params AND post = :post AND state IN ('waiting', 'running')
ORDER BY id LIMIT 1;

-- one job_counts (user_id i64) -> mine i64, waiting i64
SELECT (SELECT count(*) FROM job WHERE user_id = :user_id AND state IN ('waiting', 'running')),
  (SELECT count(*) FROM job WHERE state = 'waiting');

-- many jobs_of (user_id i64, n i64) -> @job: the newest first
SELECT {job.*} FROM job WHERE user_id = :user_id ORDER BY id DESC LIMIT :n;

-- one job_next () -> @job: the first that may begin
SELECT {job.j.*} FROM job j
WHERE j.state = 'waiting' AND NOT EXISTS (SELECT 1 FROM job r WHERE r.user_id = j.user_id AND r.state = 'running')
ORDER BY j.id LIMIT 1;

-- exec job_claim (id i64, worker text, at i64)
-- Fails with ERR_EXISTS when another server has just begun one of the same person.
UPDATE job SET state = 'running', worker = :worker, tries = tries + 1, started_at = :at, seen_at = :at, done = 0, total = 0
WHERE id = :id AND state = 'waiting';

-- one job_seen (id i64, worker text, done i64, total i64, at i64) -> stop bool
UPDATE job SET done = :done, total = :total, seen_at = :at WHERE id = :id AND worker = :worker AND state = 'running' RETURNING stop;

-- exec job_end (@job_result)
UPDATE job SET state = :state, worker = '', done = :done, total = :total, file_name = :file_name, file_size = :file_size, file_digest = :file_digest,
  ended_at = :ended_at, error_zh = :error_zh, error_en = :error_en
WHERE id = :id AND worker = :worker AND state = 'running';

-- exec job_cancel (id i64, at i64)
-- What waits is cancelled at once, what runs by its thread.
UPDATE job SET stop = 1, ended_at = CASE WHEN state = 'waiting' THEN :at ELSE 0 END, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END
WHERE id = :id AND state IN ('waiting', 'running');

-- many jobs_lost (before i64) -> @job: whose thread has not been heard of
SELECT {job.*} FROM job WHERE state = 'running' AND seen_at < :before ORDER BY id LIMIT 100;

-- exec job_again (id i64, worker text)
UPDATE job SET state = 'waiting', worker = '', done = 0, total = 0 WHERE id = :id AND worker = :worker AND state = 'running';

-- many jobs_old (before i64) -> @job
SELECT {job.*} FROM job WHERE state IN ('done', 'failed', 'cancelled') AND ended_at < :before ORDER BY id LIMIT 50;

-- exec job_delete (id i64)
DELETE FROM job WHERE id = :id;

-- exec job_part_put (@job_part)
INSERT INTO job_part ({job_part.*}) VALUES ({job_part.:*}) ON CONFLICT (job, n) DO UPDATE SET bytes = excluded.bytes;

-- exec job_parts_delete (job i64)
DELETE FROM job_part WHERE job = :job;

-- each job_parts (job i64) -> @job_part
SELECT {job_part.*} FROM job_part WHERE job = :job ORDER BY n;

-- one post_holder (user_id i64, post i64, now i64, today i64) -> @post_holder
SELECT u.id, u.login, u.name_zh, CASE WHEN p.user_id = u.id THEN 0 ELSE p.user_id END, coalesce(f.login, ''), p.role, p.regions, n.id, n.path, n.region
FROM post p JOIN users u ON u.id = :user_id JOIN unit n ON n.id = p.unit AND n.closed_on = 0
LEFT JOIN users f ON f.id = p.user_id AND p.user_id <> u.id
WHERE p.id = :post AND u.disabled = 0 AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
  AND (p.user_id = u.id OR EXISTS (SELECT 1 FROM delegation d WHERE d.post = p.id AND d.to_user = u.id AND d.from_at <= :now AND d.until_at > :now));
