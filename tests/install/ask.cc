// The same door from C++: the header declares everything as C.
#include <chipgraph.h>

#include <cstdio>

int main()
{
    cg_error err = {};
    cg_store *store = nullptr;
    cg_status status = cg_open("", CG_OPEN_PRIVATE, &store, &err);
    if (status == CG_OK)
        std::printf("%zu kinds\n", cg_kind_count(cg_store_vocabulary(store)));
    cg_close(store);
    return cg_status_exit(status);
}
