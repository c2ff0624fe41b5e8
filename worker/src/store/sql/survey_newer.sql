-- The versions that were published after a number, in their order.
-- ?1 the number
SELECT json_array(number || '', document) AS row
FROM survey_version
WHERE number > ?1
ORDER BY number
