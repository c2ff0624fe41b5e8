-- Deletes the messages of a kind, so that the next occasion makes one at once.
DELETE FROM outbox WHERE kind = :kind
