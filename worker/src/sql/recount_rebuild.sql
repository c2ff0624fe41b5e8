-- Makes the tallies anew from the rows.
DELETE FROM tally;
INSERT INTO tally SELECT * FROM recount;
