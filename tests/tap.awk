# Judge one program's TAP: print a line on it, its skips and its failures with what it
# said about them, and write "passed failed skipped" to the file `counts`.
# Variables: name of the program, ended (its exit status), seconds (that it took),
# errors (its stderr), counts.

function fail(what) {
    failed++
    report = report "    " what "\n"
}

/^1\.\.[0-9]+/ {
    plans++
    plan = substr($1, 4) + 0
    if (plan == 0 && match($0, /# *SKIP/)) {
        skipped++
        skips = skips "    skipped:" substr($0, RSTART + RLENGTH) "\n"
    }
    next
}

/^(not )?ok([ \t]|$)/ {
    ran++
    speaking = 0
    if (match($0, /# *SKIP/)) {
        skipped++
        skips = skips "    skipped:" substr($0, RSTART + RLENGTH) "\n"
    } else if ($1 == "ok") {
        passed++
    } else {
        fail($0)
        speaking = 1
    }
    next
}

/^Bail out!/ {
    fail($0)
    next
}

# What a failed test has to say follows it.
speaking {
    report = report "        " $0 "\n"
}

END {
    if (ended == 124 || ended == 137)
        fail("stopped: it took too long")
    else if (ended != 0 && failed == 0)
        fail("ended with status " ended)
    if (ended == 0 && plans != 1)
        fail(plans ? "more than one plan" : "no plan: the program stopped early")
    else if (plans == 1 && plan != ran)
        fail("planned " plan " tests, ran " (ran + 0))

    printf "%-5s%s (%d)", failed ? "FAIL" : passed ? "ok" : "skip", name, ran
    print (seconds > 9 ? ", " seconds " s" : "")
    printf "%s%s", skips, report
    if (failed) {
        while ((getline line < errors) > 0 && ++lines <= 40)
            print "        | " line
    }
    printf "%d %d %d\n", passed, failed, skipped > counts
}
