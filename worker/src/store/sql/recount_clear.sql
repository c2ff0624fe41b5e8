-- Deletes the tallies of a rollup, before tally_insert.sql and tally_of_rollup.sql make them again: one rollup at a
-- time, because D1 gives a statement 30 seconds, and all tallies are ten times the answers.
-- :rollup its name
DELETE FROM tally WHERE rollup = :rollup;
