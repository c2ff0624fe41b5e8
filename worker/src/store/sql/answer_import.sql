-- Stores the answers of the rows of an import that this batch wrote.
-- ?1 rows as a JSON array, ?2 write id
INSERT INTO answer (response, question, option, score, text)
SELECT
  response.id,
  answer.value ->> 'question',
  answer.value ->> 'option',
  answer.value ->> 'score',
  answer.value ->> 'text'
FROM json_each(?1) AS told
JOIN response ON response.id = told.value ->> 'id' AND response.attempt_id = ?2
JOIN json_each(told.value, '$.answers') AS answer
