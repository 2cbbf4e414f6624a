#!/bin/sh
# Write an assembler file that holds the given files as bytes, and the table
# `cg_embedded_files` of them (schema/embedded.h).
set -eu
echo '    .section .rodata'
# The paths stand together: looking for one does not touch the files.
i=0
for path in "$@"; do
    printf 'path_%d:\n    .asciz "%s"\n' "$i" "$path"
    i=$((i + 1))
done
i=0
for path in "$@"; do
    printf 'start_%d:\n    .incbin "%s"\nend_%d:\n    .byte 0\n' "$i" "$path" "$i"
    i=$((i + 1))
done
echo '    .section .data.rel.ro, "aw"'
echo '    .balign 8'
echo '    .globl cg_embedded_files'
echo '    .hidden cg_embedded_files'
echo '    .type cg_embedded_files, @object'
echo 'cg_embedded_files:'
i=0
for path in "$@"; do
    printf '    .quad path_%d, start_%d, end_%d\n' "$i" "$i" "$i"
    i=$((i + 1))
done
echo '    .quad 0, 0, 0'
echo '    .size cg_embedded_files, . - cg_embedded_files'
echo '    .section .note.GNU-stack, "", @progbits'
