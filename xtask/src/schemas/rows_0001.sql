-- Rows {first} to {last}, as the worker of that schema wrote them: every hundredth has an event of its own,
-- every tenth is a request to be called beside it.
INSERT INTO event (id, title, date, kind, manager, client, guests, zone)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT 'ev-' || i, 'Юбилей ' || i, '2026-06-01', 'corporate', 'manager-' || i % 7, 'client-' || i, 80, 'Europe/Kyiv'
FROM row WHERE i % 100 = 1;

INSERT INTO response (
  id, rev, digest, write_id, survey, version, audience, basis, standing, event, event_raw, touchpoint, channel,
  locale, received_at_ms, revised_at_ms, day
)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT
  printf('%08x-0000-4000-8000-000000000000', i), 1 + i % 3, 'd' || i, 'w' || i, 'guest', 1, 'guest', 'event', 'counted',
  'ev-' || (i - (i - 1) % 100), NULL, iif(i % 2, 'event', NULL), 'qr', iif(i % 3, 'ru', 'uk'),
  1767225600000 + i, NULL, '2026-0' || (1 + i % 9) || '-15'
FROM row;

INSERT INTO answer (response, question, option, score, text)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT printf('%08x-0000-4000-8000-000000000000', i), 'enjoyed', '', 1 + i % 5, NULL FROM row
UNION ALL
SELECT printf('%08x-0000-4000-8000-000000000000', i), 'comment', '', NULL, 'It''s «' || i || '»' FROM row WHERE i % 4 = 0;

INSERT INTO tally (
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  n, v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10
)
SELECT
  slice, survey, day, question, option, basis, standing, event, touchpoint, channel, locale,
  sum(n), sum(v0), sum(v1), sum(v2), sum(v3), sum(v4), sum(v5), sum(v6), sum(v7), sum(v8), sum(v9), sum(v10)
FROM contribution
WHERE substr(response, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last})
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
ON CONFLICT DO UPDATE SET
  n = n + excluded.n, v0 = v0 + excluded.v0, v1 = v1 + excluded.v1, v2 = v2 + excluded.v2, v3 = v3 + excluded.v3,
  v4 = v4 + excluded.v4, v5 = v5 + excluded.v5, v6 = v6 + excluded.v6, v7 = v7 + excluded.v7, v8 = v8 + excluded.v8,
  v9 = v9 + excluded.v9, v10 = v10 + excluded.v10;

INSERT INTO callback (
  id, rev, digest, write_id, survey, state, channel, locale, topic, call_window, received_at_ms, revised_at_ms, day,
  consent_url, consent_text
)
WITH RECURSIVE row (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM row WHERE i < {last})
SELECT
  printf('%08x-0000-4000-9000-000000000000', i), 1, 'd' || i, 'w' || i, 'site', iif(i % 20, 'new', 'done'), 'site', 'ru',
  'свадьба', 'evening', 1767225600000 + i, NULL, '2026-01-15', 'https://agency.example/consent', 'Согласен'
FROM row WHERE i % 10 = 0;

INSERT INTO contact (callback, key_id, sealed)
SELECT id, 'k1', 'c2VhbGVk' FROM callback
WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});
