/* Write build/vocabulary_base.h: a vocabulary's YAML file, read, as tables that need no
 * reading when the program runs. */
#include <stdio.h>
#include <stdlib.h>

#include "schema/vocabulary_data.h"

static void read_file(const char *path, cg_buffer *text)
{
    char bytes[4096];
    size_t size;
    FILE *file = fopen(path, "rb");
    while (file != NULL && (size = fread(bytes, 1, sizeof bytes, file)) > 0)
        cg_buffer_add(text, (cg_text){bytes, size});
    if (file == NULL || ferror(file) || text->failed) {
        perror(path);
        exit(1);
    }
    fclose(file);
}

/* A member that is a text: `.name = {"Company", 7}, `. */
static void write_text(const char *member, cg_text text)
{
    printf("%s{\"", member);
    for (size_t i = 0; i < text.size; i++)
        printf("\\%03o", (unsigned char)text.at[i]);
    printf("\", %zu}, ", text.size);
}

static void write_labels(const cg_text labels[CG_LANGUAGES])
{
    printf(".labels = {");
    for (size_t i = 0; i < CG_LANGUAGES; i++)
        write_text("", labels[i]);
    printf("}, ");
}

static void write_kinds(const vocabulary_data *data)
{
    printf("static const cg_kind base_kinds[] = {\n");
    for (size_t i = 0; i < data->kind_count; i++) {
        const cg_kind *kind = &data->kinds[i];
        printf("    {");
        write_text(".name = ", kind->name);
        write_labels(kind->labels);
        write_text(".shape = ", kind->shape);
        write_text(".colour = ", kind->colour);
        printf(".family = (cg_family)%d},\n", (int)kind->family);
    }
    printf("};\n");
}

static void write_ends(const vocabulary_data *data)
{
    printf("static const cg_ends base_ends[] = {\n");
    for (size_t i = 0; i < data->relation_count; i++) {
        const cg_relation *relation = &data->relations[i];
        for (size_t j = 0; j < relation->end_count; j++)
            printf("    {%lluu, %lluu, %d},\n",
                   (unsigned long long)relation->ends[j].subjects,
                   (unsigned long long)relation->ends[j].objects,
                   relation->ends[j].same);
    }
    printf("};\n");
}

static void write_relations(const vocabulary_data *data)
{
    size_t ends = 0;
    printf("static const cg_relation base_relations[] = {\n");
    for (size_t i = 0; i < data->relation_count; i++) {
        const cg_relation *relation = &data->relations[i];
        printf("    {");
        write_text(".name = ", relation->name);
        write_labels(relation->labels);
        write_text(".style = ", relation->style);
        write_text(".colour = ", relation->colour);
        printf(".ends = base_ends + %zu, .end_count = %zu, .symmetric = %d, "
               ".groups = %d},\n",
               ends, relation->end_count, relation->symmetric, relation->groups);
        ends += relation->end_count;
    }
    printf("};\n");
}

/* Longer than a literal may be. */
static void write_print(const cg_vocabulary *vocabulary)
{
    cg_buffer text = {0};
    cg_vocabulary_print(vocabulary, &text);
    printf("static const char base_text[] = {");
    for (size_t i = 0; i < text.size; i++)
        printf("%d,%s", (signed char)text.at[i], i % 16 == 15 ? "\n" : "");
    printf("};\n");
    cg_buffer_release(&text);
}

int main(int argc, char **argv)
{
    static cg_vocabulary vocabulary;
    cg_error err = {0};
    cg_buffer text = {0};
    if (argc != 2) {
        fprintf(stderr, "usage: vocabulary FILE\n");
        return 2;
    }
    read_file(argv[1], &text);
    if (cg_vocabulary_extend(&vocabulary, argv[1], cg_buffer_text(&text), &err) !=
        CG_OK) {
        char message[1024];
        cg_error_format(&err, message, sizeof message);
        fprintf(stderr, "%s\n", message);
        return 1;
    }
    printf("/* Made from %s by schema/generate/vocabulary.c. */\n", argv[1]);
    write_kinds(&vocabulary.data);
    write_ends(&vocabulary.data);
    write_relations(&vocabulary.data);
    write_print(&vocabulary);
    cg_arena_release(&vocabulary.arena);
    cg_buffer_release(&text);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
