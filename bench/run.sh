#!/bin/sh
# How fast: loading a sheet, reading articles, asking. Inputs are made by a seeded
# generator, so that every run measures the same work. ROWS and ARTICLES set its size.
set -eu
build=${BUILD:-build}
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
PATH=$build:$PATH
rows=${ROWS:-200000}
articles=${ARTICLES:-300}
work=$build/bench
rm -rf "$work"
mkdir -p "$work/articles"
export CHIPGRAPH_FILE="$work/market.db"

# Facts between companies and chips; a few companies have most of them.
sheet()
{
    awk -v rows="$rows" 'BEGIN {
        srand(20250731)
        print "subject,subject_kind,type,object,object_kind,since,share"
        for (i = 1; i <= rows; i++) {
            maker = int(rows / 20 * rand() ^ 3)
            other = int(rows / 20 * rand())
            if (i % 3)
                printf "Maker %d,Company,SUPPLIES,Maker %d,Company,%d,%.2f\n",
                    maker, other, 2000 + i % 26, rand()
            else
                printf "Maker %d,Company,DEVELOPS,Chip %d,Chip,%d,\n", maker, i, 2000 + i % 26
        }
    }'
}

# Articles of about 3 kB: facts between known names, and sentences that say none.
article()
{
    awk -v seed="$1" 'BEGIN {
        srand(seed)
        count = split("Nvidia Huawei TSMC Intel AMD Samsung SMIC Qualcomm", known, " ")
        says[0] = "%s cung cấp chip nhớ cho %s trong năm nay. "
        says[1] = "Trên thị trường, %s cạnh tranh với %s ở nhiều phân khúc. "
        says[2] = "%s đã mua chip H20 để dùng tại trung tâm dữ liệu của %s. "
        says[3] = "Nhà phân tích nhận định nhu cầu của %s và %s còn tăng. "
        for (i = 0; i < 40; i++) {
            printf says[int(4 * rand())], known[int(count * rand()) + 1],
                known[int(count * rand()) + 1]
            if (i % 5 == 4)
                printf "\n\n"
        }
    }'
}

# measure NAME AMOUNT UNIT COMMAND…: time it, and print the rate.
measure()
{
    name=$1
    amount=$2
    unit=$3
    shift 3
    start=$(date +%s%N)
    "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }
    end=$(date +%s%N)
    awk -v name="$name" -v amount="$amount" -v unit="$unit" -v ns=$((end - start)) 'BEGIN {
        seconds = ns / 1e9
        printf "%-36s %9.3f s %12.1f %s/s\n", name, seconds, amount / seconds, unit
    }'
}

sheet >"$work/facts.csv"
i=0
while [ "$i" -lt "$articles" ]; do
    i=$((i + 1))
    article "$i" >"$work/articles/$i.txt"
done
cat "$work"/articles/*.txt >"$work/all.txt"
megabytes=$(wc -c <"$work/all.txt" | awk '{ printf "%.3f", $1 / 1e6 }')

measure "load $rows facts" "$rows" fact chipgraph load "$work/facts.csv"
measure "load the same again" "$rows" fact chipgraph load "$work/facts.csv"
measure "extract one text of $megabytes MB" "$megabytes" MB \
    chipgraph extract --format json "$work/all.txt"
measure "ingest $articles articles" "$articles" article chipgraph ingest "$work"/articles/*.txt
measure 'show a hub' 1 question chipgraph show 'Maker 0' --format json
measure 'a path between two makers' 1 question chipgraph path 'Maker 0' 'Maker 9'
measure 'search a name' 1 question chipgraph search 'Chip 999'
measure 'export everything as JSON' "$rows" fact chipgraph export --format json
