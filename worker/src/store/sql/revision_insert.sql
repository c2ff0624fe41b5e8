-- Keeps what was sent through an invite, unless it was sent before, the time for corrections has
-- passed, or there is too much of it. What does not count is kept at any time, so that a machine's
-- visit never uses up a person's revisions. Two ids with other answers within seconds are a machine's.
-- ?1 invite, ?2 survey, ?3 today in the agency's zone, ?4 source id, ?5 source revision, ?6 digest,
-- ?7 write id, ?8 version, ?9 locale, ?10 standing, ?11 suspicion or null, ?12 now (UTC ms), ?13 day,
-- ?14 rows as a JSON array, ?15 earliest receipt that may still be corrected (UTC ms),
-- ?16 revisions at most of either kind, ?17 and ?18 how long after the letter (ms), and after another
-- id (ms), no person has answered
INSERT INTO revision (
  response, source, source_rev, digest, write_id, version, locale, at_ms, day, answers, suspicion,
  standing
)
SELECT
  response, ?4, ?5, ?6, ?7, ?8, ?9, ?12, ?13, ?14,
  suspicion,
  CASE WHEN suspicion IS NOT NULL THEN 'suspect' ELSE ?10 END
FROM (
  SELECT
    i.response AS response,
    CASE
      WHEN ?11 IS NOT NULL THEN ?11
      WHEN ?10 <> 'counted' THEN NULL
      WHEN ?12 < i.sent_at_ms + ?17 THEN 'too_soon'
      WHEN EXISTS (
        SELECT 1 FROM revision
        WHERE response = i.response AND source <> ?4 AND answers <> ?14 AND at_ms > ?12 - ?18
          AND (standing = 'counted' OR suspicion = 'many_scores')
      ) THEN 'many_scores'
    END AS suspicion
  FROM invite_open AS i
  WHERE i.code = ?1 AND i.survey = ?2 AND i.until >= ?3
) AS sent
WHERE NOT EXISTS (
    SELECT 1 FROM revision
    WHERE response = sent.response AND source = ?4 AND source_rev >= ?5
  )
  AND CASE WHEN suspicion IS NULL AND ?10 = 'counted'
    THEN NOT EXISTS (
        SELECT 1 FROM revision
        WHERE response = sent.response AND standing = 'counted' AND at_ms <= ?15
      )
      AND (
        SELECT count(*) FROM revision WHERE response = sent.response AND standing = 'counted'
      ) < ?16
    ELSE (
        SELECT count(*) FROM revision WHERE response = sent.response AND standing <> 'counted'
      ) < ?16
  END
