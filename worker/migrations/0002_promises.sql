-- What a visitor was promised and how they want to be answered; what a link said of manager and
-- order. Additive: the worker before this one neither reads nor writes these columns.

-- The moment by which the call will have been made; null for requests from before promises, and
-- where the agency's hours allowed none.
ALTER TABLE callback ADD COLUMN promised_at_ms INTEGER;

ALTER TABLE callback ADD COLUMN "by" TEXT NOT NULL DEFAULT 'call' CHECK ("by" IN ('call', 'message'));

-- As the link named it. Aggregates by manager go by the event's.
ALTER TABLE response ADD COLUMN manager TEXT CHECK (length(manager) <= 64);

-- Opaque: only the agency can resolve it.
ALTER TABLE response ADD COLUMN reference TEXT CHECK (length(reference) <= 64);
