# Join the headers that graph/chipgraph.h names into one that stands alone, for C and
# C++: awk -f header.awk graph/chipgraph.h

# The lines of a header but for its includes; those of the system are kept for the top.
function take(file, line) {
    while ((getline line < file) > 0) {
        if (line ~ /^#include </) {
            if (!seen[line]++)
                system_includes = system_includes line "\n"
        } else if (line !~ /^#include "/) {
            text = text line "\n"
        }
    }
    close(file)
}

/^#include "/ {
    split($0, parts, "\"")
    take(parts[2])
    text = text "\n"
    next
}
/^#include </ {
    if (!seen[$0]++)
        system_includes = system_includes $0 "\n"
    next
}
!opened {
    print
    opened = /^#define/
    next
}
{
    last = $0
}
END {
    print "\n" system_includes
    print "#ifdef __cplusplus\nextern \"C\" {\n#endif\n"
    printf "%s", text
    print "#ifdef __cplusplus\n}\n#endif\n"
    print last
}
