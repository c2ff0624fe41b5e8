-- What never changes of an invite's response.
SELECT invite, audience FROM response WHERE id = :response AND invite IS NOT NULL
