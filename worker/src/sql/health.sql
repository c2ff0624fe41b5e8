SELECT count(*) AS n FROM (SELECT id FROM response LIMIT 1)
