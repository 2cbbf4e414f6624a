#!/bin/sh
# The runner itself: what counts as passed, failed and skipped.
set -u
unset BROKEN
number=0
failed=0

# expect NAME COUNTS: run the script on standard input, which must end with COUNTS.
expect()
{
    number=$((number + 1))
    cat >"$SCRATCH/try.sh"
    BUILD=$SCRATCH/build TEST_SECONDS=1 tests/run "$SCRATCH/try.sh" >"$SCRATCH/out" 2>&1
    code=$?
    counts=$(tail -n 1 "$SCRATCH/out")
    case $counts in
    *' 0 failed'*) right=0 ;;
    *) right=1 ;;
    esac
    if [ "$counts" = "$2" ] && [ "$code" = "$right" ]; then
        echo "ok $number - $1"
    else
        failed=1
        echo "not ok $number - $1"
        echo "# exit code $code"
        sed 's/^/# /' "$SCRATCH/out"
    fi
}

expect 'what passes' '2 passed, 0 failed' <<'END'
echo '1..2'; echo 'ok 1 - a'; echo 'ok 2 - b'
END
expect 'a plan at the end' '1 passed, 0 failed' <<'END'
echo 'ok 1 - a'; echo '1..1'
END
expect 'what fails' '1 passed, 1 failed' <<'END'
echo '1..2'; echo 'not ok 1 - a'; echo '# because'; echo 'ok 2 - b'; exit 1
END
expect 'a failure that the exit code hides' '0 passed, 1 failed' <<'END'
echo '1..1'; echo 'not ok 1 - a'
END
expect 'a crash' '1 passed, 2 failed' <<'END'
echo '1..2'; echo 'ok 1 - a'; kill -SEGV $$
END
expect 'an exit code without a failure' '1 passed, 1 failed' <<'END'
echo '1..1'; echo 'ok 1 - a'; exit 3
END
expect 'a program that stops early' '1 passed, 1 failed' <<'END'
echo '1..2'; echo 'ok 1 - a'
END
expect 'no plan' '1 passed, 1 failed' <<'END'
echo 'ok 1 - a'
END
expect 'no output' '0 passed, 1 failed' <<'END'
END
expect 'a test that never ends' '0 passed, 2 failed' <<'END'
echo '1..1'; sleep 60
END
expect 'a skipped test' '1 passed, 0 failed, 1 skipped' <<'END'
echo '1..2'; echo 'ok 1 - a # SKIP no reason'; echo 'ok 2 - b'
END
expect 'a skipped program' '0 passed, 0 failed, 1 skipped' <<'END'
echo '1..0 # SKIP nothing here'
END

number=$((number + 1))
if BUILD=$SCRATCH/build tests/run "$SCRATCH/absent" | tail -n 1 | grep -qx '0 passed, 1 failed'
then
    echo "ok $number - a program that was not built"
else
    failed=1
    echo "not ok $number - a program that was not built"
fi
echo "1..$number"
exit "$failed"
