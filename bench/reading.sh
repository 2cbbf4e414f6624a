#!/bin/sh
# How fast articles are read: bytes a second with the built-in lists of names and with a
# million names more, the memory for few and for many articles, and the start-up. Inputs
# are made by a seeded generator. ARTICLES and NAMES set their size.
set -eu
build=${BUILD:-build}
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
PATH=$build:$PATH
articles=${ARTICLES:-10000}
names=${NAMES:-1000000}
work=$build/bench-reading
rm -rf "$work"
mkdir -p "$work/articles" "$work/few"

LC_ALL=C awk -v count="$articles" -v folder="$work/articles" -f bench/articles.awk
for i in 1 2 3 4 5 6 7 8 9 10; do
    cp "$work/articles/$i.txt" "$work/few/"
done
find "$work/articles" -name '[1-9]*[05].txt' | sort | xargs cat >"$work/long.txt"
echo Nothing. >"$work/nothing.txt"
awk -v names="$names" 'BEGIN {
    print "name,kind"
    for (i = 0; i < names; i++)
        printf "Firm%d %s,Company\n", i, i % 2 ? "Devices" : "Holdings"
}' >"$work/names.csv"

# What a command takes: seconds, seconds of processor, MB of memory.
timed()
{
    python3 - "$@" <<'END'
import os, sys, time
start = time.monotonic()
child = os.fork()
if child == 0:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(child, 0)
if status != 0:
    sys.exit(f"failed: {sys.argv[1:]}")
seconds = time.monotonic() - start
print(f"{seconds:.3f} {used.ru_utime + used.ru_stime:.3f} {used.ru_maxrss / 1024:.1f}")
END
}

# report NAME BYTES BEFORE COMMAND…: what it takes, and how many bytes it reads in a
# second of processor, without the BEFORE that it takes to start.
report()
{
    taken=$(shift 3 && timed "$@")
    echo "$taken" | awk -v name="$1" -v bytes="$2" -v before="$3" '{
        printf "%-36s %8.2f s %8.2f s cpu %7.1f MB", name, $1, $2, $3
        if (bytes > 0 && $2 > before)
            printf " %6.2f MB/s", bytes / 1e6 / ($2 - before)
        print ""
    }'
    processor=$(echo "$taken" | cut -d ' ' -f 2)
}

bytes=$(wc -c <"$work/long.txt")
report 'start-up: extract one word' 0 0 chipgraph extract "$work/nothing.txt"
report "extract $bytes bytes" "$bytes" "$processor" \
    chipgraph extract "$work/long.txt" --format csv
report "start-up with $names names more" 0 0 \
    chipgraph extract "$work/nothing.txt" --names "$work/names.csv"
report 'extract the same with them' "$bytes" "$processor" \
    chipgraph extract "$work/long.txt" --format csv --names "$work/names.csv"
report 'ingest 10 articles' 0 0 chipgraph -d "$work/few.db" ingest "$work"/few/*.txt
report "ingest $articles articles" 0 0 \
    chipgraph -d "$work/many.db" ingest "$work"/articles/*.txt
