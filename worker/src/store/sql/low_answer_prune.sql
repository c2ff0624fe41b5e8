-- Deletes low answers of which nobody waits for an answer any more; the responses stay.
DELETE FROM low_answer WHERE at_ms < :before_ms
