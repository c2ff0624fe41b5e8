-- The response, where a correction of it was settled, now or by an attempt whose answer was lost.
SELECT :response AS id
WHERE EXISTS (SELECT 1 FROM revision WHERE response = :response AND attempt_id = :attempt_id)
  OR EXISTS (
    SELECT 1 FROM moderation
    WHERE response = :response AND at_ms >= :now_ms AND action = iif(:adopt, 'adopt', 'decline') AND reason = :reason
  )
