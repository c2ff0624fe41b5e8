-- Quarantines the revisions that a program sent seconds ago, once a different answer through the same invite has
-- shown that it is one.
-- :response the id of the invite's response; :pause_ms the least time between two people's submissions
UPDATE revision SET status = 'quarantined', flag = 'many_scores'
WHERE response = :response
  AND status = 'accepted'
  AND at_ms > :now_ms - :pause_ms
  AND EXISTS (
    SELECT 1 FROM revision
    WHERE response = :response AND attempt_id = :attempt_id AND flag = 'many_scores'
  )
