-- Stores the answers of the response that this batch wrote.
-- ?1 id, ?2 write id, ?3 rows as a JSON array
INSERT INTO answer (response, question, option, score, text)
SELECT
  ?1,
  json_extract(value, '$.question'),
  json_extract(value, '$.option'),
  json_extract(value, '$.score'),
  json_extract(value, '$.text')
FROM json_each(?3)
WHERE EXISTS (SELECT 1 FROM response WHERE id = ?1 AND attempt_id = ?2)
