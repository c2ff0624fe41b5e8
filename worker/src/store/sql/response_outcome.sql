-- What became of a submission, read in the batch that wrote it.
-- Told: revision, whether written, revised, same digest, same survey, in a burst
-- ?1 id, ?2 write id, ?3 digest, ?4 survey, ?5 start of the stretch in which a burst is looked for (UTC ms)
SELECT json_array(
  rev || '',
  (write_id IS ?2) || '',
  (revised_at_ms IS NOT NULL) || '',
  (digest IS ?3) || '',
  (survey IS ?4 AND invite IS NULL) || '',
  (suspicion IS 'burst' AND received_at_ms >= ?5) || ''
) AS row
FROM response
WHERE id = ?1
