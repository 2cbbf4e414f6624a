#!/bin/sh
# Score the reader on our own articles, and hold the scores of tests/articles.floor.
set -u
for folder in $(grep -v '^#' tests/articles.floor | awk '{ print $1 }' | sort -u); do
    articles=tests/cases/$folder
    case $folder in passages*)
        articles=$SCRATCH/$folder
        mkdir "$articles"
        awk -v into="$articles" -f tests/passages.awk "tests/cases/$folder"/*.passages
        ;;
    esac
    "$CHIPGRAPH" rules coverage "$articles" --by language --format csv \
        2>"$SCRATCH/errors" | sed "s/^/$folder,/" >>"$SCRATCH/scores.csv"
    [ -s "$SCRATCH/errors" ] || continue
    echo '1..1'
    echo 'not ok 1 - every article is read'
    sed 's/^/# /' "$SCRATCH/errors"
    exit 1
done
grep -v '^#' tests/articles.floor | awk -v scores="$SCRATCH/scores.csv" '
    BEGIN {
        while ((getline line < scores) > 0) {
            split(line, cells, ",")
            key = cells[1] SUBSEP cells[4] SUBSEP cells[3]
            precision[key] = cells[8]
            recall[key] = cells[9]
        }
    }
    {
        key = $1 SUBSEP $2 SUBSEP $3
        reached = precision[key] >= $4 && recall[key] >= $5
        failed += !reached
        printf "%sok %d - %s in %s of %s: precision %.3f, recall %.3f",
            reached ? "" : "not ", NR, $2, $3, $1, precision[key], recall[key]
        print reached ? "" : " (floor " $4 ", " $5 ")"
    }
    END {
        print "1.." NR
        exit failed > 0
    }'
