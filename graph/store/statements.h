/* Every statement of the store that does not depend on a filter: name and SQL. */
#ifndef CG_GRAPH_STORE_STATEMENTS_H
#define CG_GRAPH_STORE_STATEMENTS_H

/* Conditions on a fact by its id: not judged wrong, and not denied by all. */
#define SQL_NOT_WRONG(fact)                                                        \
    "NOT EXISTS (SELECT 1 FROM judgement w INDEXED BY judgement_wrong"             \
    " WHERE w.fact = " fact " AND w.verdict = 'wrong' AND w.retracted IS NULL)"
#define SQL_NOT_DENIED(fact)                                                       \
    "(NOT EXISTS (SELECT 1 FROM evidence_row d INDEXED BY evidence_denied"         \
    " WHERE d.fact = " fact " AND d.modality = 4 AND d.retracted IS NULL)"         \
    " OR EXISTS (SELECT 1 FROM evidence_row d"                                     \
    " WHERE d.fact = " fact " AND d.modality <> 4 AND d.retracted IS NULL)"        \
    " OR EXISTS (SELECT 1 FROM fact d"                                             \
    " WHERE d.id = " fact " AND d.source IS NOT NULL))"

/* The facts `n` in whose own row the source `id` is, as such or as `through`. */
#define SQL_FACTS_OF_SOURCE(id)                                                    \
    " FROM source s CROSS JOIN fact n ON n.id BETWEEN s.first_fact AND "           \
    "s.last_fact"                                                                  \
    " WHERE s.id = " id " AND (n.source = s.id OR n.through = s.id)"

/* The evidence of the fact ?1 that is in force or, if the fact itself was withdrawn, was
 * in force up to then. */
#define SQL_WITH_ITS_FACT                                                          \
    "(retracted IS NULL"                                                           \
    " OR retracted = (SELECT retracted FROM fact WHERE id = ?1))"

/* clang-format off */
#define SQL_STATEMENTS(X)                                                          \
    /* Transactions. */                                                            \
    X(SQL_HOLD, "BEGIN")                                                           \
    X(SQL_BEGIN, "BEGIN IMMEDIATE")                                                \
    X(SQL_BEGIN_ALONE, "BEGIN EXCLUSIVE")                                          \
    X(SQL_COMMIT, "COMMIT")                                                        \
    X(SQL_ROLLBACK, "ROLLBACK")                                                    \
    X(SQL_MARK, "SAVEPOINT mark")                                                  \
    X(SQL_KEEP, "RELEASE mark")                                                    \
    X(SQL_REWIND, "ROLLBACK TO mark")                                              \
    X(SQL_DATA_VERSION, "PRAGMA data_version")                                     \
    X(SQL_ADD_CHANGE,                                                              \
      "INSERT INTO change (recorded, command) VALUES (max(?1, coalesce("           \
      "(SELECT recorded FROM change ORDER BY id DESC LIMIT 1), '')), ?2)")         \
    X(SQL_KNOWN_CHANGE,                                                            \
      "SELECT coalesce(max(id), 0) FROM change WHERE recorded <= ?1")              \
    /* Vocabulary. */                                                              \
    X(SQL_VOCABULARY, "SELECT value FROM setting WHERE name = 'vocabulary'")       \
    X(SQL_SET_VOCABULARY,                                                          \
      "INSERT INTO setting (name, value) VALUES ('vocabulary', ?1)"                \
      " ON CONFLICT DO UPDATE SET value = excluded.value")                         \
    X(SQL_KINDS, "SELECT id, name FROM kind ORDER BY id")                          \
    X(SQL_RELATIONS, "SELECT id, name FROM relation ORDER BY id")                  \
    X(SQL_SET_KIND,                                                                \
      "INSERT INTO kind (id, name, en, vi, zh)"                                    \
      " VALUES ((SELECT coalesce(max(id) + 1, 0) FROM kind), ?1, ?2, ?3, ?4)"      \
      " ON CONFLICT (name) DO UPDATE"                                              \
      " SET en = excluded.en, vi = excluded.vi, zh = excluded.zh")                 \
    X(SQL_SET_RELATION,                                                            \
      "INSERT INTO relation (id, name, en, vi, zh, symmetric)"                     \
      " VALUES ((SELECT coalesce(max(id) + 1, 0) FROM relation),"                  \
      " ?1, ?2, ?3, ?4, ?5)"                                                       \
      " ON CONFLICT (name) DO UPDATE SET en = excluded.en, vi = excluded.vi,"      \
      " zh = excluded.zh, symmetric = excluded.symmetric")                         \
    /* Sources. */                                                                 \
    X(SQL_FIND_DIGEST,                                                             \
      "SELECT id FROM source WHERE digest = ?1 AND form <> 'query'"                \
      " AND retracted IS NULL")                                                    \
    X(SQL_FIND_CITED,                                                              \
      "SELECT id FROM source WHERE form = 'cited' AND retracted IS NULL"           \
      " AND url IS ?1 AND title IS ?2 AND publisher IS ?3 AND date IS ?4")         \
    X(SQL_FIND_FORMER,                                                             \
      "SELECT id FROM source INDEXED BY source_file"                               \
      " WHERE form = 'article' AND retracted IS NULL AND file = ?1"                \
      " AND title IS ?2 AND (url IS NULL OR ?3 IS NULL)"                           \
      " AND (date IS NULL OR ?4 IS NULL OR date = ?4)"                             \
      " UNION SELECT id FROM source INDEXED BY source_url"                         \
      " WHERE form = 'article' AND retracted IS NULL AND url = ?3"                 \
      " AND (file = ?1 OR title = ?2) LIMIT ?5")                                   \
    X(SQL_FIND_FORMER_SHEETS,                                                      \
      "SELECT id, file IS ?1 FROM source WHERE form = 'sheet'"                     \
      " AND retracted IS NULL AND title IS ?2"                                     \
      " AND (title IS NOT NULL OR file = ?1) ORDER BY id LIMIT ?3")                \
    X(SQL_RETRACT_EVIDENCE,                                                        \
      "UPDATE evidence_row SET retracted = ?1"                                     \
      " WHERE (source = ?2 OR through = ?2) AND retracted IS NULL")                \
    X(SQL_RETRACT_UNSAID,                                                          \
      "UPDATE fact SET retracted = ?1 WHERE retracted IS NULL AND source IS NULL"  \
      " AND id IN"                                                                 \
      " (SELECT fact FROM evidence_row WHERE source = ?2 AND retracted = ?1 UNION" \
      " SELECT fact FROM evidence_row WHERE through = ?2 AND retracted = ?1)"      \
      " AND NOT EXISTS (SELECT 1 FROM evidence_row e"                              \
      " WHERE e.fact = fact.id AND e.retracted IS NULL)"                           \
      " RETURNING id, subject, object, relation")                                  \
    X(SQL_SAID_BY_OTHERS,                                                          \
      "SELECT n.id" SQL_FACTS_OF_SOURCE("?1") " AND n.retracted IS NULL"           \
      " AND EXISTS (SELECT 1 FROM evidence_row e"                                  \
      " WHERE e.fact = n.id AND e.retracted IS NULL)")                             \
    X(SQL_RETRACT_SAID,                                                            \
      "UPDATE fact SET retracted = ?1 WHERE retracted IS NULL"                     \
      " AND id IN (SELECT n.id" SQL_FACTS_OF_SOURCE("?2") ")"                      \
      " RETURNING id, subject, object, relation")                                  \
    X(SQL_RETRACT_SOURCE,                                                          \
      "UPDATE source SET retracted = ?1 WHERE id = ?2 AND retracted IS NULL")      \
    X(SQL_ADD_SOURCE,                                                              \
      "INSERT INTO source (url, title, publisher, date, language, file, form,"     \
      " recorded, licence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")           \
    X(SQL_END_SOURCE, "UPDATE source SET digest = ?2, size = ?3 WHERE id = ?1")    \
    X(SQL_WIDEN_SPAN,                                                              \
      "UPDATE source SET first_fact = min(coalesce(first_fact, ?2), ?2),"          \
      " last_fact = max(coalesce(last_fact, ?3), ?3) WHERE id = ?1")               \
    X(SQL_SOURCE_IDS, "SELECT id FROM source WHERE retracted IS NULL ORDER BY id") \
    X(SQL_SOURCE,                                                                  \
      "SELECT s.url, s.title, s.publisher, s.date, s.language, s.file, s.form,"    \
      " s.size, c.recorded, s.licence"                                             \
      " FROM source s JOIN change c ON c.id = s.recorded"                          \
      " WHERE s.id = ?1")                                                          \
    X(SQL_SOURCE_FACTS,                                                            \
      "SELECT (SELECT count(*) FROM"                                               \
      " (SELECT fact FROM evidence_row WHERE source = ?1 AND retracted IS NULL"    \
      " UNION"                                                                     \
      " SELECT fact FROM evidence_row WHERE through = ?1 AND retracted IS NULL)"   \
      " WHERE fact NOT IN (SELECT n.id" SQL_FACTS_OF_SOURCE("?1") "))"                   \
      " + (SELECT count(*)" SQL_FACTS_OF_SOURCE("?1") " AND n.retracted IS NULL)")       \
    X(SQL_SOURCE_SIZE, "SELECT size FROM source WHERE id = ?1")                    \
    X(SQL_SOURCE_FORM, "SELECT form FROM source WHERE id = ?1")                    \
    X(SQL_ADD_PASSAGE,                                                             \
      "INSERT INTO passage (source, start, text) VALUES (?1, ?2, ?3)")             \
    X(SQL_PASSAGE,                                                                 \
      "SELECT start, length(CAST(text AS BLOB)), text FROM passage"                \
      " WHERE source = ?1 AND start <= ?2 ORDER BY start DESC LIMIT 1")            \
    /* Entities and their names. */                                                \
    X(SQL_ADD_ENTITIES,                                                            \
      "INSERT OR FAIL INTO entity (id, name, properties, recorded, retracted)"     \
      " SELECT NULL, name, properties, ?2, NULL FROM cg_entity_rows(?1)")          \
    X(SQL_ENTITY,                                                                  \
      "SELECT name, properties FROM entity WHERE id = ?1 AND retracted IS NULL")   \
    X(SQL_ENTITY_EVER,                                                             \
      "SELECT name, properties FROM entity WHERE id = ?1")                         \
    X(SQL_IS_NAMED,                                                                \
      "SELECT 1 FROM entity WHERE id = ?1 AND name = ?2 AND retracted IS NULL")    \
    X(SQL_LAST_ENTITY, "SELECT coalesce(max(id), 0) FROM entity")                  \
    X(SQL_LAST_FACT, "SELECT coalesce(max(id), 0) FROM fact")                      \
    X(SQL_KIND_COUNT,                                                              \
      "SELECT count(*) FROM (SELECT 1 FROM entity_kind INDEXED BY entity_kind_kind" \
      " WHERE kind = ?1 LIMIT ?2)")                                                \
    X(SQL_KINDS_FROM_ON,                                                           \
      "SELECT kind FROM entity_kind WHERE entity = ?1")                            \
    X(SQL_SET_PROPERTIES, "UPDATE entity SET properties = ?2 WHERE id = ?1")       \
    X(SQL_SET_ENTITY,                                                              \
      "UPDATE entity SET name = ?2, properties = ?3 WHERE id = ?1")                \
    X(SQL_ENTITY_ROWS,                                                             \
      "SELECT l.at, e.name, e.properties FROM cg_ids(?1) l"                        \
      " CROSS JOIN entity e ON e.id = l.id")                                       \
    X(SQL_SEEN_ENTITIES,                                                           \
      "SELECT l.at FROM cg_ids(?1) l CROSS JOIN entity e ON e.id = l.id"           \
      " WHERE e.retracted IS NULL")                                                \
    X(SQL_SHOWN_NAMES, "SELECT id, name, properties FROM entity ORDER BY id")      \
    X(SQL_ALL_KINDS, "SELECT entity, kind FROM entity_kind")                       \
    X(SQL_COUNT_ENTITIES, "SELECT count(*) FROM entity WHERE retracted IS NULL")   \
    X(SQL_PROPERTY_KEYS,                                                           \
      "SELECT p.key FROM entity e, json_each(e.properties) p"                      \
      " WHERE e.retracted IS NULL"                                                 \
      " UNION SELECT p.key FROM fact f, json_each(f.properties) p"                 \
      " WHERE f.retracted IS NULL"                                                 \
      " UNION SELECT 'name' WHERE EXISTS (SELECT 1 FROM entity"                    \
      " WHERE name <> '' AND retracted IS NULL)"                                   \
      " UNION SELECT 'since' WHERE EXISTS (SELECT 1 FROM fact"                     \
      " WHERE since IS NOT NULL AND retracted IS NULL)"                            \
      " UNION SELECT 'until' WHERE EXISTS (SELECT 1 FROM fact"                     \
      " WHERE until IS NOT NULL AND retracted IS NULL) ORDER BY 1")                \
    X(SQL_ENTITY_COUNT, "SELECT count(*) FROM entity")                             \
    X(SQL_KIND_ROWS,                                                               \
      "SELECT l.at, k.kind FROM cg_ids(?1) l"                                      \
      " CROSS JOIN entity_kind k ON k.entity = l.id")                              \
    X(SQL_REMOVE_KIND, "DELETE FROM entity_kind WHERE entity = ?1 AND kind = ?2")  \
    X(SQL_RETRACT_ENTITY,                                                          \
      "UPDATE entity SET retracted = ?1 WHERE id = ?2 AND retracted IS NULL")      \
    X(SQL_SOME_RETRACTED,                                                          \
      "SELECT 1 FROM entity INDEXED BY entity_retracted"                           \
      " WHERE retracted IS NOT NULL LIMIT 1")                                      \
    X(SQL_ADD_KINDS,                                                               \
      "INSERT OR FAIL INTO entity_kind (entity, kind)"                             \
      " SELECT entity, kind FROM cg_kind_rows(?1)")                                \
    X(SQL_ADD_KIND,                                                                \
      "INSERT OR IGNORE INTO entity_kind (entity, kind) VALUES (?1, ?2)")          \
    X(SQL_ENTITY_KINDS, "SELECT kind FROM entity_kind WHERE entity = ?1")          \
    X(SQL_LAST_NAME, "SELECT coalesce(max(id), 0) FROM name")                      \
    X(SQL_ADD_NAMES,                                                               \
      "INSERT OR FAIL INTO name (id, entity, text, folded, language, source,"      \
      " recorded, retracted)"                                                      \
      " SELECT NULL, entity, text, folded, language, ?2, ?3, NULL"                 \
      " FROM cg_name_rows(?1)")                                                    \
    X(SQL_HAS_NAME,                                                                \
      "SELECT 1 FROM name WHERE entity = ?1 AND text = ?2 AND retracted IS NULL")  \
    X(SQL_FIND_BEARERS,                                                            \
      "SELECT DISTINCT entity FROM name WHERE folded = ?1 AND text = ?2"           \
      " AND retracted IS NULL ORDER BY entity")                                    \
    X(SQL_WITHDRAW_NAME,                                                           \
      "UPDATE name SET retracted = ?1 WHERE entity = ?2 AND text = ?3"             \
      " AND retracted IS NULL"                                                     \
      " AND source IN (SELECT id FROM source WHERE form = 'query')")               \
    X(SQL_RETRACT_NAMES,                                                           \
      "UPDATE name SET retracted = ?1 WHERE entity = ?2 AND retracted IS NULL")    \
    X(SQL_FIND_NAME,                                                               \
      "SELECT n.entity, n.text, n.text = e.name, s.form = 'sheet' FROM name n"     \
      " JOIN entity e ON e.id = n.entity LEFT JOIN source s ON s.id = n.source"    \
      " WHERE n.folded = ?1 AND n.retracted IS NULL")                              \
    X(SQL_ALL_NAMES, "SELECT id, text FROM name")                                  \
    X(SQL_ADD_NAME_KEY,                                                            \
      "INSERT OR IGNORE INTO name_key (key, name) VALUES (?1, ?2)")                \
    X(SQL_COUNT_KEY,                                                               \
      "SELECT count(*) FROM (SELECT 1 FROM name_key WHERE key = ?1"                \
      " UNION ALL SELECT 1 FROM name WHERE folded = ?1 LIMIT ?2)")                 \
    X(SQL_FIND_KEY,                                                                \
      "SELECT n.entity, n.text, n.text = e.name FROM name n"                       \
      " JOIN entity e ON e.id = n.entity WHERE n.retracted IS NULL AND n.id IN"    \
      " (SELECT name FROM name_key WHERE key = ?1"                                 \
      " UNION ALL SELECT id FROM name WHERE folded = ?1)")                         \
    X(SQL_NAMES,                                                                   \
      "SELECT id, text, language, source FROM name"                                \
      " WHERE entity = ?1 AND retracted IS NULL ORDER BY id")                      \
    X(SQL_ADD_KEY,                                                                 \
      "INSERT INTO entity_key (key, entity, recorded) VALUES (?1, ?2, ?3)"         \
      " ON CONFLICT DO UPDATE SET entity = excluded.entity,"                       \
      " recorded = excluded.recorded")                                             \
    X(SQL_KEYED,                                                                   \
      "SELECT k.entity FROM entity_key k JOIN entity e ON e.id = k.entity"         \
      " WHERE k.key = ?1 AND e.retracted IS NULL")                                 \
    X(SQL_HAS_KEY,                                                                 \
      "SELECT 1 FROM entity_key WHERE entity = ?1 AND key > ?2 || ':'"             \
      " AND key < ?2 || ';'")                                                      \
    X(SQL_ADD_MENTION,                                                             \
      "INSERT OR IGNORE INTO mention (entity, source, start, \"end\")"             \
      " VALUES (?1, ?2, ?3, ?4)")                                                  \
    X(SQL_MENTIONS,                                                                \
      "SELECT m.source, m.start, m.\"end\" FROM mention m"                         \
      " JOIN source s ON s.id = m.source AND s.retracted IS NULL"                  \
      " WHERE m.entity = ?1 ORDER BY m.source, m.start, m.\"end\"")                \
    /* Facts and their evidence. */                                                \
    X(SQL_IS_FACT,                                                                 \
      "SELECT 1 FROM fact WHERE id = ?7 AND subject = ?1 AND relation = ?2"        \
      " AND object = ?3 AND since IS ?4 AND until IS ?5 AND properties IS ?6"      \
      " AND retracted IS NULL")                                                    \
    X(SQL_ADD_FACT,                                                                \
      "INSERT INTO fact (subject, relation, object, since, until, properties,"     \
      " recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")                            \
    X(SQL_ADD_FACT_ROWS,                                                           \
      "INSERT OR FAIL INTO fact"                                                   \
      " (id, subject, relation, object, since, until, properties,"                 \
      " recorded, retracted, source, through, start, \"end\")"                     \
      " SELECT NULL, subject, relation, object, since, until, properties,"         \
      " ?2, NULL, source, through, start, \"end\" FROM cg_fact_rows(?1)")          \
    X(SQL_FACT,                                                                    \
      "SELECT subject, relation, object, since, until, properties FROM fact"       \
      " WHERE id = ?1")                                                            \
    X(SQL_FACT_ROWS,                                                               \
      "SELECT l.at, f.since, f.until, f.properties FROM cg_ids(?1) l"              \
      " CROSS JOIN fact f ON f.id = l.id")                                         \
    X(SQL_SEEN_FACTS,                                                              \
      "SELECT l.at FROM cg_ids(?1) l CROSS JOIN fact f ON f.id = l.id"             \
      " WHERE f.retracted IS NULL")                                                \
    X(SQL_FACT_ENDS,                                                               \
      "SELECT l.at, f.subject, f.relation, f.object FROM cg_ids(?1) l"             \
      " CROSS JOIN fact f ON f.id = l.id")                                         \
    X(SQL_RETRACTED_FROM,                                                          \
      "SELECT id, object, relation FROM fact INDEXED BY fact_retracted_subject"    \
      " WHERE subject = ?1 AND retracted IS NOT NULL")                             \
    X(SQL_RETRACTED_TO,                                                            \
      "SELECT id, subject, relation FROM fact INDEXED BY fact_retracted_object"    \
      " WHERE object = ?1 AND retracted IS NOT NULL")                              \
    X(SQL_FACT_VERSION,                                                            \
      "SELECT recorded, since, until, properties FROM fact"                        \
      " WHERE id = ?1 AND retracted IS NULL")                                      \
    X(SQL_KEEP_FACT,                                                               \
      "INSERT INTO fact (subject, relation, object, since, until, properties,"     \
      " recorded, retracted) SELECT subject, relation, object, since, until,"      \
      " properties, recorded, ?2 FROM fact WHERE id = ?1")                         \
    X(SQL_MOVE_EVIDENCE,                                                           \
      "INSERT INTO evidence_row (fact, source, through, start, \"end\", modality," \
      " recorded, retracted) SELECT id, source, through, start, \"end\", 0,"       \
      " recorded, retracted FROM fact WHERE id = ?1 AND source IS NOT NULL")       \
    X(SQL_CLEAR_EVIDENCE,                                                          \
      "UPDATE fact SET source = NULL, through = NULL, start = NULL, \"end\" = NULL" \
      " WHERE id = ?1")                                                            \
    X(SQL_KEEP_EVIDENCE,                                                           \
      "INSERT INTO evidence_row (fact, source, through, start, \"end\", quote,"    \
      " modality, speaker, rule, recorded, retracted)"                             \
      " SELECT ?3, source, through, start, \"end\", quote, modality, speaker,"     \
      " rule, recorded, coalesce(retracted, ?2)"                                   \
      " FROM evidence_row WHERE fact = ?1 ORDER BY id")                            \
    X(SQL_KEEP_JUDGEMENTS,                                                         \
      "INSERT INTO judgement (verdict, fact, author, reason, recorded, retracted)" \
      " SELECT verdict, ?3, author, reason, recorded, coalesce(retracted, ?2)"     \
      " FROM judgement WHERE fact = ?1 ORDER BY id")                               \
    X(SQL_SET_FACT,                                                                \
      "UPDATE fact SET since = ?2, until = ?3, properties = ?4, recorded = ?5"     \
      " WHERE id = ?1")                                                            \
    X(SQL_RETRACT_FACT,                                                            \
      "UPDATE fact SET retracted = ?1 WHERE id = ?2 AND retracted IS NULL"         \
      " RETURNING id, subject, object, relation")        \
    X(SQL_RETRACT_FACT_EVIDENCE,                                                   \
      "UPDATE evidence_row SET retracted = ?1"                                     \
      " WHERE fact = ?2 AND retracted IS NULL")                                    \
    X(SQL_FACT_SUPPORT,                                                            \
      "SELECT coalesce(min(modality), 0),"                                         \
      " count(DISTINCT CASE WHEN modality <> 4 THEN source END)"                   \
      " FROM (SELECT modality, source FROM evidence_row"                           \
      " WHERE fact = ?1 AND " SQL_WITH_ITS_FACT                                    \
      " UNION ALL SELECT 0, source FROM fact"                                      \
      " WHERE id = ?1 AND source IS NOT NULL)")                                    \
    X(SQL_FIND_EVIDENCE,                                                           \
      "SELECT 1 FROM evidence_row WHERE fact = ?1 AND source = ?2"                 \
      " AND through IS ?3 AND start = ?4 AND \"end\" = ?5 AND quote IS NULL"       \
      " AND modality = ?6 AND retracted IS NULL"                                   \
      " UNION ALL SELECT 1 FROM fact WHERE id = ?1 AND source = ?2"                \
      " AND through IS ?3 AND start = ?4 AND \"end\" = ?5 AND ?6 = 0"              \
      " AND retracted IS NULL")                                                    \
    X(SQL_FIND_QUOTE,                                                              \
      "SELECT 1 FROM evidence_row WHERE fact = ?1 AND source = ?2 AND quote = ?3"  \
      " AND modality = ?4 AND retracted IS NULL"                                    \
      " AND (?5 IS NULL OR through IS NOT ?5)")                                    \
    X(SQL_ADD_EVIDENCE,                                                            \
      "INSERT INTO evidence_row (fact, source, through, start, \"end\", quote,"    \
      " modality, speaker, rule, recorded)"                                        \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                         \
    X(SQL_EVIDENCE,                                                                \
      "SELECT id, source, through, start, \"end\", quote, modality, speaker, rule" \
      " FROM evidence_row WHERE fact = ?1 AND " SQL_WITH_ITS_FACT                  \
      " UNION ALL SELECT -id, source, through, start, \"end\", NULL, 0, NULL, NULL" \
      " FROM fact WHERE id = ?1 AND source IS NOT NULL ORDER BY id")               \
    X(SQL_FACTS_IN_FORCE,                                                          \
      "SELECT id, subject, object, relation FROM fact"                             \
      " WHERE retracted IS NULL ORDER BY id")                                      \
    /* What a sound file has not. */                                               \
    X(SQL_LOST_REFERENCES, "PRAGMA foreign_key_check")                             \
    X(SQL_FACTS_BEYOND_SPAN,                                                       \
      "SELECT 1 FROM fact f JOIN source s ON s.id = f.source OR s.id = f.through"  \
      " WHERE f.source IS NOT NULL AND f.id NOT BETWEEN"                           \
      " coalesce(s.first_fact, f.id + 1) AND coalesce(s.last_fact, f.id - 1)")     \
    X(SQL_EVIDENCE_WITHOUT_RANGE,                                                  \
      "SELECT 1 FROM fact WHERE (source IS NULL) <> (start IS NULL)"               \
      " OR (source IS NULL) <> (\"end\" IS NULL)"                                  \
      " OR (source IS NULL AND through IS NOT NULL)")                              \
    /* Neighbours. */                                                              \
    X(SQL_SEGMENTS, "SELECT id, entries FROM segment ORDER BY entries, id")        \
    X(SQL_ADD_SEGMENT, "INSERT INTO segment (id, entries) VALUES (?1, ?2)")        \
    X(SQL_ADD_SEGMENT_COUNT,                                                       \
      "INSERT INTO segment_count (segment, relation, facts, subjects, objects)"    \
      " VALUES (?1, ?2, ?3, ?4, ?5)")                                              \
    X(SQL_ADD_BLOCK, "INSERT INTO adjacency (id, block) VALUES (?1, ?2)")          \
    X(SQL_BLOCKS,                                                                  \
      "SELECT id, block FROM adjacency WHERE id BETWEEN (SELECT max(id)"           \
      " FROM adjacency WHERE id BETWEEN ?1 AND ?2) AND ?3 ORDER BY id")            \
    X(SQL_DELETE_BLOCKS, "DELETE FROM adjacency WHERE id BETWEEN ?1 AND ?2")       \
    X(SQL_DELETE_SEGMENT_COUNTS, "DELETE FROM segment_count WHERE segment = ?1")   \
    X(SQL_DELETE_SEGMENT, "DELETE FROM segment WHERE id = ?1")                     \
    X(SQL_SEGMENT_COUNTS,                                                          \
      "SELECT relation, sum(facts), sum(subjects), sum(objects)"                   \
      " FROM segment_count GROUP BY relation")                                     \
    /* Search. */                                                                  \
    X(SQL_ADD_NAME_WORDS,                                                          \
      "INSERT INTO name_search (rowid, folded) VALUES (?1, ?2)")                   \
    X(SQL_ADD_QUOTE_WORDS,                                                         \
      "INSERT INTO quote_search (rowid, folded) VALUES (?1, ?2)")                  \
    X(SQL_SEARCH_NAMES,                                                            \
      "SELECT n.entity, n.text FROM name_search s JOIN name n ON n.id = s.rowid"   \
      " WHERE name_search MATCH ?1 AND n.retracted IS NULL"                        \
      " ORDER BY s.rank, n.id LIMIT ?2")                                           \
    X(SQL_SEARCH_QUOTES,                                                           \
      "SELECT e.fact, e.id, e.source, e.through, e.start, e.\"end\", e.quote"      \
      " FROM quote_search s JOIN evidence_row e ON e.id = s.rowid"                 \
      " JOIN fact f ON f.id = e.fact"                                              \
      " WHERE quote_search MATCH ?1"                                               \
      " AND e.retracted IS NULL AND f.retracted IS NULL"                           \
      " AND " SQL_NOT_WRONG("f.id") " AND " SQL_NOT_DENIED("f.id")                 \
      " ORDER BY s.rank, e.id LIMIT ?2")                                           \
    /* Judgements. */                                                              \
    X(SQL_HAS_FACT, "SELECT 1 FROM fact WHERE id = ?1 AND retracted IS NULL")      \
    X(SQL_RETRACT_FACT_JUDGEMENT,                                                  \
      "UPDATE judgement SET retracted = ?1"                                        \
      " WHERE fact = ?2 AND fact IS NOT NULL AND retracted IS NULL")               \
    X(SQL_RETRACT_PAIR_JUDGEMENT,                                                  \
      "UPDATE judgement SET retracted = ?1 WHERE entity = ?2 AND other = ?3"       \
      " AND entity IS NOT NULL AND retracted IS NULL")                             \
    X(SQL_RETRACT_ENTITY_JUDGEMENTS,                                               \
      "UPDATE judgement SET retracted = ?1 WHERE id IN"                            \
      " (SELECT id FROM judgement WHERE entity = ?2 AND retracted IS NULL"         \
      " UNION ALL"                                                                 \
      " SELECT id FROM judgement WHERE other = ?2 AND retracted IS NULL)")         \
    X(SQL_WRONG_FACTS,                                                             \
      "SELECT fact FROM judgement INDEXED BY judgement_wrong"                      \
      " WHERE verdict = 'wrong' AND retracted IS NULL ORDER BY fact")              \
    X(SQL_DENIED_FACTS,                                                            \
      "SELECT DISTINCT fact FROM evidence_row INDEXED BY evidence_denied"          \
      " WHERE modality = 4 ORDER BY fact")                                         \
    X(SQL_DENIED_BY_ALL,                                                           \
      "SELECT NOT " SQL_NOT_DENIED("?1"))                                          \
    X(SQL_RETRACT_JUDGEMENT,                                                       \
      "UPDATE judgement SET retracted = ?1 WHERE id = ?2 AND retracted IS NULL")   \
    X(SQL_ADD_JUDGEMENT,                                                           \
      "INSERT INTO judgement (verdict, fact, entity, other, author, reason,"       \
      " recorded) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")                            \
    X(SQL_WAS_JUDGED,                                                              \
      "SELECT 1 FROM judgement INDEXED BY judgement_ever"                          \
      " WHERE entity IS NOT NULL AND entity = ?1 AND other = ?2 LIMIT 1")          \
    X(SQL_JUDGED_PAIR,                                                             \
      "SELECT entity, other FROM judgement WHERE id = ?1 AND retracted IS NULL")   \
    X(SQL_FIND_REPLACED,                                                           \
      "SELECT r.id FROM judgement j JOIN judgement r"                              \
      " ON r.retracted = j.recorded AND r.id < j.id AND r.fact IS j.fact"          \
      " AND r.entity IS j.entity AND r.other IS j.other WHERE j.id = ?1")          \
    X(SQL_REVIVE_JUDGEMENT,                                                        \
      "UPDATE judgement SET retracted = NULL WHERE id = ?1")                       \
    X(SQL_JUDGEMENTS,                                                              \
      "SELECT j.id, j.verdict, j.fact, j.entity, j.other, j.author, j.reason,"     \
      " c.recorded FROM judgement j JOIN change c ON c.id = j.recorded"            \
      " WHERE j.retracted IS NULL ORDER BY j.id")                                  \
    X(SQL_SAME_PAIRS,                                                              \
      "SELECT entity, other FROM judgement INDEXED BY judgement_same"              \
      " WHERE verdict = 'same' AND retracted IS NULL")                             \
    /* Counts. */                                                                  \
    X(SQL_COUNT,                                                                   \
      "SELECT (SELECT count(*) FROM entity WHERE retracted IS NULL),"              \
      " (SELECT count(*) FROM name WHERE retracted IS NULL),"                      \
      " (SELECT count(*) FROM evidence_row WHERE retracted IS NULL)"               \
      " + (SELECT count(*) FROM fact WHERE source IS NOT NULL"                     \
      " AND retracted IS NULL),"                                                   \
      " (SELECT count(*) FROM source WHERE retracted IS NULL),"                    \
      " (SELECT count(*) FROM mention),"                                           \
      " (SELECT count(*) FROM judgement WHERE retracted IS NULL)")                 \
    X(SQL_COUNT_HIDDEN,                                                            \
      "SELECT f.relation, count(*) FROM fact f"                                    \
      " WHERE f.retracted IS NULL AND f.id IN ("                                   \
      "SELECT fact FROM judgement INDEXED BY judgement_wrong"                      \
      " WHERE verdict = 'wrong' AND retracted IS NULL"                             \
      " UNION ALL SELECT fact FROM evidence_row e INDEXED BY evidence_denied"      \
      " WHERE modality = 4 AND retracted IS NULL"                                  \
      " AND NOT " SQL_NOT_DENIED("e.fact") ") GROUP BY f.relation")                \
    X(SQL_COUNT_KINDS,                                                             \
      "SELECT kind, count(*) FROM entity_kind GROUP BY kind")                      \
    X(SQL_COUNT_RETRACTED_KINDS,                                                   \
      "SELECT k.kind, count(*) FROM entity e INDEXED BY entity_retracted"          \
      " JOIN entity_kind k ON k.entity = e.id"                                     \
      " WHERE e.retracted IS NOT NULL GROUP BY k.kind")
/* clang-format on */

#define SQL_NAME(name, text) name,
typedef enum { SQL_STATEMENTS(SQL_NAME) SQL_COUNT_OF_STATEMENTS } sql_statement;
#undef SQL_NAME

#endif
