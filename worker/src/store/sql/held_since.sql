-- The first day of which a limit set aside answers to a survey that the director has not decided about; null without one.
SELECT min(day) AS day FROM response
WHERE survey = :survey
  AND status = 'quarantined' AND flag IN ('burst', 'over_guests') AND decision IS NULL
