-- Claims a stored response for this attempt, which replaces it, where a higher revision may still correct it. A
-- quarantined or partial response may be replaced at any time; an accepted one only by an accepted one.
-- :correction_deadline_ms an accepted response received at or before it can no longer be corrected;
-- :status of the new revision
UPDATE response SET attempt_id = :attempt_id
WHERE id = :id
  AND rev < :rev
  AND survey = :survey
  AND invite IS NULL
  AND CASE
    WHEN status <> 'accepted' THEN 1
    ELSE :status = 'accepted' AND received_at_ms > :correction_deadline_ms
  END
