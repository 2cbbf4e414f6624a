# The answers of all systems, a file each, as a table. A time counts where the answer is
# that of the arrays, or of the first system where these say nothing.
#     awk -f table.awk -v facts=1000000 chipgraph sqlite … arrays

BEGIN {
    FS = "\t"
    for (i = 1; i < ARGC; i++)
        systems[++count] = ARGV[i]
}

{
    if (!($1 in known)) {
        known[$1] = 1
        names[++rows] = $1
    }
    time[$1, FILENAME] = $2
    answer[$1, FILENAME] = $3 ":" $4
}

function reference(name,    i) {
    if ((name, systems[count]) in answer)
        return answer[name, systems[count]]
    for (i = 1; i < count; i++)
        if ((name, systems[i]) in answer)
            return answer[name, systems[i]]
    return ""
}

function shown(ms) {
    return ms >= 10 ? sprintf("%.0f", ms) : ms >= 1 ? sprintf("%.1f", ms) : sprintf("%.3f", ms)
}

function ratio(ours, other) {
    return other == "" || ours == "" || other == 0 ? "-" : sprintf("%.2f", ours / other)
}

END {
    printf "\nmilliseconds at %d facts; below 1, chipgraph is faster\n\n%-12s", facts, "question"
    for (i = 1; i <= count; i++)
        printf "%11s", systems[i]
    printf "%11s%11s\n", "/peer", "/arrays"
    for (r = 1; r <= rows; r++) {
        name = names[r]
        wanted = reference(name)
        best = ""
        printf "%-12s", name
        for (i = 1; i <= count; i++) {
            cell = time[name, systems[i]]
            same = answer[name, systems[i]] == wanted
            printf "%11s", cell == "" ? "-" : same ? shown(cell) : "differs"
            if (cell == "" || !same)
                failed = failed || i == 1
            else if (i > 1 && i < count && (best == "" || cell + 0 < best))
                best = cell + 0
        }
        printf "%11s%11s\n", ratio(time[name, systems[1]], best),
            ratio(time[name, systems[1]], time[name, systems[count]])
    }
    exit failed
}
