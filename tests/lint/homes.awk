# Check "#include" lines (grep -n: FILE:LINE:TEXT) against the table of homes.

BEGIN {
    while ((getline line < table) > 0) {
        if (line ~ /^#/ || line == "")
            continue
        name = line
        sub(/ .*/, "", name)
        homes[name] = substr(line, length(name) + 2)
    }
}

function at_home(file, header, name, count, words, i) {
    name = header
    if (!(name in homes))
        sub(/\/.*/, "/", name)
    if (!(name in homes))
        return 0
    count = split(homes[name], words, " ")
    for (i = 1; i <= count; i++)
        if (words[i] == "*" || index(file, words[i]) == 1)
            return 1
    return 0
}

match($0, /include *<[^>]*>/) {
    split($0, place, ":")
    header = substr($0, RSTART, RLENGTH)
    gsub(/include *<|>/, "", header)
    if (!at_home(place[1], header))
        print place[1] ":" place[2] ": <" header "> has no home here"
}
