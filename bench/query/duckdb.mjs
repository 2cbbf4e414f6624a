// The questions in SQL, asked of DuckDB.
//     duckdb.mjs load FILE SHEETS | ask FILE QUESTIONS | cold FILE QUESTION
import { createRequire } from 'node:module';
import { measure } from './measure.mjs';

const [verb, file, argument] = process.argv.slice(2);
const require = createRequire(`${process.env.PEERS}/`);
const { DuckDBInstance } = require('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(file)).connect();

const ask = async text => (await connection.runAndReadAll(text));
const rowsOf = result => result.getRows();

if (verb === 'load') {
    for (const text of [
        `CREATE TABLE entity AS SELECT id::INTEGER AS id, name, kind
         FROM read_csv('${argument}/entities.csv')`,
        `CREATE TABLE edge AS SELECT src::INTEGER AS src, type, dst::INTEGER AS dst, since,
         confidence, source FROM read_csv('${argument}/edges.csv', types = {'since': 'VARCHAR'})`,
        'CREATE INDEX entity_name ON entity(name)',
        'CREATE INDEX entity_id ON entity(id)',
        'CREATE INDEX edge_src ON edge(src)',
        'CREATE INDEX edge_dst ON edge(dst)',
        'CHECKPOINT'])
        await connection.run(text);
} else if (verb === 'ask') {
    await measure(argument, ask, rowsOf);
} else {
    rowsOf(await ask(argument));
}
