-- What became of a request to be called, read in the batch that wrote it.
-- Returns: revision, whether written, revised, same payload_hash, same survey, in a burst; state, by, promise
-- ?1 id, ?2 write id, ?3 payload_hash, ?4 survey
SELECT json_array(
  rev || '',
  (attempt_id IS ?2) || '',
  (revised_at_ms IS NOT NULL) || '',
  (payload_hash IS ?3) || '',
  (survey IS ?4) || '',
  '0',
  state,
  "by",
  coalesce(due_at_ms || '', '')
) AS row
FROM callback
WHERE id = ?1
