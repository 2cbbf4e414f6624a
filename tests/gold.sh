#!/bin/sh
# Read the gold articles, which are kept outside the tree, and hold the scores of
# tests/gold.floor.
set -u
gold=../shared/gold
for needed in "$gold/score.py" "$gold/texts"; do
    [ -e "$needed" ] || { echo "1..0 # SKIP $needed is not there"; exit 0; }
done
command -v python3 >/dev/null || { echo '1..0 # SKIP python3 is not installed'; exit 0; }

mkdir -p "$SCRATCH/read"
unread=
for text in "$gold"/texts/*.txt; do
    id=$(basename "$text" .txt)
    "$CHIPGRAPH" extract --format json "$text" >"$SCRATCH/read/$id.json" \
        2>>"$SCRATCH/errors" || { unread="$unread $id"; rm "$SCRATCH/read/$id.json"; }
done
python3 "$gold/score.py" "$SCRATCH/read" --json >"$SCRATCH/scores.json"
python3 - "$SCRATCH/scores.json" >"$SCRATCH/scores" <<'END'
import json, sys
for key, score in json.load(open(sys.argv[1])).items():
    print(*key.split(" / "), score["precision"], score["recall"])
END

echo "1..$(($(grep -vc '^#' tests/gold.floor) + 1))"
if [ -z "$unread" ]; then
    echo 'ok 1 - every article is read'
else
    echo "not ok 1 - not read:$unread"
    sed 's/^/# /' "$SCRATCH/errors"
fi
grep -v '^#' tests/gold.floor | awk -v scores="$SCRATCH/scores" '
    BEGIN {
        while ((getline < scores) > 0) {
            precision[$1, $2, $3] = $4
            recall[$1, $2, $3] = $5
        }
    }
    {
        reached = precision[$1, $2, $3] + 0.0005 >= $4 && recall[$1, $2, $3] + 0.0005 >= $5
        failed += !reached
        printf "%sok %d - %s of %s: precision %.3f, recall %.3f", reached ? "" : "not ",
            NR + 1, $1, $3, precision[$1, $2, $3], recall[$1, $2, $3]
        print reached ? "" : " (floor " $4 ", " $5 ")"
    }
    END { exit failed > 0 }' && [ -z "$unread" ]
