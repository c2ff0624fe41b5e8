-- Stores the answers of the response that this attempt wrote.
-- :answers JSON array of `AnswerRow`
INSERT INTO answer (response, question, option, score, text)
SELECT
  :id,
  json_extract(value, '$.question'),
  json_extract(value, '$.option'),
  json_extract(value, '$.score'),
  json_extract(value, '$.text')
FROM json_each(:answers)
WHERE EXISTS (SELECT 1 FROM response WHERE id = :id AND attempt_id = :attempt_id)
