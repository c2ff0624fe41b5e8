-- What the director published with the worker of that schema: one survey of a thousand rows of anything else.
INSERT INTO survey_version (survey, version, document, published_at_ms)
WITH RECURSIVE place (at) AS (SELECT {first} UNION ALL SELECT at + 1 FROM place WHERE at < {last})
SELECT
  'own-' || at, 1,
  json_object(
    'id', 'own-' || at, 'version', 1, 'audience', 'client',
    'title', json_object('ru', 'Опрос', 'uk', 'Опитування', 'en', 'Survey'),
    'questions', json_array(json_object(
      'id', 'comment', 'kind', 'text', 'texts', json_object(
        'ru', json_object('text', 'Что скажете?'), 'uk', json_object('text', 'Що скажете?'),
        'en', json_object('text', 'What do you say?')
      )
    ))
  ),
  1767225600000
FROM place
WHERE at % 1000 = 1;
