#!/bin/sh
# Score the reader on our own articles, and hold the scores of tests/articles.floor.
set -u
"$CHIPGRAPH" rules coverage tests/cases/articles --by language --format csv \
    >"$SCRATCH/scores.csv" 2>"$SCRATCH/errors" || {
    echo '1..1'
    echo 'not ok 1 - every article is read'
    sed 's/^/# /' "$SCRATCH/errors"
    exit 1
}
grep -v '^#' tests/articles.floor | awk -v scores="$SCRATCH/scores.csv" '
    BEGIN {
        while ((getline line < scores) > 0) {
            split(line, cells, ",")
            precision[cells[3], cells[2]] = cells[7]
            recall[cells[3], cells[2]] = cells[8]
        }
    }
    {
        reached = precision[$1, $2] >= $3 + 0 && recall[$1, $2] >= $4 + 0
        failed += !reached
        printf "%sok %d - %s in %s: precision %.3f, recall %.3f", reached ? "" : "not ",
            NR, $1, $2, precision[$1, $2], recall[$1, $2]
        print reached ? "" : " (floor " $3 ", " $4 ")"
    }
    END {
        print "1.." NR
        exit failed > 0
    }'
