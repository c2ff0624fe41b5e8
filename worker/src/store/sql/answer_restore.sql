-- Stores the answers of the revision that an invite's response now has the state of.
-- :response the id of the invite's response
INSERT INTO answer (response, question, option, score, text, words)
SELECT
  :response,
  json_extract(value, '$.question'),
  json_extract(value, '$.option'),
  json_extract(value, '$.score'),
  json_extract(value, '$.text'),
  json_extract(value, '$.words')
FROM json_each((
  SELECT answers FROM revision WHERE response = :response
  ORDER BY status = 'accepted' DESC, at_ms DESC, submission DESC, submission_rev DESC
  LIMIT 1
))
WHERE EXISTS (SELECT 1 FROM response WHERE id = :response AND attempt_id = :attempt_id)
