-- Marks responses as this batch's to move. What the director decided, nothing else moves. An anonymous survey's
-- answer the director moves neither: the sums without it would tell what it is.
-- ?1 ids as a JSON array, ?2 write id, ?3 the director's action or null
UPDATE response SET attempt_id = ?2
WHERE id IN (SELECT value FROM json_each(?1))
  AND CASE WHEN ?3 IS NULL THEN decision IS NULL
    ELSE survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  END
