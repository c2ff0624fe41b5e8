-- Whether this attempt settled a correction of the response.
SELECT 1 AS settled FROM revision WHERE response = :response AND attempt_id = :attempt_id LIMIT 1
