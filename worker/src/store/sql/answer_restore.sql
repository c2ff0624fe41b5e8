-- Stores the answers of the revision that an invite's response now shows.
-- ?1 id of the invite's response, ?2 write id
INSERT INTO answer (response, question, option, score, text)
SELECT
  ?1,
  json_extract(value, '$.question'),
  json_extract(value, '$.option'),
  json_extract(value, '$.score'),
  json_extract(value, '$.text')
FROM json_each((
  SELECT answers FROM revision WHERE response = ?1
  ORDER BY status = 'accepted' DESC, at_ms DESC, submission DESC, submission_rev DESC
  LIMIT 1
))
WHERE EXISTS (SELECT 1 FROM response WHERE id = ?1 AND attempt_id = ?2)
