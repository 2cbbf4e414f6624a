-- The tables of a graph file, version 1. docs/file-format.md explains them; what
-- came later is in schema/upgrade/, applied on top of this.
--
-- Rows are added and marked as retracted, never taken away: `recorded` is the change
-- that brought a row, `retracted` the change that withdrew it, NULL while it is in
-- force. An unknown text is NULL, never ''.

-- The recorded clock: one row for each transaction, later ones never earlier in time.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    recorded TEXT NOT NULL,             -- 2025-08-13T09:30:00Z
    command TEXT NOT NULL               -- 'load', 'ingest', 'judge', ...
) STRICT;

-- 'vocabulary' is the YAML text of the vocabulary that the file is written with.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The vocabulary as tables, for views and for people.
CREATE TABLE kind (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- 'Company'
    en TEXT, vi TEXT, zh TEXT           -- labels
) STRICT;

CREATE TABLE relation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,          -- 'SUPPLIES'
    symmetric INTEGER NOT NULL CHECK (symmetric IN (0, 1)),
    en TEXT, vi TEXT, zh TEXT
) STRICT;

-- How a source means what it says, from the strongest to the weakest.
CREATE TABLE modality (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO modality VALUES
    (0, 'asserted'), (1, 'reported'), (2, 'planned'), (3, 'possible'), (4, 'denied');

-- An article or a sheet with its text, or a source that a sheet cites.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    form TEXT NOT NULL CHECK (form IN ('article', 'sheet', 'cited')),
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
CREATE UNIQUE INDEX source_digest ON source (digest)
    WHERE digest IS NOT NULL AND retracted IS NULL;
CREATE INDEX source_cited ON source (url, title, publisher, date)
    WHERE form = 'cited' AND retracted IS NULL;

-- The text of a source in pieces; `start` counts bytes from the text's beginning.
CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source,
    start INTEGER NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX passage_start ON passage (source, start);

CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                 -- the one to show
    properties TEXT,                    -- a flat JSON object
    recorded INTEGER NOT NULL REFERENCES change,
    retracted INTEGER REFERENCES change
) STRICT;

CREATE TABLE entity_kind (
    entity INTEGER NOT NULL REFERENCES entity,
    kind INTEGER NOT NULL REFERENCES kind,
    PRIMARY KEY (entity, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_kind_kind ON entity_kind (kind);

-- Every spelling of an entity, and the source that brought it.
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entity,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,               -- without case and diacritics
    language TEXT,
    source INTEGER REFERENCES source,
    recorded INTEGER NOT NULL REFERENCES change,
    retracted INTEGER REFERENCES change
) STRICT;
CREATE INDEX name_folded ON name (folded);
CREATE INDEX name_entity ON name (entity);

-- subject -relation-> object. A symmetric relation has the smaller id as subject.
CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    subject INTEGER NOT NULL REFERENCES entity,
    relation INTEGER NOT NULL REFERENCES relation,
    object INTEGER NOT NULL REFERENCES entity,
    since TEXT,                         -- 2025, 2025-Q3, 2025-07 or 2025-07-31
    until TEXT,
    properties TEXT,                    -- a flat JSON object
    recorded INTEGER NOT NULL REFERENCES change,
    retracted INTEGER REFERENCES change
) STRICT;
-- `retracted` stands behind the key so that neighbours are read from the index alone.
CREATE INDEX fact_subject ON fact (subject, relation, object, retracted);
CREATE INDEX fact_object ON fact (object, relation, subject, retracted);

-- What one source says for one fact: bytes [start, "end") of the source's text. Where
-- a sheet cites a source, the range is that of the row in the sheet (`through`), and
-- `quote` is what the source says.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    fact INTEGER NOT NULL REFERENCES fact,
    source INTEGER NOT NULL REFERENCES source,
    through INTEGER REFERENCES source,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK ("end" >= start),
    quote TEXT,                         -- only of a cited source
    modality INTEGER NOT NULL REFERENCES modality,
    speaker INTEGER REFERENCES entity,
    rule TEXT,                          -- 'vi/founded-active@2'
    recorded INTEGER NOT NULL REFERENCES change,
    retracted INTEGER REFERENCES change
) STRICT;
CREATE INDEX evidence_fact ON evidence (fact, source);
CREATE INDEX evidence_source ON evidence (source, fact);
CREATE INDEX evidence_through ON evidence (through, fact) WHERE through IS NOT NULL;
CREATE INDEX evidence_denied ON evidence (fact) WHERE modality = 4;

-- Where the sources' texts name the entities.
CREATE TABLE mention (
    entity INTEGER NOT NULL REFERENCES entity,
    source INTEGER NOT NULL REFERENCES source,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL CHECK ("end" >= start),
    PRIMARY KEY (entity, source, start, "end")
) STRICT, WITHOUT ROWID;

-- What a person decided about a fact ('right', 'wrong') or about two entities
-- ('same', 'different', 'maybe'; the smaller id is `entity`). A 'maybe' may be what
-- reading left open: `author` is then the rule that says so, 'names/country@1'.
CREATE TABLE judgement (
    id INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL
        CHECK (verdict IN ('right', 'wrong', 'same', 'different', 'maybe')),
    fact INTEGER REFERENCES fact,
    entity INTEGER REFERENCES entity,
    other INTEGER REFERENCES entity,
    author TEXT,
    reason TEXT,
    recorded INTEGER NOT NULL REFERENCES change,
    retracted INTEGER REFERENCES change,
    CHECK (CASE WHEN verdict IN ('right', 'wrong')
           THEN fact IS NOT NULL AND entity IS NULL AND other IS NULL
           ELSE fact IS NULL AND entity < other END)
) STRICT;
CREATE UNIQUE INDEX judgement_fact ON judgement (fact)
    WHERE fact IS NOT NULL AND retracted IS NULL;
CREATE UNIQUE INDEX judgement_pair ON judgement (entity, other)
    WHERE entity IS NOT NULL AND retracted IS NULL;
CREATE INDEX judgement_same ON judgement (entity, other) WHERE verdict = 'same';
CREATE INDEX judgement_wrong ON judgement (fact) WHERE verdict = 'wrong';

-- Words of names and of quotes, folded and cut for search. The rowid is that of `name`
-- and of `evidence`; the texts themselves are there.
CREATE VIRTUAL TABLE name_search USING fts5 (
    folded, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE quote_search USING fts5 (
    folded, content = '', tokenize = 'unicode61 remove_diacritics 0');
