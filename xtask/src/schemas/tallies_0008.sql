-- How the worker of that schema counts what is rows {first} to {last}: with all that is there, since
-- sums are sums.
DELETE FROM tally;
INSERT INTO tally SELECT * FROM recount;
