#!/bin/sh
# Run the command lines in tests/cases/cli/*.test, docs/manual.md, docs/query.md and README.md,
# and compare what they print (tests/cases/cli/README.md tells the form). Each is a test.
set -u

top=$PWD
work=$SCRATCH/cli
mkdir -p "$work/bin" || exit 1
ln -s "$CHIPGRAPH" "$work/bin/chipgraph" || exit 1
PATH=$work/bin:$PATH
SOURCE_DATE_EPOCH=1753920000
LC_ALL=C.UTF-8
SHELL=/bin/sh
export PATH SOURCE_DATE_EPOCH LC_ALL SHELL
unset CHIPGRAPH_FILE NO_COLOR
number=0

# Run the steps that were cut out of file $1 into folder $2.
run_steps() {
    home=$2/home
    unset COLUMNS
    case $1 in
    *.md) COLUMNS=100 && export COLUMNS ;;
    esac
    mkdir -p "$home"
    ln -sfn "$top/examples" "$home/examples"
    for command in "$2"/*.command; do
        [ -e "$command" ] || continue
        step=${command%.command}
        (cd "$home" && sh "$command" </dev/null >"$step.out" 2>"$step.err")
        echo "[$?]" >"$step.code"
        [ -e "$step.merge" ] &&
            (cd "$home" && cat "$step.err" >>"$step.out" && : >"$step.err")
        report "$1:$(cat "$step.line") $(head -n 1 "$command")" "$step"
    done
}

# Compare what step $2 did with what was wanted; $1 is its name.
report() {
    number=$((number + 1))
    title=$(printf '%s' "$1" | sed 's/#/\\#/g')
    if cmp -s "$2.out" "$2.want-out" && cmp -s "$2.err" "$2.want-err" &&
        cmp -s "$2.code" "$2.want-code"; then
        printf 'ok %d - %s\n' "$number" "$title"
        return
    fi
    printf 'not ok %d - %s\n' "$number" "$title"
    for part in out err code; do
        diff -u "$2.want-$part" "$2.$part" | sed 's/^/# /'
    done
}

# Is there a terminal to be had for file $1, if it needs one?
terminal_found() {
    case $1 in
    *terminal.test) script -qec true /dev/null </dev/null >/dev/null 2>&1 ;;
    esac
}

for file in tests/cases/cli/*.test docs/manual.md docs/query.md README.md; do
    [ -e "$file" ] || continue
    if ! terminal_found "$file"; then
        number=$((number + 1))
        echo "ok $number - $file # SKIP there is no pseudo terminal"
        continue
    fi
    folder=$work/$(basename "$file")
    mkdir -p "$folder"
    awk -f tests/cases/cli/steps.awk -v folder="$folder" "$file"
    run_steps "$file" "$folder"
done
echo "1..$number"
