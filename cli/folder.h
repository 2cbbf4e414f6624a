/* Folders of articles. */
#ifndef CG_CLI_FOLDER_H
#define CG_CLI_FOLDER_H

#include "graph/chipgraph.h"

bool folder_is(const char *path);

/* Called for each article, or with `failure` for a folder that cannot be read. Anything
 * but CG_OK ends the walk, which returns it. */
typedef cg_status (*folder_visit)(void *handle, const char *path,
                                  const cg_error *failure, cg_error *err);

/* Visit the files in the folder and in those below it that end in .txt, .md, .markdown,
 * .html or .htm, in the order of their names. What begins with a point is passed over;
 * links to folders are not followed. Returns CG_OK, CG_NOMEM or what `visit` does. */
cg_status folder_walk(const char *path, folder_visit visit, void *handle,
                      cg_error *err);

#endif
