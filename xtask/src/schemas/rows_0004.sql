-- What the worker of that schema adds: every fourth of rows {first} to {last} is an invite's, every 50th ruled on.
INSERT INTO invite (
  code, response, survey, event, reference, touchpoint, channel, sent_at_ms, until, revoked_at_ms
)
SELECT
  substr('i00000000000' || rowNumber, -12), id, survey, event, 'r-' || rowNumber, NULL, 'email', 1767225600000, '2099-01-01', NULL
FROM (
  SELECT id, survey, event, {first} + row_number() OVER (ORDER BY id) AS rowNumber FROM response
  WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last})
)
WHERE rowNumber % 4 = 0;

UPDATE response SET invite = (SELECT code FROM invite WHERE invite.response = response.id)
WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});

INSERT INTO revision (
  response, source, source_rev, digest, write_id, version, locale, standing, suspicion, at_ms, day, answers
)
SELECT response, response, 1, 'd', 'w', 1, 'ru', 'counted', NULL, 1767225600000, '2026-01-15', '[]' FROM invite
WHERE substr(response, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});

INSERT INTO ruling (response, at_ms, action, reason)
SELECT id, received_at_ms, 'include', 'an honest person' FROM response
WHERE rev = 3 AND substr(id, 7, 2) = '32'
  AND substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});

INSERT INTO issued (event, survey, touchpoint, channel, n)
SELECT event, survey, coalesce(touchpoint, ''), channel, count(*) FROM invite WHERE true
GROUP BY 1, 2, 3, 4
ON CONFLICT DO UPDATE SET n = excluded.n;

INSERT INTO pace (survey, event, stretch, n)
SELECT 'guest', id, 1, 5 FROM event WHERE true
ON CONFLICT DO UPDATE SET n = n + 1;
