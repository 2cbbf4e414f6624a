-- The ids that sources have for entities, with their scopes: 'eto:provider:P12'. Data sets
-- refer to each other, and to themselves in a newer version, by them.
CREATE TABLE entity_key (
    key TEXT PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entity,
    recorded INTEGER NOT NULL REFERENCES change
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_key_entity ON entity_key (entity);

-- Under what terms a source may be used: 'CC BY 4.0'.
ALTER TABLE source ADD COLUMN licence TEXT;
