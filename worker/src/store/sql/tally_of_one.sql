-- Adds the answers of the response that this attempt wrote to the tallies (:sign 1), or subtracts those of the
-- response that it claimed (:sign -1); begins with tally_insert.sql and ends with tally_add.sql. An option of a
-- question occurs once in a response, so that question and rollup are the whole group. tally_of_many.sql gives the
-- same in twice the time.
FROM tally_delta
WHERE response = (SELECT id FROM response WHERE id = :id AND attempt_id = :attempt_id)
GROUP BY question, rollup
