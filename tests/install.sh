#!/bin/sh
# What `make install` installs is enough to write a program with, in C and in C++.
set -u
number=0
failed=0

# run NAME COMMAND…: a test that passes when the command does.
run()
{
    number=$((number + 1))
    name=$1
    shift
    if "$@" >"$SCRATCH/out" 2>&1; then
        echo "ok $number - $name"
    else
        failed=1
        echo "not ok $number - $name"
        sed 's/^/# /' "$SCRATCH/out"
    fi
}

# The text on standard output must be the expected one.
prints()
{
    expected=$1
    shift
    found=$("$@" 2>&1) || { echo "status $?: $found"; return 1; }
    [ "$found" = "$expected" ] || { echo "printed: $found"; return 1; }
}

root=$SCRATCH/root
prefix=/opt/chip
installed=$root$prefix
export PKG_CONFIG_PATH="$installed/lib/pkgconfig" LD_LIBRARY_PATH="$installed/lib"
unset MAKEFLAGS MAKELEVEL MFLAGS SANITIZE OPTIMIZE

run 'installs under DESTDIR' \
    make -s BUILD="$PLAIN" DESTDIR="$root" PREFIX="$prefix" install

flags=$(PKG_CONFIG_SYSROOT_DIR=$root pkg-config --cflags --libs chipgraph)
private=$(pkg-config --print-requires-private chipgraph | xargs pkg-config --libs)
private="$private $(sed -n 's/^Libs.private: //p' "$installed/lib/pkgconfig/chipgraph.pc")"
warnings='-Wall -Wextra -Wpedantic -Werror'

# Flags and warnings are lists of words: splitting them is meant.
# shellcheck disable=SC2086
{
    run 'compiles as C11 against the shared library' \
        gcc -std=c11 $warnings tests/install/ask.c -o "$SCRATCH/ask" $flags
    run 'compiles against the static library' \
        gcc -std=c11 $warnings -I"$installed/include" tests/install/ask.c \
        -o "$SCRATCH/ask-static" "$installed/lib/libchipgraph.a" $private
    run 'compiles as C++' \
        g++ -std=c++11 $warnings tests/install/ask.cc -o "$SCRATCH/ask-cc" $flags
}

cat >"$SCRATCH/facts.csv" <<'END'
subject,subject_kind,type,object,object_kind
Foundry One,Company,SUPPLIES,Fabless Two,Company
END
run 'the installed program loads a sheet' \
    "$installed/bin/chipgraph" -d "$SCRATCH/market.db" load "$SCRATCH/facts.csv"
answer='Foundry One SUPPLIES Fabless Two'
run 'the shared library answers' \
    prints "$answer" "$SCRATCH/ask" "$SCRATCH/market.db" 'fabless two'
run 'the static library answers' \
    prints "$answer" "$SCRATCH/ask-static" "$SCRATCH/market.db" 'foundry one'
run 'the C++ program answers' prints '14 kinds' "$SCRATCH/ask-cc"
run 'uninstalls what it installed' \
    make -s BUILD="$PLAIN" DESTDIR="$root" PREFIX="$prefix" uninstall
run 'leaves no file behind' prints '' find "$root" -type f -o -type l
echo "1..$number"
exit "$failed"
