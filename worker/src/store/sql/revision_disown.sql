-- What a machine sent seconds ago counts no more, once it has given itself away by another answer.
-- ?1 id of the invite's response, ?2 write id, ?3 now (UTC ms), ?4 how long between two ids (ms)
UPDATE revision SET status = 'quarantined', flag = 'many_scores'
WHERE response = ?1
  AND status = 'accepted'
  AND at_ms > ?3 - ?4
  AND EXISTS (
    SELECT 1 FROM revision
    WHERE response = ?1 AND attempt_id = ?2 AND flag = 'many_scores'
  )
