// The market into Kùzu, or into what became of it, LadybugDB, as their guides have it:
//     kuzu.mjs PACKAGE FILE SHEETS
import { createRequire } from 'node:module';

const [name, file, sheets] = process.argv.slice(2);
const require = createRequire(`${process.env.PEERS}/`);
const { Database, Connection } = require(name);
const connection = new Connection(new Database(file));

for (const text of [
    'CREATE NODE TABLE Entity(id INT64 PRIMARY KEY, name STRING, kind STRING)',
    `COPY Entity FROM '${sheets}/entities.csv' (HEADER = true)`,
    `CREATE REL TABLE Fact(FROM Entity TO Entity, type STRING, since STRING,
     confidence DOUBLE, source STRING)`,
    `COPY Fact FROM (LOAD FROM '${sheets}/edges.csv' (HEADER = true)
     RETURN src, dst, type, since, confidence, source)`,
    'CHECKPOINT'])
    (await connection.query(text)).close();
process.exit(0);
