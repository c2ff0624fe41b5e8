-- Takes a response's stored answers out of the tallies before a higher revision replaces them.
-- ?1 id, ?2 new revision, ?3 survey, ?4 earliest receipt that may still be corrected (UTC ms)
UPDATE tally
SET
  n = tally.n - c.n,
  v0 = tally.v0 - c.v0, v1 = tally.v1 - c.v1, v2 = tally.v2 - c.v2, v3 = tally.v3 - c.v3,
  v4 = tally.v4 - c.v4, v5 = tally.v5 - c.v5, v6 = tally.v6 - c.v6, v7 = tally.v7 - c.v7,
  v8 = tally.v8 - c.v8, v9 = tally.v9 - c.v9, v10 = tally.v10 - c.v10
FROM (
  SELECT * FROM contribution
  WHERE response = (
    SELECT id FROM response
    WHERE id = ?1 AND rev < ?2 AND survey = ?3 AND received_at_ms > ?4
  )
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
