// The market into DuckDB, as its guide to imports has it:
//     duckdb.mjs FILE SHEETS [index]
import { createRequire } from 'node:module';

const [file, sheets, index] = process.argv.slice(2);
const require = createRequire(`${process.env.PEERS}/`);
const { DuckDBInstance } = require('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(file)).connect();

const tables = [
    `CREATE TABLE entity AS SELECT id::INTEGER AS id, name, kind
     FROM read_csv('${sheets}/entities.csv')`,
    `CREATE TABLE edge AS SELECT src::INTEGER AS src, type, dst::INTEGER AS dst, since,
     confidence, source FROM read_csv('${sheets}/edges.csv', types = {'since': 'VARCHAR'})`];
const indexes = [
    'CREATE INDEX entity_name ON entity(name)',
    'CREATE INDEX entity_id ON entity(id)',
    'CREATE INDEX edge_src ON edge(src)',
    'CREATE INDEX edge_dst ON edge(dst)'];

for (const text of [...tables, ...(index ? indexes : []), 'CHECKPOINT'])
    await connection.run(text);
