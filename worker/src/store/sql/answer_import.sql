-- Stores the answers of the import's rows that this attempt wrote.
-- :rows JSON array of `ImportRow`
INSERT INTO answer (response, question, option, score, text, words)
SELECT
  response.id,
  answer.value ->> 'question',
  answer.value ->> 'option',
  answer.value ->> 'score',
  answer.value ->> 'text',
  answer.value ->> 'words'
FROM json_each(:rows) AS imported
JOIN response ON response.id = imported.value ->> 'id' AND response.attempt_id = :attempt_id
JOIN json_each(imported.value, '$.answers') AS answer
