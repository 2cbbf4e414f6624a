#!/bin/sh
# The main job on the example files, each command shown before it runs: make demo
set -eu
build=${BUILD:-build}
case $build in
/*) ;;
*) build=$PWD/$build ;;
esac
PATH=$build:$PATH
cd "$(dirname "$0")/.."
out=$build/demo
rm -rf "$out"
mkdir -p "$out"
export CHIPGRAPH_FILE="$out/market.db"

# show WORDS: run a command line and show it as it would be typed.
show()
{
    printf '\n$ %s\n' "$*"
    eval "$*"
}

echo "The graph file is $CHIPGRAPH_FILE"
show chipgraph ingest examples/lien-minh-chip.txt
show chipgraph load examples/companies.csv examples/supply.csv

echo
echo 'Who is in the alliance?'
show chipgraph relations --type MEMBER_OF --kind Alliance

echo
echo 'Who says that the first of them is?'
fact=$(chipgraph relations --type MEMBER_OF --kind Alliance --format csv |
    awk -F, 'NR == 2 { print $1 }')
show chipgraph evidence "$fact"

echo
echo 'How are two companies connected?'
show chipgraph path StepFun TSMC

show chipgraph diagram -o "$out/market.dot"
show chipgraph diagram -o "$out/market.svg"

echo
echo 'The diagram of all this:'
echo "    $out/market.dot"
echo "    $out/market.svg"
