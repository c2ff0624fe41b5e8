-- Counts the marked responses, or sets them aside.
-- ?1 ids as a JSON array, ?2 write id, ?3 the director's action or null, ?4 standing, ?5 suspicion
UPDATE response SET
  standing = ?4,
  suspicion = coalesce(suspicion, ?5),
  ruling = coalesce(?3, ruling)
WHERE id IN (SELECT value FROM json_each(?1)) AND write_id = ?2
