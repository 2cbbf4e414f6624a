#!/bin/sh
# How fast sheets are loaded, beside other systems: see bench/README.md. FACTS sets the
# size.
set -eu
facts=${FACTS:-1000000}
bench=$(cd "$(dirname "$0")/.." && pwd)
here=$bench/load
build=$(cd "${BUILD:-build}" && pwd)
sheets=$build/bench/market-$facts
work=$build/bench/load-$facts
PEERS=$build/bench/peers
export PEERS
rm -rf "$work"
mkdir -p "$work"
. "$bench/peers.sh"

# load NAME COMMAND…: measured from its start to its end, with what was written before on
# the disk already.
load()
{
    system=$1
    shift
    sync
    "$build/bench/load/measure" "$system" "$@" \
        >"$work/$system.took" 2>"$work/$system.log" </dev/null || {
        echo "$system cannot load:"
        sed 's/^/    /' "$work/$system.log"
        return 1
    }
}

# peer NAME COMMAND…: into NAME.db; a line of the table.
peer()
{
    load "$@" || return 0
    du -sk "$work/$1.db"* | awk -v took="$(cat "$work/$1.took")" \
        '{ sum += $1 } END { print took "\t" sum / 1024 }' >>"$work/took"
}

cat >"$work/sqlite.sql" <<END
PRAGMA journal_mode = WAL;
CREATE TABLE entity(id INTEGER PRIMARY KEY, name TEXT, kind TEXT);
CREATE TABLE edge(src INTEGER, type TEXT, dst INTEGER, since TEXT, confidence REAL, source TEXT);
BEGIN;
.mode csv
.import --skip 1 "$sheets/entities.csv" entity
.import --skip 1 "$sheets/edges.csv" edge
CREATE INDEX entity_name ON entity(name);
CREATE INDEX edge_src ON edge(src, type, dst);
CREATE INDEX edge_dst ON edge(dst, type, src);
COMMIT;
END
# New facts between the same entities.
awk -F, -v OFS=, 'NR > 1 { $6 = 1989 } NR <= 1001' "$sheets/facts.csv" >"$work/more.csv"

peers
peer chipgraph "$build/chipgraph" load -d "$work/chipgraph.db" \
    "$sheets/entities.csv" "$sheets/facts.csv"
peer chipgraph-ids "$build/chipgraph" load -d "$work/chipgraph-ids.db" \
    --mapping "$here/market.yaml" "$sheets/entities.csv" "$sheets/edges.csv"
if command -v sqlite3 >/dev/null; then
    peer sqlite sqlite3 -init "$work/sqlite.sql" "$work/sqlite.db" ''
fi
if [ -d "$PEERS/node_modules" ]; then
    peer duckdb node "$here/duckdb.mjs" "$work/duckdb.db" "$sheets"
    peer duckdb-indexed node "$here/duckdb.mjs" "$work/duckdb-indexed.db" "$sheets" index
    peer kuzu node "$here/kuzu.mjs" kuzu "$work/kuzu.db" "$sheets"
    peer ladybug node "$here/kuzu.mjs" @ladybugdb/core "$work/ladybug.db" "$sheets"
fi
awk -F '\t' -v facts="$facts" '
    BEGIN {
        printf "%-16s %9s %12s %9s %9s %8s %8s\n", "", "seconds", "facts/s", "CPU s",
            "peak MB", "file MB", "/chipgraph"
    }
    NR == 1 { own = $2 }
    {
        printf "%-16s %9.2f %12.0f %9.2f %9d %8d %8.2f\n", $1, $2, facts / $2, $3, $4, $5, $2 / own
    }' "$work/took"
# Into what was loaded.
load more "$build/chipgraph" load -d "$work/chipgraph.db" "$work/more.csv"
awk -F '\t' '{ printf "1,000 facts more: %.3f s\n", $2 }' "$work/more.took"
