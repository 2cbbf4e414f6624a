/* The reader's image (ingest/text/reader_image.h), as bytes in the program. */
        .section .rodata
        .globl  reader_image, reader_image_size
        .hidden reader_image, reader_image_size
        .balign 16
reader_image:
        .incbin "reader.image"
        .balign 8
reader_image_size:
        .quad   . - reader_image
        .section .note.GNU-stack, "", @progbits
