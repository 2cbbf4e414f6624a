// The questions in Cypher, asked of Kùzu or of what became of it, LadybugDB.
//     kuzu.mjs PACKAGE load FILE SHEETS | ask FILE QUESTIONS | cold FILE QUESTION
import { createRequire } from 'node:module';
import { measure } from './measure.mjs';

const [name, verb, file, argument] = process.argv.slice(2);
const require = createRequire(`${process.env.PEERS}/`);
const { Database, Connection } = require(name);
const connection = new Connection(new Database(file));

async function ask(text) {
    const result = await connection.query(text);
    const rows = await result.getAll();
    result.close();
    return rows;
}
// A list that was collected is as many rows.
const rowsOf = rows => {
    const values = rows.map(row => Object.values(row));
    return values.length === 1 && Array.isArray(values[0][0])
        ? values[0][0].map(value => [value]) : values;
};

// All facts in one table for questions about any; those of a type in one of its own. What
// there is in one type only is not loaded twice: the questions name these.
const typed = ['SUPPLIES', 'DEVELOPS', 'BUYS'];
async function load(folder) {
    const facts = `LOAD FROM '${folder}/facts.csv' (HEADER = true)`;
    await ask('CREATE NODE TABLE Entity(id INT64, name STRING PRIMARY KEY, kind STRING)');
    await ask(`COPY Entity FROM '${folder}/entities.csv' (HEADER = true)`);
    await ask(`CREATE REL TABLE Fact(FROM Entity TO Entity, type STRING, since STRING,
               confidence DOUBLE, source STRING)`);
    await ask(`COPY Fact FROM (${facts}
               RETURN subject, object, type, since, confidence, source)`);
    for (const type of typed) {
        await ask(`CREATE REL TABLE ${type}(FROM Entity TO Entity, since STRING,
                   confidence DOUBLE, source STRING)`);
        await ask(`COPY ${type} FROM (${facts} WHERE type = '${type}'
                   RETURN subject, object, since, confidence, source)`);
    }
}

if (verb === 'load')
    await load(argument);
else if (verb === 'ask')
    await measure(argument, ask, rowsOf);
else
    await ask(argument);
process.exit(0);
