# The functions that C declarations without comments declare: a name a line, with "api"
# or "hidden" behind it. Macros and inline functions are passed over.

/^#/ {
    continued = /\\$/
    next
}
continued {
    continued = /\\$/
    next
}
{
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        if (c == "{")
            depth++
        if (depth == 0)
            text = text c
        if (c == "}")
            depth--
        if (depth == 0 && (c == ";" || c == "}")) {
            declaration(text)
            text = ""
        }
    }
    text = text " "
}

function declaration(text, name) {
    if (text ~ /typedef|static/ || text !~ /\(/)
        return
    name = text
    sub(/ *\(.*/, "", name)
    sub(/.*[ *]/, "", name)
    print name, text ~ /CG_API/ ? "api" : "hidden"
}
