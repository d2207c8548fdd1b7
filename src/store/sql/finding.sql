-- struct finding: a defect seen in a round at a place against an item
--   id i64
--   campaign i64
--   round i64: number of the round
--   region i64
--   place i64: 0 = none
--   item text
--   description text
--   found_on i64: days since 1970
--   due_on i64: days since 1970; 0 = no date
--   closed_on i64: days since 1970; 0 = open

-- bulk finding_insert (@finding)
INSERT INTO finding (campaign, round, region, place, item, description, found_on, due_on,
                     closed_on)
VALUES (:campaign, :round, :region, :place, :item, :description, :found_on, :due_on, :closed_on);

-- one finding_get (id i64) -> @finding
SELECT id, campaign, round, region, place, item, description, found_on, due_on, closed_on
FROM finding WHERE id = :id;

-- exec finding_close (id i64, on_date i64)
UPDATE finding SET closed_on = :on_date WHERE id = :id AND closed_on = 0;

-- one finding_open_count (campaign i64, lo i64, hi i64) -> n i64
SELECT count(*) FROM finding
WHERE campaign = :campaign AND region >= :lo AND region <= :hi AND closed_on = 0;

-- many finding_open_counts (campaign i64, lo i64, hi i64) -> region i64, n i64
-- Of every region that has any.
SELECT region, count(*) FROM finding
WHERE campaign = :campaign AND region >= :lo AND region <= :hi AND closed_on = 0
GROUP BY region ORDER BY region;

-- many finding_page (campaign i64, hi i64, after_region i64, after_id i64, n i64) -> @finding
SELECT id, campaign, round, region, place, item, description, found_on, due_on, closed_on
FROM finding WHERE campaign = :campaign AND region <= :hi
  AND (region, id) > (:after_region, :after_id) ORDER BY region, id LIMIT :n;

-- many finding_open_page (campaign i64, hi i64, after_region i64, after_id i64, n i64) -> @finding
SELECT id, campaign, round, region, place, item, description, found_on, due_on, closed_on
FROM finding WHERE campaign = :campaign AND region <= :hi AND closed_on = 0
  AND (region, id) > (:after_region, :after_id) ORDER BY region, id LIMIT :n;
