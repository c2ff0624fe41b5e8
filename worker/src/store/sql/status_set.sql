-- Counts the marked responses, or sets them aside.
-- ?1 ids as a JSON array, ?2 write id, ?3 the director's action or null, ?4 status, ?5 flag
UPDATE response SET
  status = ?4,
  flag = coalesce(flag, ?5),
  decision = coalesce(?3, decision)
WHERE id IN (SELECT value FROM json_each(?1)) AND attempt_id = ?2
