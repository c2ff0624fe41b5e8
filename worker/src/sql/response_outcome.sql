-- What became of a submission, read in the batch that wrote it.
-- ?1 id, ?2 write id, ?3 digest, ?4 survey
SELECT
  rev,
  write_id = ?2 AS written,
  revised_at_ms IS NOT NULL AS revised,
  digest = ?3 AS same_digest,
  survey = ?4 AND invite IS NULL AS same_survey,
  suspicion IS 'burst' AS burst
FROM response
WHERE id = ?1
