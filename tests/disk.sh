#!/bin/sh
# A full disk under standard output or under -o: one line on stderr and exit code 3.
set -u
number=0
failed=0

# refuses COMMAND…: with a full disk behind standard output.
refuses()
{
    number=$((number + 1))
    "$CHIPGRAPH" -d "$SCRATCH/market.db" "$@" >/dev/full 2>"$SCRATCH/said"
    code=$?
    if [ "$code" = 3 ] && [ "$(wc -l <"$SCRATCH/said")" = 1 ] &&
        grep -q '^chipgraph: .*No space left on device' "$SCRATCH/said"; then
        echo "ok $number - $*"
    else
        failed=1
        echo "not ok $number - $*"
        echo "# exit code $code"
        sed 's/^/# /' "$SCRATCH/said"
    fi
}

[ -w /dev/full ] || { echo '1..0 # SKIP /dev/full is not there'; exit 0; }
cat >"$SCRATCH/facts.csv" <<'END'
subject,subject_kind,type,object,object_kind
Foundry One,Company,SUPPLIES,Fabless Two,Company
Fabless Two,Company,DEVELOPS,Chip Three,Chip
END
cat >"$SCRATCH/article.txt" <<'END'
Công ty Nvidia cho biết chip H20 của Nvidia được bán tại Trung Quốc.
END
"$CHIPGRAPH" -d "$SCRATCH/market.db" load "$SCRATCH/facts.csv" 2>"$SCRATCH/said" ||
    sed 's/^/# /' "$SCRATCH/said"

for format in table csv json jsonl markdown; do
    refuses relations --format "$format"
done
refuses show 'Foundry One'
refuses path 'Foundry One' 'Chip Three'
refuses search One
refuses evidence 1
refuses sources
refuses stats
refuses export --format json
refuses extract --format json "$SCRATCH/article.txt"
for format in dot svg png; do
    refuses diagram --format "$format"
done
refuses help
refuses --version
echo "1..$number"
exit "$failed"
