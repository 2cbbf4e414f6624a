-- What a query of openCypher writes has the query as its source: a form of its own. The
-- same query may run twice.
DROP VIEW IF EXISTS quotes;
DROP VIEW IF EXISTS sources;
CREATE TABLE source_004 (
    id INTEGER PRIMARY KEY,
    form TEXT NOT NULL CHECK (form IN ('article', 'sheet', 'cited', 'query')),
    title TEXT,
    publisher TEXT,
    url TEXT,
    language TEXT,
    file TEXT,
    date TEXT,
    digest BLOB,                        -- SHA-256 of the text; NULL for a cited one
    size INTEGER NOT NULL DEFAULT 0,    -- bytes of the text
    recorded INTEGER NOT NULL REFERENCES change,
    retracted INTEGER REFERENCES change
) STRICT;
INSERT INTO source_004 (id, form, title, publisher, url, language, file, date, digest,
    size, recorded, retracted)
SELECT id, form, title, publisher, url, language, file, date, digest, size, recorded,
    retracted
FROM source;
DROP TABLE source;
ALTER TABLE source_004 RENAME TO source;
CREATE UNIQUE INDEX source_digest ON source (digest)
    WHERE digest IS NOT NULL AND form <> 'query' AND retracted IS NULL;
CREATE INDEX source_cited ON source (url, title, publisher, date)
    WHERE form = 'cited' AND retracted IS NULL;
CREATE INDEX source_file ON source (file)
    WHERE form = 'article' AND retracted IS NULL;
CREATE INDEX source_url ON source (url)
    WHERE form = 'article' AND retracted IS NULL;

-- Entities that a query took away: few.
CREATE INDEX entity_retracted ON entity (id) WHERE retracted IS NOT NULL;
CREATE INDEX judgement_other ON judgement (other)
    WHERE other IS NOT NULL AND retracted IS NULL;
