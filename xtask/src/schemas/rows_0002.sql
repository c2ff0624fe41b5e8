-- What the worker of that schema adds to rows {first} to {last}.
UPDATE callback SET promised_at_ms = received_at_ms + 900000, "by" = 'message'
WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});

UPDATE response SET manager = 'manager-1', reference = 'A-' || rev
WHERE substr(id, 1, 8) BETWEEN printf('%08x', {first}) AND printf('%08x', {last});
