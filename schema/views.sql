-- Views for people; docs/file-format.md explains them. They show what is in force: not
-- what was retracted, not what is judged wrong, and entities that are judged the same as
-- one. They are made anew whenever the file changes its version.

-- Entities that are read as another one: those of a group as its lowest id.
DROP VIEW IF EXISTS merged;
CREATE VIEW merged (entity, lowest) AS
WITH RECURSIVE
    pair (a, b) AS (
        SELECT entity, other FROM judgement
        WHERE verdict = 'same' AND retracted IS NULL
        UNION
        SELECT other, entity FROM judgement
        WHERE verdict = 'same' AND retracted IS NULL),
    reach (entity, other) AS (
        SELECT a, a FROM pair
        UNION
        SELECT reach.entity, pair.b FROM reach JOIN pair ON pair.a = reach.other)
SELECT entity, min(other) FROM reach GROUP BY entity;

-- One row for each entity.
DROP VIEW IF EXISTS entities;
CREATE VIEW entities (entity, name, kinds, names, properties) AS
SELECT
    e.id,
    e.name,
    (SELECT group_concat(name, '|') FROM (
        SELECT DISTINCT k.name FROM entity_kind ek JOIN kind k ON k.id = ek.kind
        WHERE ek.entity = e.id
           OR ek.entity IN (SELECT entity FROM merged WHERE lowest = e.id)
        ORDER BY k.id)),
    (SELECT group_concat(text, '|') FROM (
        SELECT n.text FROM name n
        WHERE (n.entity = e.id
               OR n.entity IN (SELECT entity FROM merged WHERE lowest = e.id))
          AND n.retracted IS NULL
        GROUP BY n.text ORDER BY min(n.id))),
    CASE WHEN e.id NOT IN (SELECT lowest FROM merged) THEN e.properties
    ELSE (SELECT nullif(json_group_object(key, json(value)), '{}') FROM (
        SELECT
            p.key,
            min(o.id),
            CASE p.type
                WHEN 'true' THEN 'true'
                WHEN 'false' THEN 'false'
                WHEN 'text' THEN json_quote(p.value)
                ELSE p.value
            END AS value
        FROM entity o, json_each(coalesce(o.properties, '{}')) p
        WHERE o.id IN (SELECT entity FROM merged WHERE lowest = e.id)
        GROUP BY p.key))
    END
FROM entity e
WHERE e.retracted IS NULL
  AND e.id NOT IN (SELECT entity FROM merged WHERE entity <> lowest);

-- One row for each piece of evidence. What stands in a fact's own row has the fact's id,
-- negative.
DROP VIEW IF EXISTS evidence;
CREATE VIEW evidence (id, fact, source, through, start, "end", quote, modality, speaker,
    rule, recorded, retracted) AS
SELECT id, fact, source, through, start, "end", quote, modality, speaker, rule, recorded,
    retracted
FROM evidence_row
UNION ALL
SELECT -id, id, source, through, start, "end", NULL, 0, NULL, NULL, recorded, retracted
FROM fact
WHERE source IS NOT NULL;

-- One row for each fact that somebody says and nobody judged wrong. `sources` counts the
-- sources that do not deny it.
DROP VIEW IF EXISTS facts;
CREATE VIEW facts (fact, subject, type, object, since, until, properties, modality,
    sources, subject_id, object_id) AS
SELECT f.id, s.name, r.name, o.name, f.since, f.until, f.properties, m.name,
    (SELECT count(*) FROM (
        SELECT source FROM evidence_row
        WHERE fact = f.id AND modality <> 4 AND retracted IS NULL
        UNION
        SELECT f.source WHERE f.source IS NOT NULL)),
    s.id, o.id
FROM fact f
JOIN relation r ON r.id = f.relation
LEFT JOIN merged ms ON ms.entity = f.subject
LEFT JOIN merged mo ON mo.entity = f.object
JOIN entity s ON s.id = coalesce(ms.lowest, f.subject)
JOIN entity o ON o.id = coalesce(mo.lowest, f.object)
JOIN modality m ON m.id = CASE WHEN f.source IS NULL THEN coalesce(
    (SELECT min(modality) FROM evidence_row WHERE fact = f.id AND retracted IS NULL), 0)
    ELSE 0 END
WHERE f.retracted IS NULL
  AND m.id <> 4
  AND NOT EXISTS (
    SELECT 1 FROM judgement
    WHERE fact = f.id AND verdict = 'wrong' AND retracted IS NULL);

-- One row for each piece of evidence for the facts above.
DROP VIEW IF EXISTS quotes;
CREATE VIEW quotes (fact, subject, type, object, quote, modality, speaker, rule, title,
    publisher, date, url, source, through, start, "end") AS
SELECT f.fact, f.subject, f.type, f.object,
    coalesce(e.quote, (
        SELECT CAST(substr(CAST(p.text AS BLOB), e.start - p.start + 1,
                           e."end" - e.start) AS TEXT)
        FROM passage p
        WHERE p.source = coalesce(e.through, e.source) AND p.start <= e.start
        ORDER BY p.start DESC LIMIT 1)),
    m.name, w.name, e.rule, s.title, s.publisher, s.date, s.url, s.id, e.through,
    e.start, e."end"
FROM facts f
JOIN evidence e ON e.fact = f.fact AND e.retracted IS NULL
JOIN modality m ON m.id = e.modality
JOIN source s ON s.id = e.source
LEFT JOIN merged mw ON mw.entity = e.speaker
LEFT JOIN entity w ON w.id = coalesce(mw.lowest, e.speaker);

-- One row for each source. `facts` counts those with evidence from it, or through it.
DROP VIEW IF EXISTS sources;
CREATE VIEW sources (source, form, title, publisher, date, language, url, file, bytes,
    facts, recorded, licence) AS
SELECT s.id, s.form, s.title, s.publisher, s.date, s.language, s.url, s.file, s.size,
    (SELECT count(*) FROM (
        SELECT fact FROM evidence_row WHERE source = s.id AND retracted IS NULL
        UNION
        SELECT fact FROM evidence_row WHERE through = s.id AND retracted IS NULL
        UNION
        SELECT id FROM fact
        WHERE id BETWEEN s.first_fact AND s.last_fact
          AND (source = s.id OR through = s.id) AND retracted IS NULL)),
    c.recorded, s.licence
FROM source s JOIN change c ON c.id = s.recorded
WHERE s.retracted IS NULL;
