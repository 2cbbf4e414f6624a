#!/bin/sh
# The peers come by npm into $PEERS, which asks its registry once; sourced by what measures
# beside them.
bench=${bench:?} # this folder
peers()
{
    command -v npm >/dev/null || {
        echo 'npm is not there: no DuckDB, no Kùzu, no LadybugDB'
        return
    }
    mkdir -p "$PEERS"
    cmp -s "$bench/package.json" "$PEERS/package.json" && [ -d "$PEERS/node_modules" ] && return
    cp "$bench/package.json" "$PEERS/package.json"
    (cd "$PEERS" && npm install --no-audit --no-fund >npm.log 2>&1) || {
        echo "npm cannot be reached ($PEERS/npm.log): no DuckDB, no Kùzu, no LadybugDB"
        rm -rf "$PEERS"
    }
}
