-- Who is next to whom, kept the way FTS5 keeps its index: lists of neighbours, packed into
-- blocks of about a page, in segments that are merged as they grow. docs/file-format.md
-- explains the bytes. All of it can be worked out from `fact`.
CREATE TABLE adjacency (
    id INTEGER PRIMARY KEY,             -- segment, direction, first entity, part
    block BLOB NOT NULL
) STRICT;

CREATE TABLE segment (
    id INTEGER PRIMARY KEY,             -- 1 to 511
    entries INTEGER NOT NULL            -- facts that it adds or takes away
) STRICT;

-- Facts in force are found by their ends there; the others are few.
DROP INDEX fact_subject;
DROP INDEX fact_object;
CREATE INDEX fact_retracted_subject ON fact (subject) WHERE retracted IS NOT NULL;
CREATE INDEX fact_retracted_object ON fact (object) WHERE retracted IS NOT NULL;

-- How many facts of a type a segment adds (less those that it takes away), and between
-- how many subjects and objects.
CREATE TABLE segment_count (
    segment INTEGER NOT NULL REFERENCES segment,
    relation INTEGER NOT NULL REFERENCES relation,
    facts INTEGER NOT NULL,
    subjects INTEGER NOT NULL,
    objects INTEGER NOT NULL,
    PRIMARY KEY (segment, relation)
) STRICT, WITHOUT ROWID;
