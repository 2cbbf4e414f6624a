#!/bin/sh
# What the style asks of the sources, as tests: the tables in tests/lint/ say the rest.
# An offence is a line on standard output of the function that looks for it.
# shellcheck disable=SC2317 # the functions are called by name
set -u
here=tests/lint
PLAIN=${PLAIN:-build}

# ---- Files ----

# All files of the project: those that git keeps, or would if they were added.
files()
{
    git ls-files --cached --others --exclude-standard 2>/dev/null ||
        find . -type f ! -path './.git/*' ! -path "./build/*" | sed 's|^\./||'
}

# Those that are there and whose path matches the pattern.
files_like()
{
    grep -E "$1" "$list" | while read -r file; do
        [ -f "$file" ] && echo "$file"
    done
}

product='^(schema|graph|ingest|cli)/.*\.[ch]$'
c_code='\.[ch]$'
data='^tests/(cases|fuzz/seeds)/'

# ---- Layers ----

includes()
{
    files_like "$product" | xargs grep -nE '^ *# *include' /dev/null
}

layers()
{
    includes | awk -v table="$here/layers" -f "$here/layers.awk"
}

foreign_headers()
{
    includes | awk -v table="$here/homes" -f "$here/homes.awk"
}

# So that a header that needs another one is noticed.
own_header_first()
{
    files_like '^(schema|graph|ingest|cli)/.*\.c$' | grep -v /generate/ |
        while read -r file; do
            first=$(grep -m 1 '^#include' "$file" | sed 's/#include //')
            own=${file%.c}.h
            if [ -f "$own" ] && [ "$first" != "\"$own\"" ]; then
                echo "$file: includes $first before \"$own\""
            fi
        done
}

headers_stand_alone()
{
    flags=$(pkg-config --cflags libgvc libxml-2.0)
    # shellcheck disable=SC2086 # flags are a list
    files_like '^(schema|graph|ingest|cli|tests)/.*\.h$' | while read -r file; do
        echo "#include \"$file\"" |
            gcc -std=c11 -I. $flags -D_GNU_SOURCE -fsyntax-only -Wall -x c - 2>&1 |
            grep -m 1 -E 'error|warning'
    done
}

headers_are_guarded()
{
    files_like '^(schema|graph|ingest|cli|tests)/.*\.h$' | while read -r file; do
        guard=CG_$(echo "${file%.h}" | tr 'a-z/-' 'A-Z__')_H
        [ "$file" = graph/chipgraph.h ] && guard=CHIPGRAPH_H
        grep -q "^#define $guard\$" "$file" || echo "$file: no include guard $guard"
    done
}

everything_is_built()
{
    files_like '^(schema|graph|ingest|cli)/.*\.c$' | grep -v /generate/ |
        while read -r file; do
            [ -f "$PLAIN/${file%.c}.o" ] || echo "$file: not built by the Makefile"
        done
}

# ---- What the code may call ----

banned_functions()
{
    names=$(grep -v '^#' "$here/banned" | cut -d ' ' -f 1 | paste -s -d '|')
    files_like "$product" | while read -r file; do
        gcc -fpreprocessed -dD -E "$file" 2>/dev/null |
            grep -nE "(^|[^A-Za-z0-9_>.])($names) *\(" | sed "s|^|$file: |"
    done
}

# The objects of the library, with their paths.
objects()
{
    find "$PLAIN/schema" "$PLAIN/graph" "$PLAIN/ingest" -name '*.o'
}

library_is_silent()
{
    grep -v '^#' "$here/silent" >"$SCRATCH/silent"
    objects | xargs nm -A -u | awk '{ print $NF, $1 }' | sort >"$SCRATCH/used"
    sort "$SCRATCH/silent" | join - "$SCRATCH/used" |
        awk '{ print $2 " refers to " $1 }'
}

# Constant tables with addresses in them are in .data.rel.ro, which stays allowed.
no_mutable_statics()
{
    objects | xargs size -A | awk '
        NF >= 2 && $2 == ":" { file = $1 }
        /^\.(data|bss|tdata|tbss|data\.rel|data\.rel\.local)[ \t]/ && $2 > 0 {
            print file ": " $2 " bytes of mutable data in " $1
        }'
}

# The public header's functions, as "name api" or "name hidden".
public_functions()
{
    sed -n 's/^#include "\(.*\)"/\1/p' graph/chipgraph.h |
        while read -r file; do
            gcc -fpreprocessed -dD -E -P "$file" 2>/dev/null
        done | awk -f "$here/prototypes.awk"
}

exported_symbols()
{
    public_functions | sed 's/ .*//' | sort >"$SCRATCH/declared"
    nm -D --defined-only "$PLAIN/libchipgraph.so.0" | awk '{ print $3 }' | sort \
        >"$SCRATCH/exported"
    comm -23 "$SCRATCH/declared" "$SCRATCH/exported" |
        sed 's/$/: in the public header but not exported/'
    comm -13 "$SCRATCH/declared" "$SCRATCH/exported" |
        sed 's/$/: exported but not in the public header/'
}

# ---- How it looks ----

clang_formatted()
{
    files_like "$c_code" | xargs clang-format-14 --dry-run 2>&1 | grep 'warning:'
}

file_sizes()
{
    files_like '\.(c|h|sh|awk)$|^Makefile$' | while read -r file; do
        lines=$(wc -l <"$file")
        [ "$lines" -le 600 ] || echo "$file: $lines lines; 600 at most"
    done
}

# A function runs from a "{" to a "}" in the first column: the format sees to that.
function_sizes()
{
    files_like "$product" | xargs awk -v longest=100 -v long=40 -f "$here/functions.awk"
}

line_widths()
{
    files_like '\.(c|h|sh|awk)$|^(Makefile|bootstrap|tests/run)$' |
        xargs grep -nE '^.{101}' /dev/null
    files_like '\.md$' | while read -r file; do
        awk '/^```/ { code = !code } { print code || /^\|/ ? "" : $0 }' "$file" |
            grep -nE '^.{141}' | sed "s|^|$file:|"
    done
}

blanks()
{
    grep -vE "$data" "$list" | while read -r file; do
        [ -f "$file" ] && echo "$file"
    done >"$SCRATCH/texts"
    xargs grep -nIE '[[:space:]]$' /dev/null <"$SCRATCH/texts" |
        sed 's/$/<- a blank at the end/'
    files_like "$c_code" | xargs grep -n '	' /dev/null | sed 's/$/<- a tab/'
    while read -r file; do
        [ -s "$file" ] || echo "$file: empty"
        case $file in *.png | *.svg) continue ;; esac
        [ -z "$(tail -c 1 "$file")" ] || echo "$file: no newline at its end"
    done <"$SCRATCH/texts"
}

left_over_words()
{
    grep -v '^tests/lint' "$list" | grep -vE "$data" | while read -r file; do
        [ -f "$file" ] && grep -nIHE '\b(TODO|FIXME|XXX|HACK)\b|/tmp/|/home/' "$file"
    done | grep -vE '^(tests/|bench/|docs/|README).*/tmp/'
}

# ---- Data and documents ----

normal_form()
{
    grep -vE "$data|\.(png|pdf)\$" "$list" | while read -r file; do
        [ -f "$file" ] || continue
        uconv -f UTF-8 -t UTF-8 -x any-nfc "$file" 2>/dev/null | cmp -s - "$file" ||
            echo "$file: not UTF-8 in normal form C"
    done
}

documents_link()
{
    files_like '\.md$' | grep -v '^tests/fuzz/seeds/' | while read -r file; do
        grep -oE '\]\([^)]+\)' "$file" | sed 's/^](//; s/)$//; s/#.*//' |
            grep -vE '^(https?:|mailto:|$)' | while read -r link; do
            [ -e "$(dirname "$file")/$link" ] || echo "$file: no such file: $link"
        done
    done
}

readme_maps_folders()
{
    [ -f README.md ] || { echo "no README.md"; return; }
    sed -nE 's#^(([a-z]+/)?[a-z]+)/[^/]+$#\1#p' "$list" |
        grep -vE '^(tests|docs|examples|bench)/' | sort -u | while read -r folder; do
        grep -qE "(^|[^a-z/])${folder}/" README.md ||
            echo "README.md: its map does not name $folder/"
    done
}

stray_files()
{
    grep -E '(~|\.(orig|rej|bak|swp|o|d|a|so|db|db-wal|db-shm|log|tmp))$|^core' "$list"
    files_like . | while read -r file; do
        [ "$(wc -c <"$file")" -le 1500000 ] || echo "$file: larger than 1.5 MB"
        case $file in
        bootstrap | .ci/run | tests/run | tests/fuzz/run | *.sh) ;;
        *) [ ! -x "$file" ] || echo "$file: executable" ;;
        esac
    done
}

shell_scripts()
{
    { files_like '\.sh$'; echo bootstrap; echo .ci/run; echo tests/run; } |
        sort -u | xargs shellcheck -S warning -f gcc
}

# ---- The tests ----

number=0
failed=0
shown=50

# check NAME FUNCTION [PROGRAM]: skipped where PROGRAM, which it needs, is not there.
check()
{
    number=$((number + 1))
    if [ -n "${3-}" ] && ! command -v "$3" >/dev/null; then
        echo "ok $number - $1 # SKIP $3 is not installed"
        return
    fi
    "$2" >"$SCRATCH/offences" 2>&1
    if [ -s "$SCRATCH/offences" ]; then
        failed=1
        echo "not ok $number - $1"
        sed "s/^/# /; $shown q" "$SCRATCH/offences"
    else
        echo "ok $number - $1"
    fi
}

: "${SCRATCH:=$(mktemp -d)}"
list=$SCRATCH/files
files >"$list"

check 'dependencies point one way' layers
check 'each foreign header has one home' foreign_headers
check 'each source includes its own header first' own_header_first
check 'each header compiles alone' headers_stand_alone
check 'each header has its guard' headers_are_guarded
check 'the Makefile builds every source' everything_is_built
check 'no banned function is called' banned_functions
check 'the library never prints or exits' library_is_silent
check 'the library has no mutable statics' no_mutable_statics
check 'the shared library exports the public header' exported_symbols
check 'clang-format changes nothing' clang_formatted clang-format-14
check 'files are of a readable size' file_sizes
check 'functions are of a readable size' function_sizes
check 'lines are of a readable width' line_widths
check 'no blanks at line ends, no tabs, a newline at the end' blanks
check 'nothing left over' left_over_words
check 'texts are UTF-8 in normal form C' normal_form uconv
check 'links in documents lead somewhere' documents_link
check 'the README maps the folders' readme_maps_folders
check 'no stray files' stray_files
check 'shell scripts are sound' shell_scripts shellcheck
echo "1..$number"
exit "$failed"
