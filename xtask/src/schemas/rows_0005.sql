-- What the worker of that schema adds: of each request to be called a notice, every second of them told.
INSERT INTO notice (target, kind, subject, due_at_ms, made_at_ms, state, attempts, next_at_ms, error)
SELECT
  'webhook', 'callback', id, 1767226200000, received_at_ms, iif(rowNumber % 2, 'sent', 'dead'), 1 + rowNumber % 54,
  received_at_ms + 60000, iif(rowNumber % 2, '', 'silent')
FROM (
  SELECT id, received_at_ms, row_number() OVER (ORDER BY id) AS rowNumber FROM callback
  WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last})
);
