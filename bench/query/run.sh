#!/bin/sh
# How fast questions are answered, beside other systems: see bench/README.md. FACTS sets
# the size; what is loaded is kept in the build folder for the next run.
set -eu
facts=${FACTS:-1000000}
bench=$(cd "$(dirname "$0")/.." && pwd)
here=$bench/query
build=$(cd "${BUILD:-build}" && pwd)
sheets=$build/bench/market-$facts
work=$build/bench/query-$facts
PEERS=$build/bench/peers
export PEERS
. "$bench/peers.sh"
mkdir -p "$work"
[ -z "$(find "$sheets" -maxdepth 0 -newer "$work")" ] || rm -rf "$work"
mkdir -p "$work/answers"
rm -f "$work"/answers/*

# loaded SYSTEM COMMAND…: load unless that was done in an earlier run.
loaded()
{
    system=$1
    shift
    [ -f "$work/$system.loaded" ] && return
    rm -rf "$work/$system".db*
    echo "loading into $system"
    "$@" >"$work/$system.log" 2>&1 || {
        echo "$system cannot load: $work/$system.log"
        return 1
    }
    touch "$work/$system.loaded"
}

load_chipgraph()
{
    "$build/chipgraph" load -d "$work/chipgraph.db" "$sheets/entities.csv" "$sheets/facts.csv"
}

load_sqlite()
{
    sqlite3 "$work/sqlite.db" <<SQL
PRAGMA journal_mode = off;
PRAGMA synchronous = off;
CREATE TABLE entity(id INTEGER PRIMARY KEY, name TEXT, kind TEXT);
CREATE TABLE edge(src INTEGER, type TEXT, dst INTEGER, since TEXT, confidence REAL, source TEXT);
.mode csv
.import --skip 1 "$sheets/entities.csv" entity
.import --skip 1 "$sheets/edges.csv" edge
CREATE INDEX entity_name ON entity(name);
CREATE INDEX edge_src ON edge(src, type, dst);
CREATE INDEX edge_dst ON edge(dst, type, src);
CREATE INDEX edge_type ON edge(type, src, dst);
ANALYZE;
SQL
}

# question NAME FILE
question()
{
    awk -v name="$1" '/^# / { found = $2 == name; next } found' "$2"
}

# ask SYSTEM COMMAND…: its answers, and those of a whole process that is asked one.
ask()
{
    system=$1
    shift
    echo "asking $system"
    "$@" >"$work/answers/$system" 2>"$work/$system.log" || cat "$work/$system.log"
    [ -s "$work/$system.log" ] && sed 's/^/    /' "$work/$system.log"
    return 0
}
cold()
{
    system=$1
    shift
    "$build/bench/query/cold" "$@" 2>>"$work/$system.log" |
        awk '{ print "cold\t" $1 "\t-\t-" }' >>"$work/answers/$system"
}

ask_duckdb()
{
    loaded duckdb node "$here/duckdb.mjs" load "$work/duckdb.db" "$sheets" || return 0
    ask duckdb node "$here/duckdb.mjs" ask "$work/duckdb.db" "$here/questions.sql"
    cold duckdb node "$here/duckdb.mjs" cold "$work/duckdb.db" \
        "$(question neighbours "$here/questions.sql")"
}

# ask_kuzu SYSTEM PACKAGE
ask_kuzu()
{
    loaded "$1" node "$here/kuzu.mjs" "$2" load "$work/$1.db" "$sheets" || return 0
    ask "$1" node "$here/kuzu.mjs" "$2" ask "$work/$1.db" "$here/kuzu.cypher"
    cold "$1" node "$here/kuzu.mjs" "$2" cold "$work/$1.db" \
        "$(question neighbours "$here/kuzu.cypher")"
}

# Another version of the program may not read what an earlier one wrote.
"$build/chipgraph" query -d "$work/chipgraph.db" 'RETURN 1' >"$work/chipgraph.log" 2>&1 ||
    rm -f "$work/chipgraph.loaded"

peers
ask arrays "$build/bench/query/arrays" "$sheets" "$here/chipgraph.cypher"
loaded chipgraph load_chipgraph
ask chipgraph "$build/bench/query/chipgraph" "$work/chipgraph.db" "$here/chipgraph.cypher"
cold chipgraph "$build/chipgraph" query -d "$work/chipgraph.db" \
    "$(question neighbours "$here/chipgraph.cypher")"
if command -v sqlite3 >/dev/null && loaded sqlite load_sqlite; then
    ask sqlite "$build/bench/query/sqlite" "$work/sqlite.db" "$here/questions.sql"
    cold sqlite sqlite3 "$work/sqlite.db" "$(question neighbours "$here/questions.sql")"
fi
if [ -d "$PEERS/node_modules" ]; then
    ask_duckdb
    ask_kuzu kuzu kuzu
    ask_kuzu ladybug @ladybugdb/core
fi
table=$(cd "$here" && pwd)/table.awk
cd "$work/answers"
touch chipgraph sqlite duckdb kuzu ladybug arrays
awk -v facts="$facts" -f "$table" chipgraph sqlite duckdb kuzu ladybug arrays
