-- Stores the answers of the response that this attempt wrote.
-- :answers JSON array of `AnswerWrite`
INSERT INTO answer (response, question, option, score, text, words)
SELECT
  :id,
  json_extract(value, '$.question'),
  json_extract(value, '$.option'),
  json_extract(value, '$.score'),
  json_extract(value, '$.text'),
  json_extract(value, '$.words')
FROM json_each(:answers)
WHERE EXISTS (SELECT 1 FROM response WHERE id = :id AND attempt_id = :attempt_id)
