-- What became of a submission, read in the batch that wrote it.
-- Returns: revision, whether written, revised, same payload_hash, same survey, in a burst
-- ?1 id, ?2 write id, ?3 payload_hash, ?4 survey, ?5 start of the window_no in which a burst is looked for (UTC ms)
SELECT json_array(
  rev || '',
  (attempt_id IS ?2) || '',
  (revised_at_ms IS NOT NULL) || '',
  (payload_hash IS ?3) || '',
  (survey IS ?4 AND invite IS NULL) || '',
  (flag IS 'burst' AND received_at_ms >= ?5) || ''
) AS row
FROM response
WHERE id = ?1
