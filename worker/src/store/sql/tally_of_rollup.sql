-- The tallies of a rollup, from the stored answers. It begins with tally_insert.sql. Options are put together there and
-- not in the view, because SQLite pushes a filter through one grouping, not through two.
-- :rollup its name
FROM recount
WHERE rollup = :rollup
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
