# Report functions of more than `longest` lines, and too many of more than `long`.

FNR == 1 {
    start = 0
}
/^\{/ {
    start = FNR
}
/^\}/ && start {
    lines = FNR - start - 1
    start = 0
    functions++
    over += lines > long
    if (lines > longest)
        print FILENAME ":" FNR ": a function of " lines " lines; " longest " at most"
}
END {
    if (over * 10 > functions)
        print over " of " functions " functions have more than " long " lines"
}
