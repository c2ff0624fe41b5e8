-- Whether every migration was applied: the latest columns are asked for.
SELECT (
  (SELECT count(manager) FROM (SELECT manager FROM response LIMIT 1))
  + (SELECT count(promised_at_ms) FROM (SELECT promised_at_ms FROM callback LIMIT 1))
  + (SELECT count(until) FROM (SELECT until FROM invite LIMIT 1))
) || '' AS row
