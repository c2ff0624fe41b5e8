-- The number of open requests in quarantine, up to :limit.
SELECT count(*) AS n
FROM (
  SELECT 1 FROM callback
  WHERE request = id AND (quarantine IS 'held') = 1 AND (state IN ('new', 'in_work')) = 1
  LIMIT :limit
)
