#!/bin/sh
# bootstrap, with stand-ins for the programs that it would run.
set -u
number=0
failed=0
bin=$SCRATCH/bin
log=$SCRATCH/log

# A system with these of its real programs and no others.
machine()
{
    rm -rf "$bin"
    mkdir -p "$bin"
    for tool in sh dirname grep cat nproc env; do
        ln -s "$(command -v "$tool")" "$bin/$tool"
    done
    stub make 'echo "make $*" >>"$LOG"'
}

# stub NAME SCRIPT: a stand-in.
stub()
{
    printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

debian()
{
    stub dpkg-query 'case " $HAVE " in *" $4 "*|*" all "*) printf installed ;; *) exit 1 ;; esac'
    stub apt-get 'echo "apt-get $*" >>"$LOG"'
    stub apt-cache 'echo "  Candidate: 1.0"'
    stub id "echo $1"
}

# bootstrap's output and the log of what it ran, and its exit code.
try()
{
    : >"$log"
    PATH=$bin LOG=$log HAVE=$have ./bootstrap "$@" >"$SCRATCH/out" 2>&1 </dev/null
    code=$?
}

# check NAME CONDITION…: the words of a test(1) that must hold.
check()
{
    number=$((number + 1))
    name=$1
    shift
    if "$@"; then
        echo "ok $number - $name"
    else
        failed=1
        echo "not ok $number - $name"
        echo "# exit code $code"
        sed 's/^/# /' "$SCRATCH/out" "$log"
    fi
}

ran() { grep -q -- "$1" "$log"; }
said() { grep -q -- "$1" "$SCRATCH/out"; }
silent_about() { ! grep -q -- "$1" "$log"; }

machine
have=
try
check 'another system is refused' test "$code" = 1
check 'with a list of what to install' said 'SQLite'
check 'and nothing is run' test ! -s "$log"

machine
debian 0
have=all
try
check 'nothing is installed that is there' silent_about apt-get
check 'no argument builds' ran '^make -j[0-9]*$'
try demo
check 'demo runs make demo' ran '^make -j[0-9]* demo$'
try test
check 'test runs make test' ran '^make -j[0-9]* test$'

have='gcc make'
try demo
check 'what is missing is installed' ran 'apt-get install .*libcsv-dev'
check 'what is there is not' silent_about 'install .* gcc '
check 'what only tests need is not' silent_about cmocka
check 'it prints what it installs' said 'installing: .*libcsv-dev'
try test
check 'tests need more' ran 'install .*libcmocka-dev'

stub apt-cache 'case $2 in clang*) echo "  Candidate: (none)" ;; *) echo "  Candidate: 1" ;; esac'
try test
check 'what the system does not have is left out' silent_about clang-format
check 'and said' said "no package 'clang-format-14'"

debian 1000
try
check 'without root and sudo it is refused' test "$code" = 1
check 'with the command to run' said "run 'apt-get update"
stub sudo 'echo "sudo $*" >>"$LOG"; "$@"'
try
check 'without root it goes through sudo' ran '^sudo .*apt-get install'

stub apt-get 'exit 100'
try
check 'a failed installation ends it' test "$code" != 0
check 'before make' silent_about make

debian 0
have=all
try bogus
check 'an unknown target is refused' test "$code" = 1
try demo test
check 'so are two' test "$code" = 1
check 'and make does not run' test ! -s "$log"
echo "1..$number"
exit "$failed"
