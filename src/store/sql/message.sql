-- struct message: something that whoever acts in a post is told
--   id i64
--   post i64
--   campaign i64
--   finding i64: 0 = about none
--   unit i64: in which it waits for somebody; 0 = none
--   kind text: enum message_kind by code
--   data text: a JSON object of what the text is made with
--   key text: the same is told once to a post
--   at i64: ms UTC
--   read_at i64: 0 = unread
--   read_by i64: user

-- struct told_post: a post that can be told something
--   post i64
--   user_id i64
--   unit i64
--   role text
--   regions text: chosen for it
--   region i64: of the unit

-- bulk message_insert (@message)
INSERT INTO message ({message.*-id}) VALUES ({message.:*-id}) ON CONFLICT (post, key) DO NOTHING;

-- many posts_of_finding (finding i64, today i64) -> @told_post
-- Of the units that take part.
SELECT p.id, p.user_id, p.unit, p.role, p.regions, n.region
FROM finding_unit w JOIN post p ON p.unit = w.unit JOIN unit n ON n.id = w.unit JOIN users u ON u.id = p.user_id
WHERE w.finding = :finding AND u.disabled = 0 AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
ORDER BY p.unit, p.id LIMIT 500;

-- many posts_of_offices (a i64, b i64, c i64, d i64, e i64, today i64) -> @told_post
-- Who coordinates, re-checks or leads in one of these regions.
SELECT p.id, p.user_id, p.unit, p.role, p.regions, n.region
FROM unit n JOIN post p ON p.unit = n.id JOIN users u ON u.id = p.user_id
WHERE n.region IN (:a, :b, :c, :d, :e) AND p.role IN ('coordinator', 'inspector', 'leader') AND u.disabled = 0
  AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
ORDER BY p.id LIMIT 500;

-- many posts_of_colleagues (post i64, today i64) -> @told_post
-- The same role in the same unit, by somebody else.
SELECT p.id, p.user_id, p.unit, p.role, p.regions, n.region
FROM post o JOIN post p ON p.unit = o.unit AND p.role = o.role AND p.user_id <> o.user_id
JOIN unit n ON n.id = p.unit JOIN users u ON u.id = p.user_id
WHERE o.id = :post AND u.disabled = 0 AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day > :today)
ORDER BY p.id LIMIT 20;

-- exec message_copy (post i64, to_post i64)
-- What is unread goes to another post, too.
INSERT INTO message (post, campaign, finding, unit, kind, data, key, at, read_at, read_by)
SELECT :to_post, campaign, finding, unit, kind, data, key, at, 0, 0 FROM message WHERE post = :post AND read_at = 0
ON CONFLICT (post, key) DO NOTHING;

-- exec message_drop_unread (post i64)
DELETE FROM message WHERE post = :post AND read_at = 0;

-- one message_unread (user_id i64, now i64, today i64) -> n i64
-- At most 100.
SELECT count(*) FROM (SELECT m.id FROM message m WHERE m.read_at = 0 AND m.post IN (
  SELECT p.id FROM post p WHERE p.user_id = :user_id AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
  UNION SELECT d.post FROM delegation d JOIN post q ON q.id = d.post
  WHERE d.to_user = :user_id AND d.until_at > :now AND d.from_at <= :now AND q.from_day <= :today
    AND (q.until_day = 0 OR q.until_day >= :today)) LIMIT 100) AS mine;

-- many message_page (user_id i64, now i64, today i64, unread bool, kind text, before i64, n i64) -> @message
-- The newest first; before: the id of the last one, kind empty = all.
SELECT m.id, m.post, m.campaign, m.finding, m.unit, m.kind, m.data, m.key, m.at, m.read_at, m.read_by
FROM message m WHERE m.id + 0 < :before AND (:unread = 0 OR m.read_at = 0) AND (:kind = '' OR m.kind = :kind) AND m.post IN (
  SELECT p.id FROM post p WHERE p.user_id = :user_id AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
  UNION SELECT d.post FROM delegation d JOIN post q ON q.id = d.post
  WHERE d.to_user = :user_id AND d.until_at > :now AND d.from_at <= :now AND q.from_day <= :today
    AND (q.until_day = 0 OR q.until_day >= :today))
ORDER BY m.id + 0 DESC LIMIT :n;

-- exec message_mark (user_id i64, now i64, today i64, first i64, last i64)
-- As read, those of first .. last that are one's own.
UPDATE message SET read_at = :now, read_by = :user_id WHERE id + 0 >= :first AND id + 0 <= :last AND read_at = 0 AND post IN (
  SELECT p.id FROM post p WHERE p.user_id = :user_id AND p.from_day <= :today AND (p.until_day = 0 OR p.until_day >= :today)
  UNION SELECT d.post FROM delegation d JOIN post q ON q.id = d.post
  WHERE d.to_user = :user_id AND d.until_at > :now AND d.from_at <= :now AND q.from_day <= :today
    AND (q.until_day = 0 OR q.until_day >= :today));

-- exec message_forget (before i64, n i64)
-- Read so long ago; at most n.
DELETE FROM message WHERE id IN (SELECT m.id FROM message m WHERE m.read_at <> 0 AND m.read_at < :before ORDER BY m.read_at LIMIT :n);
