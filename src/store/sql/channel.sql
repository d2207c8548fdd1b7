-- struct channel: where messages go out to
--   id i64
--   name text
--   kind text: wecom, dingtalk, feishu, webhook, sms or smtp
--   region i64: messages about findings in it
--   unit i64: only what this unit is told; 0 = all
--   kinds text: of messages, with blanks between; empty = all
--   lang text: zh or en
--   host text: of the address, to show
--   url text: sealed
--   login text: of an SMTP server; empty = none
--   secret text: sealed; empty = none
--   sender text: SMTP
--   receivers text: addresses or numbers, commas between
--   template text: body for an SMS gateway
--   quiet_from i64: minute of the day in China; the same as quiet_to = never
--   quiet_to i64
--   per_hour i64: at most so many messages
--   active bool
--   version i64

-- struct channel_state: how it goes with a channel
--   id i64
--   fails i64: in a row
--   next_at i64: not before
--   waiting i64

-- struct channel_for: a channel that may be told of something
--   id i64
--   unit i64
--   kinds text

-- struct sending: a message on its way out of a channel
--   id i64
--   channel i64
--   campaign i64
--   finding i64
--   kind text: of message.h, or test
--   data text
--   key text: the same goes out once
--   at i64
--   state text: waiting, sent or given_up
--   tries i64
--   sent_at i64: 0 = not yet
--   together i64: the first of those that were sent as one; 0 = it is the first
--   answer text: the last one, shortened

-- struct sending_sum: what waits in a channel
--   n i64
--   last i64: id

-- one channel_insert (@channel) -> id i64
INSERT INTO channel ({channel.*-id}) VALUES ({channel.:*-id}) RETURNING id;

-- exec channel_update (@channel)
-- What went wrong before is tried anew at once.
UPDATE channel SET name = :name, kind = :kind, region = :region, unit = :unit, kinds = :kinds, lang = :lang, host = :host, url = :url,
  login = :login, secret = :secret, sender = :sender, receivers = :receivers, template = :template, quiet_from = :quiet_from,
  quiet_to = :quiet_to, per_hour = :per_hour, active = :active, fails = 0, next_at = 0, version = version + 1
WHERE id = :id AND version = :version;

-- one channel_get (id i64) -> @channel
SELECT {channel.*} FROM channel WHERE id = :id;

-- many channel_page (lo i64, hi i64, after i64, n i64) -> @channel
SELECT {channel.*} FROM channel WHERE region >= :lo AND region <= :hi AND id > :after ORDER BY id LIMIT :n;

-- many channel_states (lo i64, hi i64) -> @channel_state
SELECT c.id, c.fails, c.next_at, (SELECT count(*) FROM sending s WHERE s.channel = c.id AND s.state = 'waiting')
FROM channel c WHERE c.region >= :lo AND c.region <= :hi ORDER BY c.id LIMIT 200;

-- many channels_for (a i64, b i64, c i64, d i64, e i64) -> @channel_for
SELECT id, unit, kinds FROM channel WHERE region IN (:a, :b, :c, :d, :e) AND active = 1 ORDER BY id LIMIT 100;

-- bulk sending_insert (@sending)
INSERT INTO sending ({sending.*-id}) VALUES ({sending.:*-id}) ON CONFLICT (channel, key) DO NOTHING;

-- many channels_due (now i64, n i64) -> @channel_state
-- With something to send, and nobody at it.
SELECT c.id, c.fails, c.next_at, CAST(0 AS {I64}) FROM channel c
WHERE c.id > 0 AND c.active = 1 AND c.next_at <= :now AND c.lease < :now
  AND EXISTS (SELECT 1 FROM sending s WHERE s.channel = c.id AND s.state = 'waiting') ORDER BY c.id LIMIT :n;

-- exec channel_claim (id i64, now i64, lease i64, lease_by i64)
UPDATE channel SET lease = :lease, lease_by = :lease_by WHERE id = :id AND lease < :now AND next_at <= :now AND active = 1;

-- exec channel_release (id i64, lease_by i64, fails i64, next_at i64)
UPDATE channel SET lease = 0, fails = :fails, next_at = :next_at WHERE id = :id AND lease_by = :lease_by;

-- one sending_waiting (channel i64) -> @sending_sum
SELECT count(*), coalesce(max(id), 0) FROM sending WHERE channel = :channel AND state = 'waiting';

-- many sending_next (channel i64, n i64) -> @sending
SELECT {sending.*} FROM sending WHERE channel = :channel AND state = 'waiting' ORDER BY id LIMIT :n;

-- one sending_recent (channel i64, since i64) -> n i64, first i64
SELECT count(*), coalesce(min(sent_at), 0) FROM sending WHERE channel = :channel AND sent_at > :since AND sent_at <> 0 AND together = 0;

-- exec sending_try (channel i64, last i64)
UPDATE sending SET tries = tries + 1 WHERE channel = :channel AND state = 'waiting' AND id <= :last;

-- exec sending_done (channel i64, first i64, last i64, sent_at i64, answer text)
-- Those that were counted in; one that a slower transaction brought meanwhile has not been tried.
UPDATE sending SET state = 'sent', sent_at = :sent_at, answer = :answer, together = (CASE WHEN id = :first THEN 0 ELSE :first END)
WHERE channel = :channel AND state = 'waiting' AND id <= :last AND tries > 0;

-- exec sending_failed (channel i64, last i64, old i64, answer text)
-- What waits since before `old` is given up.
UPDATE sending SET answer = :answer, state = (CASE WHEN at < :old THEN 'given_up' ELSE 'waiting' END)
WHERE channel = :channel AND state = 'waiting' AND id <= :last AND tries > 0;

-- exec sending_again (channel i64, now i64)
-- As new: what was given up is tried for as long as anything else.
UPDATE sending SET state = 'waiting', at = :now WHERE channel = :channel AND state = 'given_up';

-- exec channel_at_once (id i64)
UPDATE channel SET next_at = 0, fails = 0 WHERE id = :id;

-- many sending_page (channel i64, before i64, n i64) -> @sending
SELECT {sending.*} FROM sending WHERE channel = :channel AND id < :before ORDER BY id DESC LIMIT :n;

-- exec sending_forget (before i64, n i64)
DELETE FROM sending WHERE id IN (SELECT s.id FROM sending s WHERE s.state <> 'waiting' AND s.at < :before ORDER BY s.at LIMIT :n);
