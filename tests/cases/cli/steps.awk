# Cut a file of command lines into steps: N.command, N.line, and what is wanted of it:
# N.want-out, N.want-err, N.want-code. In Markdown only the blocks marked `console`
# count, and a step's two streams are wanted in one (N.merge).

function finish(    part)
{
    for (part in parts)
        close(step "." parts[part])
    step = ""
    blanks = 0
}

function start(text)
{
    finish()
    step = sprintf("%s/%04d", folder, ++steps)
    print text > (step ".command")
    print FNR > (step ".line")
    printf "" > (step ".want-out")
    printf "" > (step ".want-err")
    print "[0]" > (step ".want-code")
    if (markdown)
        printf "" > (step ".merge")
}

BEGIN { split("command line want-out want-err want-code merge", parts) }
FNR == 1 {
    markdown = FILENAME ~ /\.md$/
    reading = !markdown
}
markdown && /^```/ {
    reading = /^```console$/
    finish()
    next
}
!reading || (!markdown && /^#/) { next }
/^\$ / { start(substr($0, 3)); next }
step == "" { next }
/^>( |$)/ { print substr($0, 3) > (step ".command"); next }
/^\[[0-9]+\]$/ { close(step ".want-code"); print > (step ".want-code"); next }
/^2> / && !markdown { print substr($0, 4) > (step ".want-err"); next }
/^$/ { blanks++; next }
{
    for (; blanks > 0; blanks--)
        print "" > (step ".want-out")
    sub(/^\\/, "")
    print > (step ".want-out")
}
