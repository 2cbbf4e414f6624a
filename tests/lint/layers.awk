# Check "#include" lines (grep -n: FILE:LINE:TEXT) against the table of layers.

BEGIN {
    while ((getline line < table) > 0) {
        if (line ~ /^#/ || line == "")
            continue
        count = split(line, words, " ")
        layers[words[1]] = words[1] "/"
        for (i = 2; i <= count; i++)
            layers[words[1]] = layers[words[1]] " " words[i]
    }
}

# The longest entry of the table that `file` lies in.
function layer_of(file, entry, best) {
    best = ""
    for (entry in layers)
        if ((file == entry || index(file, entry "/") == 1) && length(entry) > length(best))
            best = entry
    return best
}

function allowed(file, header, layer, count, words, i) {
    layer = layer_of(file)
    count = split(layers[layer], words, " ")
    for (i = 1; i <= count; i++)
        if (index(header, words[i]) == 1)
            return 1
    return 0
}

match($0, /include *"[^"]*"/) {
    split($0, place, ":")
    header = substr($0, RSTART, RLENGTH)
    gsub(/include *|"/, "", header)
    if (layer_of(place[1]) == "")
        print place[1] ": in no layer: tests/lint/layers names them"
    else if (!allowed(place[1], header))
        print place[1] ":" place[2] ": may not include \"" header "\""
}
