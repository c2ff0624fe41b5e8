-- Keeps what was sent through an invite, unless it was sent before, the time for corrections has
-- passed, or there is too much of it. What does not count is kept at any time, so that a machine's
-- visit never uses up a person's revisions. Two ids with other answers within seconds are a machine's.
-- ?1 invite, ?2 survey, ?3 today in the agency's zone, ?4 submission id, ?5 submission revision, ?6 payload_hash,
-- ?7 write id, ?8 version, ?9 locale, ?10 status, ?11 flag or null, ?12 now (UTC ms), ?13 day,
-- ?14 rows as a JSON array, ?15 earliest receipt that may still be corrected (UTC ms),
-- ?16 revisions at most of either kind, ?17 and ?18 how long after the letter (ms), and after another
-- id (ms), no person has answered
INSERT INTO revision (
  response, submission, submission_rev, payload_hash, attempt_id, version, locale, at_ms, day, answers, flag,
  status
)
SELECT
  response, ?4, ?5, ?6, ?7, ?8, ?9, ?12, ?13, ?14,
  flag,
  CASE WHEN flag IS NOT NULL THEN 'quarantined' ELSE ?10 END
FROM (
  SELECT
    i.response AS response,
    CASE
      WHEN ?11 IS NOT NULL THEN ?11
      WHEN ?10 <> 'accepted' THEN NULL
      WHEN ?12 < i.sent_at_ms + ?17 THEN 'too_soon'
      WHEN EXISTS (
        SELECT 1 FROM revision
        WHERE response = i.response AND submission <> ?4 AND answers <> ?14 AND at_ms > ?12 - ?18
          AND (status = 'accepted' OR flag = 'many_scores')
      ) THEN 'many_scores'
    END AS flag
  FROM invite_open AS i
  WHERE i.code = ?1 AND i.survey = ?2 AND i.until >= ?3
) AS sent
WHERE NOT EXISTS (
    SELECT 1 FROM revision
    WHERE response = sent.response AND submission = ?4 AND submission_rev >= ?5
  )
  AND CASE WHEN flag IS NULL AND ?10 = 'accepted'
    THEN NOT EXISTS (
        SELECT 1 FROM revision
        WHERE response = sent.response AND status = 'accepted' AND at_ms <= ?15
      )
      AND (
        SELECT count(*) FROM revision WHERE response = sent.response AND status = 'accepted'
      ) < ?16
    ELSE (
        SELECT count(*) FROM revision WHERE response = sent.response AND status <> 'accepted'
      ) < ?16
  END
