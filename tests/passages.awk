# Cut files of passages (tests/README.md) up into articles: NAME-1.txt and NAME-1.facts,
# NAME-2.txt …, in the folder `into`.
function begin_passage()
{
    close(article)
    count++
    article = into "/" name "-" count ".txt"
}

FNR == 1 {
    name = FILENAME
    sub(/.*\//, "", name)
    sub(/\.passages$/, "", name)
    count = 0
    begin_passage()
}

$0 == "---" {
    begin_passage()
    next
}

$0 == "==" {
    close(article)
    sub(/txt$/, "facts", article)
    next
}

{ print >article }
