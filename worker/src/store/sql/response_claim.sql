-- Marks a stored response as this batch's to replace, where a higher revision may still correct it.
-- One that is set aside, or was never confirmed, may be replaced by one that counts at any time; one
-- that counts is replaced by no other kind.
-- ?1 id, ?2 write id, ?3 revision, ?4 survey, ?5 earliest receipt that may still be corrected (UTC ms),
-- ?6 status of the new revision
UPDATE response SET attempt_id = ?2
WHERE id = ?1
  AND rev < ?3
  AND survey = ?4
  AND invite IS NULL
  AND CASE
    WHEN status <> 'accepted' THEN 1
    ELSE ?6 = 'accepted' AND received_at_ms > ?5
  END
