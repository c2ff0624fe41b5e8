-- Takes the stored answers of the responses that this batch marked out of the tallies.
-- ?1 ids as a JSON array, ?2 write id
UPDATE tally
SET
  n = tally.n - c.n,
  v0 = tally.v0 - c.v0, v1 = tally.v1 - c.v1, v2 = tally.v2 - c.v2, v3 = tally.v3 - c.v3,
  v4 = tally.v4 - c.v4, v5 = tally.v5 - c.v5, v6 = tally.v6 - c.v6, v7 = tally.v7 - c.v7,
  v8 = tally.v8 - c.v8, v9 = tally.v9 - c.v9, v10 = tally.v10 - c.v10
FROM (
  SELECT
    slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
    sum(n) AS n, sum(v0) AS v0, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3, sum(v4) AS v4,
    sum(v5) AS v5, sum(v6) AS v6, sum(v7) AS v7, sum(v8) AS v8, sum(v9) AS v9, sum(v10) AS v10
  FROM contribution
  WHERE response IN (
    SELECT id FROM response WHERE id IN (SELECT value FROM json_each(?1)) AND write_id = ?2
  )
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  -- Keeps the few contributions a table of their own, so that each finds its tally by the whole key.
  LIMIT -1
) AS c
WHERE tally.slice = c.slice
  AND tally.survey = c.survey
  AND tally.day = c.day
  AND tally.question = c.question
  AND tally.option = c.option
  AND tally.basis = c.basis
  AND tally.standing = c.standing
  AND tally.event = c.event
  AND tally.touchpoint = c.touchpoint
  AND tally.channel = c.channel
  AND tally.locale = c.locale
