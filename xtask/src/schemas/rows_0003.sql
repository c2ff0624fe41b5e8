-- What the worker of that schema adds to the events of rows {first} to {last}.
UPDATE event SET
  venue = 'Зал', format = 'banquet', state = 'held', code = substr('c00000000000' || substr(id, 4), -12), link_days = 30,
  updated_at_ms = 1767225600000
WHERE CAST(substr(id, 4) AS INTEGER) BETWEEN {first} AND {last};
