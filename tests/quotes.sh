#!/bin/sh
# Every quote and every mention is, to the byte, what the article has in its place: our
# own articles, the examples, and the gold articles where they are.
set -u
command -v python3 >/dev/null || { echo '1..0 # SKIP python3 is not installed'; exit 0; }

set -- tests/cases/articles/*.txt tests/cases/articles-dense/*.txt \
    tests/cases/articles-news/*.txt examples/*.txt
for text in ../shared/gold/texts/*.txt; do
    [ -e "$text" ] && set -- "$@" "$text"
done
number=0 # files of two folders may have one name
for text; do
    number=$((number + 1))
    "$CHIPGRAPH" extract --format json "$text" >"$SCRATCH/$number.json" 2>>"$SCRATCH/errors"
done
python3 - "$SCRATCH" "$@" <<'END'
import json, sys

def offences(path, read):
    text = open(path, "rb").read()
    spans = [(m["text"], m) for e in read["entities"] for m in e["mentions"]]
    spans += [(v["quote"], v) for r in read["relations"] for v in r["evidence"]]
    for said, span in spans:
        if not said or text[span["start"]:span["end"]] != said.encode():
            yield f"it is not there: {span}"
    for relation in read["relations"]:
        if not relation["evidence"]:
            yield f"nothing says so: {relation}"

failed = False
print(f"1..{len(sys.argv) - 2}")
for number, path in enumerate(sys.argv[2:], 1):
    try:
        with open(f"{sys.argv[1]}/{number}.json") as file:
            found = list(offences(path, json.load(file)))
    except ValueError as error:
        found = [f"not read: {error}"]
    print("not ok" if found else "ok", number, "-", path)
    for offence in found:
        print("#", offence)
    failed = failed or bool(found)
sys.exit(failed)
END
