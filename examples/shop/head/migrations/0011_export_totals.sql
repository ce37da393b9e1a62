-- +goose Up
-- Yearly exports sum up to more than an integer holds.
ALTER TABLE orders ALTER COLUMN total_cents TYPE bigint;

-- The accounting system's references are longer than ours.
ALTER TABLE customers ALTER COLUMN reference TYPE varchar(40);

-- Nobody sends a fax any more, and the export has no column for it.
ALTER TABLE customers DROP COLUMN fax;

UPDATE order_events SET kind = 'exported' WHERE kind = 'export';

-- +goose Down
ALTER TABLE customers ADD COLUMN fax text;
ALTER TABLE customers ALTER COLUMN reference TYPE varchar(20) USING left(reference, 20);
ALTER TABLE orders ALTER COLUMN total_cents TYPE integer;
