-- Under what else a name is found than `folded`: without its legal form, without general
-- words, by its initials, by its first letters. What is written here is worked out from
-- the names.
CREATE TABLE name_key (
    key TEXT NOT NULL,
    name INTEGER NOT NULL REFERENCES name,
    PRIMARY KEY (key, name)
) STRICT, WITHOUT ROWID;

-- Whether a pair was ever judged.
CREATE INDEX judgement_ever ON judgement (entity, other) WHERE entity IS NOT NULL;
