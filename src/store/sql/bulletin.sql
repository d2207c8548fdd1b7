-- struct bulletin: a numbered, dated ranking made from a frozen cut of data
--   id i64
--   campaign i64
--   year i64
--   number i64: 1.. within campaign and year
--   period i64
--   title_zh text
--   title_en text
--   made_on i64: days since 1970
--   made_by i64: user
--   cut blob: the data it was made from
--   digest text: SHA-256 (hex) of cut

-- struct bulletin_head: a bulletin without its cut
--   id i64
--   campaign i64
--   year i64
--   number i64
--   period i64
--   title_zh text
--   title_en text
--   made_on i64
--   made_by i64
--   digest text

-- one bulletin_number (campaign i64, year i64) -> last i64
-- The next number; the row lock keeps a second server from taking the same.
INSERT INTO bulletin_sequence (campaign, year, last) VALUES (:campaign, :year, 1)
ON CONFLICT (campaign, year) DO UPDATE SET last = bulletin_sequence.last + 1 RETURNING last;

-- one bulletin_insert (@bulletin) -> id i64
INSERT INTO bulletin (campaign, year, number, period, title_zh, title_en, made_on, made_by, cut,
                      digest)
VALUES (:campaign, :year, :number, :period, :title_zh, :title_en, :made_on, :made_by, :cut,
        :digest) RETURNING id;

-- one bulletin_get (id i64) -> @bulletin
SELECT id, campaign, year, number, period, title_zh, title_en, made_on, made_by, cut, digest
FROM bulletin WHERE id = :id;

-- many bulletin_page (campaign i64, before i64, n i64) -> @bulletin_head
-- The latest first.
SELECT id, campaign, year, number, period, title_zh, title_en, made_on, made_by, digest
FROM bulletin WHERE campaign = :campaign AND id < :before ORDER BY id DESC LIMIT :n;
