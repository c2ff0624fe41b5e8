-- Claims responses for this attempt, which changes their status. A response that the director has decided about is
-- changed by the director alone. A response to an anonymous survey is changed by nobody: the difference between the
-- sums before and after would reveal it. One that a limit set aside is: no sum of its quarter is shown before.
-- :ids JSON array; :decision the director's, or null; :held whether all that a limit set aside are decided together
UPDATE response SET attempt_id = :attempt_id
WHERE id IN (SELECT value FROM json_each(:ids))
  AND CASE
    WHEN :decision IS NULL THEN decision IS NULL
    WHEN :held THEN status = 'quarantined' AND flag IN ('burst', 'over_guests') AND decision IS NULL
    ELSE survey NOT IN (SELECT survey FROM survey_version WHERE document ->> 'anonymous')
  END
