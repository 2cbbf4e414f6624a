#!/bin/sh
# Kill the loader and the reader of articles at many moments: the file opens, is sound,
# and holds each source whole or not at all.
set -u
program=$PLAIN/chipgraph
runs=40
rows=20000
number=0
failed=0
said=$SCRATCH/said

command -v sqlite3 >/dev/null || { echo '1..0 # SKIP sqlite3 is not installed'; exit 0; }

# result NAME: a test that failed if anything was written to $said.
result()
{
    number=$((number + 1))
    if [ -s "$said" ]; then
        failed=1
        echo "not ok $number - $1"
        sed 's/^/# /' "$said"
    else
        echo "ok $number - $1"
    fi
    : >"$said"
}

sheet()
{
    awk -v rows="$1" 'BEGIN {
        print "subject,subject_kind,type,object,object_kind,year"
        for (i = 1; i <= rows; i++)
            printf "Maker %d,Company,DEVELOPS,Chip %d,Chip,%d\n", i % 997, i, 2000 + i % 25
    }'
}

# An article of many sentences about a maker and its chip.
article()
{
    awk -v id="$1" 'BEGIN {
        for (i = 1; i <= 300; i++)
            printf "Công ty Sao Mai %d cho biết chip SM%d-%d đã được bán.\n", id, id, i
    }'
}

count()
{
    "$program" -d "$1" stats --format csv | awk -F, -v what="$2" '$1 == what { print $3 }'
}

# Why the file is not sound, or nothing.
unsound()
{
    sqlite3 "$1" 'PRAGMA integrity_check' 2>&1 | grep -v '^ok$'
    sqlite3 "$1" 'PRAGMA foreign_key_check' 2>&1
    sqlite3 "$1" "SELECT 'not the facts that neighbours are kept of', type FROM (
        SELECT relation AS type, sum(facts) AS facts FROM segment_count
        GROUP BY relation HAVING sum(facts) <> 0 EXCEPT
        SELECT relation, count(*) FROM fact WHERE retracted IS NULL GROUP BY relation)
        UNION ALL SELECT 'lost', id FROM adjacency
        WHERE id >> 54 NOT IN (SELECT id FROM segment)" 2>&1
}

fresh()
{
    rm -f "$SCRATCH"/killed.db*
    cp "$SCRATCH/before.db" "$SCRATCH/killed.db"
}

# Seconds that a command takes; its output is not wanted.
seconds()
{
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    echo $(($(date +%s%N) - start)) | awk '{ printf "%.4f", $1 / 1000000000 }'
}

# kill_at SECONDS COMMAND…: run it and kill it then.
kill_at()
{
    delay=$1
    shift
    "$@" >/dev/null 2>&1 &
    victim=$!
    sleep "$delay"
    kill -KILL "$victim" 2>/dev/null && echo killed >>"$SCRATCH/kills"
    wait "$victim" 2>/dev/null
}

# moments SECONDS: evenly over the time that the whole takes, and a little more.
moments()
{
    awk -v all="$1" -v runs="$runs" 'BEGIN {
        for (i = 0; i < runs; i++)
            printf "%.4f\n", all * 1.05 * i / runs
    }'
}

sheet 100 >"$SCRATCH/small.csv"
sheet "$rows" >"$SCRATCH/big.csv"
for id in 1 2 3 4 5 6; do
    article "$id" >"$SCRATCH/article$id.txt"
done
"$program" -d "$SCRATCH/before.db" load "$SCRATCH/small.csv" >"$said" 2>&1 && : >"$said"
result 'a first sheet loads'
before=$(count "$SCRATCH/before.db" facts)

fresh
whole=$(seconds "$program" -d "$SCRATCH/killed.db" load "$SCRATCH/big.csv")
after=$(count "$SCRATCH/killed.db" facts)
[ "${after:-0}" -gt "${before:-0}" ] || echo "$after facts after $before" >"$said"
result "a sheet of $rows rows loads"

: >"$SCRATCH/kills"
for moment in $(moments "$whole"); do
    fresh
    kill_at "$moment" "$program" -d "$SCRATCH/killed.db" load "$SCRATCH/big.csv"
    unsound "$SCRATCH/killed.db" | sed "s/^/killed at $moment s: /"
    facts=$(count "$SCRATCH/killed.db" facts)
    case $facts in
    "$before" | "$after") ;;
    *) echo "killed at $moment s: $facts facts, not $before or $after" ;;
    esac
done >"$said"
result "a load of $whole s that is killed leaves all or nothing"
kills=$(wc -l <"$SCRATCH/kills")
[ "$kills" -ge $((runs / 2)) ] || echo "only $kills of $runs" >"$said"
result 'the kills came while it worked'

fresh
kill_at "$(echo "$whole" | awk '{ print $1 / 2 }')" \
    "$program" -d "$SCRATCH/killed.db" load "$SCRATCH/big.csv"
"$program" -d "$SCRATCH/killed.db" load "$SCRATCH/big.csv" >"$SCRATCH/again" 2>&1 ||
    cp "$SCRATCH/again" "$said"
count "$SCRATCH/killed.db" facts | grep -vx "$after" >>"$said"
result 'loading again completes it'

# A file that is new has another journal until it has something. Killed at once, it has no
# tables yet, or nothing in them.
new()
{
    rm -f "$SCRATCH"/killed.db*
}
new
whole=$(seconds "$program" -d "$SCRATCH/killed.db" load "$SCRATCH/big.csv")
after=$(count "$SCRATCH/killed.db" facts)
: >"$SCRATCH/kills"
for moment in $(moments "$whole"); do
    new
    kill_at "$moment" "$program" -d "$SCRATCH/killed.db" load "$SCRATCH/big.csv"
    [ -s "$SCRATCH/killed.db" ] || continue
    facts=$(count "$SCRATCH/killed.db" facts)
    [ -s "$SCRATCH/killed.db" ] || continue # what had begun to be made was undone
    unsound "$SCRATCH/killed.db" | sed "s/^/killed at $moment s: /"
    case $facts in
    0 | "$after") ;;
    *) echo "killed at $moment s: $facts facts, not 0 or $after" ;;
    esac
done >"$said"
result "a first load of $whole s that is killed leaves all or nothing"
kills=$(wc -l <"$SCRATCH/kills")
[ "$kills" -ge $((runs / 2)) ] || echo "only $kills of $runs" >"$said"
result 'the kills came while it worked'

# Each source with its number of mentions: those of an article are all there or none.
articles()
{
    sqlite3 "$1" "SELECT source.file, count(*) FROM source
                  JOIN mention ON mention.source = source.id
                  GROUP BY source.id" 2>&1 | sort
}

fresh
whole=$(seconds "$program" -d "$SCRATCH/killed.db" ingest "$SCRATCH"/article?.txt)
articles "$SCRATCH/killed.db" >"$SCRATCH/complete"
[ "$(wc -l <"$SCRATCH/complete")" -eq 6 ] || cat "$SCRATCH/complete" - >"$said" <<'END'
six articles are expected
END
result 'six articles are read'
for moment in $(moments "$whole"); do
    fresh
    kill_at "$moment" "$program" -d "$SCRATCH/killed.db" ingest "$SCRATCH"/article?.txt
    unsound "$SCRATCH/killed.db" | sed "s/^/killed at $moment s: /"
    articles "$SCRATCH/killed.db" |
        comm -23 - "$SCRATCH/complete" | sed "s/^/killed at $moment s: half: /"
done >"$said"
result "an ingest of $whole s that is killed leaves no half article"

echo "1..$number"
exit "$failed"
