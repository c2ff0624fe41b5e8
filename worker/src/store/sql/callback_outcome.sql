-- What became of a request to be called, read in the batch that wrote it.
-- Told: revision, whether written, revised, same digest, same survey, in a burst; state, by, promise
-- ?1 id, ?2 write id, ?3 digest, ?4 survey
SELECT json_array(
  rev || '',
  (write_id IS ?2) || '',
  (revised_at_ms IS NOT NULL) || '',
  (digest IS ?3) || '',
  (survey IS ?4) || '',
  '0',
  state,
  "by",
  coalesce(promised_at_ms || '', '')
) AS row
FROM callback
WHERE id = ?1
