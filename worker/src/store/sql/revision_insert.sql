-- Stores a submission through an invite as a revision, unless it is stored already, the time for corrections has
-- passed, or there are too many. Accepted revisions are counted apart from the others, so that a program's visit
-- never uses up a person's. Two ids with different answers within seconds come from a program. A low answer that another
-- browser or network turns into a better one is kept beside it, until the director decides which counts.
-- :answers JSON array of `AnswerRow`; :correction_deadline_ms no correction of an accepted revision received at or
-- before it; :revisions_max accepted ones, and as many others; :after_letter_ms and :pause_ms the least time that a
-- person needs after the letter, and after another submission; :today in the agency's zone; :low JSON array of the questions whose answers are low;
-- :sender its pseudonym
INSERT INTO revision (
  response, submission, submission_rev, payload_hash, attempt_id, version, locale, low, sender, at_ms, day, answers,
  flag, status
)
SELECT
  response, :submission, :rev, :payload_hash, :attempt_id, :version, :locale, :low, :sender, :now_ms, :today,
  :answers, flag,
  CASE WHEN flag IS NOT NULL THEN 'quarantined' ELSE :status END
FROM (
  SELECT
    i.response AS response,
    CASE
      WHEN :flag IS NOT NULL THEN :flag
      WHEN :status <> 'accepted' THEN NULL
      WHEN :now_ms < i.sent_at_ms + :after_letter_ms THEN 'too_soon'
      WHEN EXISTS (
        SELECT 1 FROM revision
        WHERE response = i.response AND submission <> :submission AND answers <> :answers
          AND at_ms > :now_ms - :pause_ms
          AND (status = 'accepted' OR flag = 'many_scores')
      ) THEN 'many_scores'
      -- A question whose counted answer is low would no longer be.
      WHEN EXISTS (
          SELECT 1 FROM json_each((
            SELECT low FROM revision
            WHERE response = i.response AND status = 'accepted'
            ORDER BY at_ms DESC, submission DESC, submission_rev DESC
            LIMIT 1
          )) AS counted
          WHERE counted.value NOT IN (SELECT value FROM json_each(:low))
        )
        AND EXISTS (
          SELECT 1 FROM revision
          WHERE response = i.response AND status = 'accepted' AND low <> '[]' AND sender <> :sender
        )
        THEN 'changed_elsewhere'
    END AS flag
  FROM invite_open AS i
  WHERE i.code = :invite AND i.survey = :survey AND i.until >= :today
) AS sent
WHERE NOT EXISTS (
    SELECT 1 FROM revision
    WHERE response = sent.response AND submission = :submission AND submission_rev >= :rev
  )
  AND CASE WHEN flag IS NULL AND :status = 'accepted'
    THEN NOT EXISTS (
        SELECT 1 FROM revision
        WHERE response = sent.response AND status = 'accepted' AND at_ms <= :correction_deadline_ms
      )
      AND (
        SELECT count(*) FROM revision WHERE response = sent.response AND status = 'accepted'
      ) < :revisions_max
    ELSE (
        SELECT count(*) FROM revision WHERE response = sent.response AND status <> 'accepted'
      ) < :revisions_max
  END
