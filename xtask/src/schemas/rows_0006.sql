-- What a person added with the worker of that schema: tokens of each role, some of them revoked.
INSERT INTO token (hash, name, role, manager, made_at_ms, expires_at_ms, revoked_at_ms)
WITH RECURSIVE place (at) AS (SELECT {first} UNION ALL SELECT at + 1 FROM place WHERE at < {last})
SELECT
  printf('%064x', at), 'token ' || at,
  CASE at % 4 WHEN 0 THEN 'director' WHEN 1 THEN 'manager' WHEN 2 THEN 'reader' ELSE 'integration' END,
  iif(at % 4 = 1, 'manager ' || at, NULL), 1767225600000, 1798761600000,
  iif(at % 3 = 0, 1767226200000, NULL)
FROM place;
