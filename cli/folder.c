#include "cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 64 }; /* of folders in each other */

static const char *const endings[] = {".txt", ".md", ".markdown", ".html", ".htm"};

typedef struct {
    folder_visit visit;
    void *handle;
} walking;

/* What is in a folder: the paths of its articles and of its folders. */
typedef struct {
    cg_arena arena;
    const char **paths;
    size_t count, room;
} contents;

bool folder_is(const char *path)
{
    struct stat there;

    return stat(path, &there) == 0 && S_ISDIR(there.st_mode);
}

static bool is_link(const char *path)
{
    struct stat there;

    return lstat(path, &there) == 0 && S_ISLNK(there.st_mode);
}

static bool is_article(const char *name)
{
    size_t size = strlen(name);

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t end = strlen(endings[i]);
        if (size > end && strcasecmp(name + size - end, endings[i]) == 0)
            return true;
    }
    return false;
}

static cg_status add_entry(contents *list, const char *folder, const char *name,
                           cg_error *err)
{
    cg_buffer path = {0};
    cg_text copy = {0};
    cg_status status;

    cg_buffer_add_z(&path, folder);
    if (path.size > 0 && path.at[path.size - 1] != '/')
        cg_buffer_add_byte(&path, '/');
    cg_buffer_add_z(&path, name);
    status = cg_buffer_status(&path, err);
    if (status == CG_OK &&
        (folder_is(path.at) ? is_link(path.at) : !is_article(name)))
        goto done;
    if (status == CG_OK)
        status = cg_arena_copy(&list->arena, cg_buffer_text(&path), &copy, err);
    if (status == CG_OK)
        status = cg_grow(list->paths, &list->room, list->count + 1, err);
    if (status == CG_OK)
        list->paths[list->count++] = copy.at;
done:
    cg_buffer_release(&path);
    return status;
}

static cg_status read_entries(contents *list, const char *path, cg_error *failure,
                              cg_error *err)
{
    const struct dirent *entry;
    cg_status status = CG_OK;
    DIR *folder = opendir(path);

    if (folder == NULL) {
        cg_fail(failure, CG_STORAGE, NULL, "cannot read '%s': %s", path,
                strerror(errno));
        return CG_OK;
    }
    while (status == CG_OK && (entry = readdir(folder)) != NULL)
        if (entry->d_name[0] != '.')
            status = add_entry(list, path, entry->d_name, err);
    closedir(folder);
    return status;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static cg_status walk(const walking *how, const char *path, size_t depth,
                      cg_error *err)
{
    contents list = {0};
    cg_error failure = {0};
    cg_status status = CG_OK;

    if (depth > DEPTH_MAX)
        cg_fail(&failure, CG_LIMIT, NULL,
                "'%s' is more than %d folders deep: name it itself", path,
                DEPTH_MAX);
    else
        status = read_entries(&list, path, &failure, err);
    if (status == CG_OK && failure.status != CG_OK)
        status = how->visit(how->handle, path, &failure, err);
    if (list.count > 0)
        qsort(list.paths, list.count, sizeof *list.paths, compare);
    for (size_t i = 0; i < list.count && status == CG_OK; i++)
        status = folder_is(list.paths[i])
                     ? walk(how, list.paths[i], depth + 1, err)
                     : how->visit(how->handle, list.paths[i], NULL, err);
    free(list.paths);
    cg_arena_release(&list.arena);
    return status;
}

cg_status folder_walk(const char *path, folder_visit visit, void *handle,
                      cg_error *err)
{
    walking how = {.visit = visit, .handle = handle};

    return walk(&how, path, 1, err);
}
