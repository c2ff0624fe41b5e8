-- The state of a request, and whether it has this very step, which this attempt or an earlier one added.
SELECT
  c.state,
  EXISTS (
    SELECT 1 FROM case_event AS e WHERE e.id = :id AND e.callback = c.id AND e.kind = :kind AND e.word = :word
  ) AS is_kept,
  EXISTS (SELECT 1 FROM case_event AS e WHERE e.id = :id AND e.attempt_id = :attempt_id) AS is_new
FROM callback AS c
WHERE c.id = :callback AND c.request = c.id
