-- Logs the invites that invite_insert.sql is about to issue or extend; nothing where it does neither. Begins with
-- audit_insert.sql.
-- :subject the event; :references JSON array
  json_object('survey', :survey, 'issued', counts.issued, 'extended', counts.extended)
FROM (
  SELECT
    count(CASE WHEN invite.code IS NULL THEN 1 END) AS issued,
    count(CASE WHEN invite.until < :until THEN 1 END) AS extended
  FROM json_each(:references) AS asked
  LEFT JOIN invite ON invite.event = :subject AND invite.survey = :survey AND invite.reference = asked.value
    AND invite.issuer = :issuer
) AS counts
WHERE counts.issued + counts.extended > 0
ON CONFLICT (id) DO NOTHING
