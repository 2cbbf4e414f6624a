#!/bin/sh
# Reading costs time in proportion to the text: four times as much takes about four times
# as long, whatever the text is made of. What grows with the square takes sixteen times.
# Seconds of processor are compared, the least of up to ROUNDS runs, so that other
# programs on the machine do not decide.
set -u
ROUNDS=6
MOST=5.5 # times as long as a quarter of the text
program=$PLAIN/chipgraph
number=0
failed=0

# Seconds of processor that the command takes.
seconds()
{
    times >"$SCRATCH/before"
    "$@" >"$SCRATCH/out" 2>"$SCRATCH/err" || return 1
    times >"$SCRATCH/after"
    awk 'FNR == 2 {
        total = 0
        for (i = 1; i <= 2; i++) {
            split($i, part, "m")
            total += part[1] * 60 + part[2]
        }
        at[++count] = total
    } END { print at[2] - at[1] }' "$SCRATCH/before" "$SCRATCH/after"
}

# repeat COUNT FILE: the file so many times.
repeat()
{
    awk -v count="$1" 'BEGIN { RS = "\001" } {
        for (i = 0; i < count; i++)
            printf "%s", $0
    }' "$2"
}

# linear NAME FILE COUNT: the file COUNT times, and four times as often. What the program
# takes to start counts for neither.
linear()
{
    number=$((number + 1))
    repeat "$3" "$2" >"$SCRATCH/few.txt"
    repeat $((4 * $3)) "$2" >"$SCRATCH/many.txt"
    echo Nothing. >"$SCRATCH/nothing.txt"
    start=99 few=99 many=99 round=0 fits=
    while [ -z "$fits" ] && [ "$round" -lt "$ROUNDS" ]; do
        round=$((round + 1))
        for which in nothing few many; do
            taken=$(seconds "$program" extract "$SCRATCH/$which.txt") || taken=fails
            echo "$which $taken"
        done >"$SCRATCH/taken"
        awk -v most="$MOST" -v nothing="$start" -v few="$few" -v many="$many" '
            $2 == "fails" { broken = 1 }
            $1 == "nothing" && $2 < nothing { nothing = $2 }
            $1 == "few" && $2 < few { few = $2 }
            $1 == "many" && $2 < many { many = $2 }
            END {
                fits = !broken && few > nothing && many - nothing <= most * (few - nothing)
                print nothing, few, many, fits ? "yes" : ""
            }' "$SCRATCH/taken" >"$SCRATCH/least"
        read -r start few many fits <"$SCRATCH/least"
    done
    if [ -n "$fits" ]; then
        echo "ok $number - $1"
    else
        failed=1
        echo "not ok $number - $1"
        echo "# seconds of processor: $start to start, $few, and $many for four times" \
            "the text"
        head -c 2000 "$SCRATCH/err" | sed 's/^/# /'
    fi
}

for language in en vi zh; do
    cat tests/cases/articles/"$language"-*.txt >"$SCRATCH/$language.txt"
    linear "articles ($language)" "$SCRATCH/$language.txt" 12
done
awk 'BEGIN {
    for (i = 0; i < 2000; i++)
        printf "Firm%d Holdings bought Unit%d Devices in May. ", i, i
    print ""
}' >"$SCRATCH/names.txt"
linear 'a paragraph of names that no list has' "$SCRATCH/names.txt" 4
printf 'Nvidia bán chip H20 cho Huawei và TSMC, ' >"$SCRATCH/sentence.txt"
linear 'one sentence' "$SCRATCH/sentence.txt" 12000
printf '“(Nvidia：' >"$SCRATCH/signs.txt"
linear 'brackets and quotes that are not closed' "$SCRATCH/signs.txt" 100000
echo "1..$number"
exit "$failed"
