-- struct campaign: a standard run in a region over a period
--   id i64
--   standard i64
--   region i64
--   name_zh text
--   name_en text
--   period_from i64: first period (base/when.h)
--   period_to i64: last period
--   demo bool: demonstration data, to be labelled as such everywhere
--   version i64: grows with every change of its values
--   created_at i64: ms UTC

-- struct subject: a region that is assessed in a campaign
--   campaign i64
--   region i64
--   kind text: of the standard's subjects
--   grp text: code of its comparison group, may be empty

-- struct round: a round of on-site checks
--   campaign i64
--   number i64: 1..
--   name_zh text
--   name_en text
--   period i64: carried by its marks
--   starts_on i64: days since 1970
--   ends_on i64: days since 1970

-- one campaign_insert (@campaign) -> id i64
INSERT INTO campaign (standard, region, name_zh, name_en, period_from, period_to, demo, version,
                      created_at)
VALUES (:standard, :region, :name_zh, :name_en, :period_from, :period_to, :demo, 1, :created_at)
RETURNING id;

-- one campaign_get (id i64) -> @campaign
SELECT id, standard, region, name_zh, name_en, period_from, period_to, demo, version, created_at
FROM campaign WHERE id = :id;

-- many campaign_page (lo i64, hi i64, after i64, n i64) -> @campaign
-- Campaigns are few: the walk by id is the page.
SELECT id, standard, region, name_zh, name_en, period_from, period_to, demo, version, created_at
FROM campaign WHERE id > :after AND region >= :lo AND region <= :hi ORDER BY id LIMIT :n;

-- one campaign_version (id i64) -> version i64
SELECT version FROM campaign WHERE id = :id;

-- exec campaign_bump (id i64)
UPDATE campaign SET version = version + 1 WHERE id = :id;

-- exec campaign_set_standard (id i64, standard i64)
UPDATE campaign SET standard = :standard, version = version + 1 WHERE id = :id;

-- bulk subject_put (@subject)
INSERT INTO subject (campaign, region, kind, grp) VALUES (:campaign, :region, :kind, :grp)
ON CONFLICT (campaign, region) DO UPDATE SET kind = excluded.kind, grp = excluded.grp;

-- many subject_page (campaign i64, lo i64, hi i64, after i64, n i64) -> @subject
SELECT campaign, region, kind, grp FROM subject
WHERE campaign = :campaign AND region >= :lo AND region <= :hi AND region > :after
ORDER BY region LIMIT :n;

-- struct subject_name: an assessed region and its name in the tree
--   region i64
--   name text

-- each subject_names (campaign i64) -> @subject_name
SELECT s.region, r.name FROM subject s JOIN region r ON r.code = s.region
WHERE s.campaign = :campaign;

-- bulk round_put (@round)
INSERT INTO round (campaign, number, name_zh, name_en, period, starts_on, ends_on)
VALUES (:campaign, :number, :name_zh, :name_en, :period, :starts_on, :ends_on)
ON CONFLICT (campaign, number) DO UPDATE
SET name_zh = excluded.name_zh, name_en = excluded.name_en, period = excluded.period,
    starts_on = excluded.starts_on, ends_on = excluded.ends_on;

-- many rounds (campaign i64) -> @round
SELECT campaign, number, name_zh, name_en, period, starts_on, ends_on FROM round
WHERE campaign = :campaign ORDER BY number;
