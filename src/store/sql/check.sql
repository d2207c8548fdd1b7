-- What must hold between rows, beyond what the database enforces. Each statement gives the keys of the
-- first rows for which it does not.

-- each check_region_level () -> row text
SELECT CAST(code AS TEXT) AS row FROM region WHERE level < 1 OR level > 6 OR name = '' LIMIT 20;

-- each check_region_link () -> row text
SELECT CAST(old_code AS TEXT) || ' ' || CAST(new_code AS TEXT) AS row FROM region_link
WHERE NOT EXISTS (SELECT 1 FROM region WHERE code = old_code)
  AND NOT EXISTS (SELECT 1 FROM region WHERE code = new_code) LIMIT 20;

-- each check_campaign_region () -> row text
SELECT CAST(id AS TEXT) AS row FROM campaign
WHERE region <> 0 AND NOT EXISTS (SELECT 1 FROM region r WHERE r.code = campaign.region) LIMIT 20;

-- each check_campaign_standard () -> row text
SELECT CAST(id AS TEXT) AS row FROM campaign
WHERE NOT EXISTS (SELECT 1 FROM standard s WHERE s.id = campaign.standard)
  OR period_from > period_to LIMIT 20;

-- each check_subject_region () -> row text
SELECT CAST(campaign AS TEXT) || ' ' || CAST(region AS TEXT) AS row FROM subject
WHERE NOT EXISTS (SELECT 1 FROM region r WHERE r.code = subject.region)
  OR NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = subject.campaign) LIMIT 20;

-- each check_place_region () -> row text
SELECT CAST(id AS TEXT) AS row FROM place
WHERE NOT EXISTS (SELECT 1 FROM region r WHERE r.code = place.region) LIMIT 20;

-- each check_value_region () -> row text
SELECT CAST(id AS TEXT) AS row FROM value
WHERE NOT EXISTS (SELECT 1 FROM region r WHERE r.code = value.region) LIMIT 20;

-- each check_value_campaign () -> row text
SELECT CAST(id AS TEXT) AS row FROM value
WHERE NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = value.campaign) LIMIT 20;

-- each check_value_place () -> row text
SELECT CAST(id AS TEXT) AS row FROM value
WHERE place <> 0 AND NOT EXISTS (SELECT 1 FROM place p WHERE p.id = value.place) LIMIT 20;

-- each check_value_state () -> row text
SELECT CAST(id AS TEXT) AS row FROM value
WHERE state < 0 OR state > 4 OR version < 1 OR code = '' OR (numerator IS NULL) <> (denominator IS NULL)
  OR period % 100 > 12 OR period < 190000 LIMIT 20;

-- each check_history_value () -> row text
SELECT CAST(value AS TEXT) || ' ' || CAST(version AS TEXT) AS row FROM value_history
WHERE NOT EXISTS (SELECT 1 FROM value v WHERE v.id = value_history.value
                  AND v.version > value_history.version) LIMIT 20;

-- each check_finding_region () -> row text
SELECT CAST(id AS TEXT) AS row FROM finding
WHERE NOT EXISTS (SELECT 1 FROM region r WHERE r.code = finding.region)
  OR NOT EXISTS (SELECT 1 FROM campaign c WHERE c.id = finding.campaign)
  OR (round <> 0 AND NOT EXISTS (SELECT 1 FROM round n WHERE n.campaign = finding.campaign
                                 AND n.number = finding.round))
  OR (place <> 0 AND NOT EXISTS (SELECT 1 FROM place p WHERE p.id = finding.place)) LIMIT 20;

-- each check_proof_finding () -> row text
SELECT CAST(id AS TEXT) AS row FROM proof
WHERE NOT EXISTS (SELECT 1 FROM finding f WHERE f.id = proof.finding AND f.campaign = proof.campaign)
  OR (kind = 'measure') <> (sha256 = '') OR (kind = 'photo') <> (thumb <> '') LIMIT 20;

-- each check_proof_flag () -> row text
SELECT CAST(proof AS TEXT) || ' ' || kind AS row FROM proof_flag
WHERE other <> 0 AND NOT EXISTS (SELECT 1 FROM proof o WHERE o.id = proof_flag.other) LIMIT 20;

-- each check_bulletin_number () -> row text
SELECT CAST(id AS TEXT) AS row FROM bulletin
WHERE NOT EXISTS (SELECT 1 FROM bulletin_sequence s WHERE s.campaign = bulletin.campaign
                  AND s.year = bulletin.year AND s.last >= bulletin.number) LIMIT 20;

-- each check_paper_number () -> row text
SELECT CAST(id AS TEXT) AS row FROM paper
WHERE NOT EXISTS (SELECT 1 FROM paper_sequence s WHERE s.campaign = paper.campaign AND s.kind = paper.kind
                  AND s.year = paper.year AND s.last >= paper.number) LIMIT 20;

-- struct frozen: a bulletin or paper as far as its cut is to be compared with its digest
--   name text: of the table
--   id i64
--   cut blob
--   digest text

-- each check_frozen_cuts () -> @frozen
SELECT 'bulletin', id, cut, digest FROM bulletin UNION ALL SELECT 'paper', id, cut, digest FROM paper;
