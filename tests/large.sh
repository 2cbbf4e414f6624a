#!/bin/sh
# Inputs of odd shapes and great sizes: read or refused, in time and in one line.
set -u
program=$PLAIN/chipgraph
number=0
failed=0

# try NAME CODE PATTERN COMMAND…: it ends with that code within a minute, and says what
# matches the pattern on at most one line of standard error.
try()
{
    number=$((number + 1))
    name=$1
    wanted=$2
    pattern=$3
    shift 3
    timeout 60 "$@" >"$SCRATCH/out" 2>"$SCRATCH/err" </dev/null
    code=$?
    if [ "$code" = "$wanted" ] && [ "$(wc -l <"$SCRATCH/err")" -le 1 ] &&
        { [ -z "$pattern" ] || grep -qE "$pattern" "$SCRATCH/err"; }; then
        echo "ok $number - $name"
    else
        failed=1
        echo "not ok $number - $name"
        echo "# exit code $code"
        head -c 2000 "$SCRATCH/err" | sed 's/^/# /'
    fi
}

# repeat COUNT TEXT LAST: the text so many times, then the last one.
repeat()
{
    awk -v count="$1" -v text="$2" -v last="$3" 'BEGIN {
        for (i = 0; i < count; i++)
            printf "%s", text
        printf "%s", last
    }'
}

cd "$SCRATCH" || exit 1
case $program in
/*) ;;
*) program=$OLDPWD/$program ;;
esac

repeat 150000 'Nvidia bán chip H20 cho Huawei và TSMC, ' '.' >sentence.txt
try 'a sentence of 6 MB' 0 '' "$program" extract sentence.txt
repeat 1000000 'Nvidia\n' '' >lines.txt
try 'a million lines' 0 '' "$program" extract lines.txt
repeat 300000 'Nvidia Huawei 英伟达 H20 ' '\n' >names.txt
try 'nothing but names' 0 '' "$program" extract names.txt
repeat 500000 '("' '\n' >quotes.txt
try 'nothing but brackets and quotes' 0 '' "$program" extract quotes.txt
repeat 500000 '\314\201\340\270\264' '\n' >marks.txt
try 'nothing but combining marks' 1 'is empty' "$program" extract marks.txt
repeat 300000 'שלום Nvidia مرحبا ' '\n' >turned.txt
try 'right-to-left text' 0 '' "$program" extract turned.txt
repeat 3000 'Hôm qua, Nvidia cho biết chip H20 được bán tại Trung Quốc.\n' '' >article.txt
try 'an article of 200 kB is stored' 0 '' "$program" -d a.db ingest article.txt

head -c 200000000 /dev/zero | tr '\0' 'a' >line.txt
try 'an article of one line of 200 MB' 1 'line\.txt.* 67108864 bytes' \
    "$program" extract line.txt
{
    echo 'subject,subject_kind,type,object,object_kind'
    cat line.txt
} >line.csv
try 'a sheet with a row of 200 MB' 1 'line\.csv:2:1: ' "$program" -d b.db load line.csv
repeat 5000 'x,' 'x\n' >wide.csv
try 'a sheet of 5001 columns' 1 'wide\.csv:1' "$program" -d b.db load wide.csv
{
    printf 'name,kind,note\nNvidia,Company,"'
    head -c 10000000 line.txt
} >open.csv
try 'a quote that is not closed for 10 MB' 1 'open\.csv:2:16: ' \
    "$program" -d b.db load open.csv
repeat 1000000 '\n' '' >empty.csv
try 'a sheet of a million empty lines' 1 'empty\.csv' "$program" -d b.db load empty.csv
seq 300000 >rows.csv
# shellcheck disable=SC2016 # the inner shell expands it
try 'a sheet of 300,000 rows in a question, in 100 MB' 0 '' sh -c 'ulimit -v 100000
    exec "$0" -d a.db query "LOAD CSV FROM '"'rows.csv'"' AS row RETURN max(row[0])"' "$program"
echo "1..$number"
exit "$failed"
