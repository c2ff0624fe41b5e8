-- What became of a submission, read in the batch that wrote it.
-- ?1 id, ?2 write id, ?3 digest, ?4 survey, ?5 start of the stretch in which a burst is looked for (UTC ms)
SELECT
  rev,
  write_id = ?2 AS written,
  revised_at_ms IS NOT NULL AS revised,
  digest = ?3 AS same_digest,
  survey = ?4 AND invite IS NULL AS same_survey,
  suspicion IS 'burst' AND received_at_ms >= ?5 AS burst
FROM response
WHERE id = ?1
