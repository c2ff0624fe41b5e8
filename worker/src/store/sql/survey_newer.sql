-- The versions that were published after a number, in the order of their numbers.
SELECT number, document
FROM survey_version
WHERE number > :number
ORDER BY number
