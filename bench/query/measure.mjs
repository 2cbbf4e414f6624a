// What measure.c is to C programs: questions out of a file, answers as a sum, the median.
import fs from 'node:fs';

const runsMax = 25, runsMin = 3, enough = 1000;

export function questions(path) {
    return fs.readFileSync(path, 'utf8').split(/^# /m).slice(1).map(block => {
        const end = block.indexOf('\n');
        return { name: block.slice(0, end), text: block.slice(end + 1) };
    });
}

function fnv(hash, bytes) {
    for (const byte of bytes)
        hash = Math.imul(hash ^ byte, 16777619) >>> 0;
    return hash;
}

function sumOf(rows) {
    let sum = 0;
    for (const row of rows) {
        let hash = 2166136261;
        for (const value of row)
            hash = fnv(hash, Buffer.from(`${value}|`));
        sum = (sum + hash) >>> 0;
    }
    return sum;
}

// `ask` gives all rows, each an array of values, in a form that `rowsOf` makes such.
export async function measure(path, ask, rowsOf) {
    for (const { name, text } of questions(path)) {
        try {
            const rows = rowsOf(await ask(text));
            const times = [];
            let spent = 0;
            while (times.length < runsMax && (times.length < runsMin || spent < enough)) {
                const start = process.hrtime.bigint();
                await ask(text);
                times.push(Number(process.hrtime.bigint() - start) / 1e6);
                spent += times[times.length - 1];
            }
            times.sort((a, b) => a - b);
            const median = times[times.length >> 1];
            console.log(`${name}\t${median}\t${rows.length}\t${sumOf(rows)}`);
        } catch (error) {
            console.error(`${name}: ${error.message}`);
        }
    }
}
