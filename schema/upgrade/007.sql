-- A sheet's facts have one piece of evidence each, mostly, and nothing to say of it but
-- where it is: that stands in the fact's own row. Other evidence has rows of its own. The
-- view `evidence` shows both.
DROP VIEW IF EXISTS facts;
DROP VIEW IF EXISTS quotes;
DROP VIEW IF EXISTS sources;
ALTER TABLE evidence RENAME TO evidence_row;
ALTER TABLE fact ADD COLUMN source INTEGER REFERENCES source;
ALTER TABLE fact ADD COLUMN through INTEGER REFERENCES source;
ALTER TABLE fact ADD COLUMN start INTEGER;
ALTER TABLE fact ADD COLUMN "end" INTEGER CHECK ("end" >= start);

-- Between which facts those lie whose row has the source, as such or as `through`.
ALTER TABLE source ADD COLUMN first_fact INTEGER REFERENCES fact;
ALTER TABLE source ADD COLUMN last_fact INTEGER REFERENCES fact;
