#include "tests/support/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>
#include <unicode/uclean.h>

/* malloc has no context argument, so what it is to do is kept here. */
static struct {
    _Atomic uint64_t count; /* several threads may allocate */
    uint64_t fail_at;       /* 0: none */
    _Atomic bool failed;
    sqlite3_mem_methods sqlite;
} fault;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
char *__real_strdup(const char *string);
char *__real_strndup(const char *string, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
char *__wrap_strdup(const char *string);
char *__wrap_strndup(const char *string, size_t size);

/* Under the address sanitizer, an impossible size gives NULL as malloc does. */
CG_API const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1:print_suppressions=0";
}

/* ICU loses what it has when an allocation of its own fails. */
CG_API const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:icu_malloc\nleak:icu_realloc\n";
}

static bool fails_now(void)
{
    if (++fault.count != fault.fail_at)
        return false;
    fault.failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails_now() ? NULL : __real_realloc(block, size);
}

char *__wrap_strdup(const char *string)
{
    return fails_now() ? NULL : __real_strdup(string);
}

char *__wrap_strndup(const char *string, size_t size)
{
    return fails_now() ? NULL : __real_strndup(string, size);
}

/* ---- The libraries' own doors ---- */

static void *sqlite_malloc(int size)
{
    return fails_now() ? NULL : fault.sqlite.xMalloc(size);
}

static void *sqlite_realloc(void *block, int size)
{
    return fails_now() ? NULL : fault.sqlite.xRealloc(block, size);
}

static void *icu_malloc(const void *context, size_t size)
{
    (void)context;
    return __wrap_malloc(size);
}

static void *icu_realloc(const void *context, void *block, size_t size)
{
    (void)context;
    return __wrap_realloc(block, size);
}

static void icu_free(const void *context, void *block)
{
    (void)context;
    free(block);
}

void fault_include_libraries(void)
{
    sqlite3_mem_methods methods;
    UErrorCode code = U_ZERO_ERROR;

    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &fault.sqlite);
    methods = fault.sqlite;
    methods.xMalloc = sqlite_malloc;
    methods.xRealloc = sqlite_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);

    u_setMemoryFunctions(NULL, icu_malloc, icu_realloc, icu_free, &code);
}

/* ---- The sweep ---- */

void fault_arm(uint64_t nth)
{
    fault.count = 0;
    fault.fail_at = nth;
    fault.failed = false;
}

bool fault_disarm(void)
{
    fault.fail_at = 0;
    return fault.failed;
}

uint64_t fault_count(void)
{
    return fault.count;
}

/* One run; true if an allocation failed in it. */
static bool run_failing(fault_operation operation, void *handle, uint64_t nth)
{
    cg_error err = {0};
    fault_arm(nth);
    cg_status status = operation(handle, &err);
    bool failed = fault_disarm();

    if (status != CG_OK && !(failed && status == CG_NOMEM))
        fail_msg("allocation %llu: %s: %s", (unsigned long long)nth,
                 cg_status_name(status), err.message);
    if (status != CG_OK && (err.status != status || err.message[0] == '\0'))
        fail_msg("allocation %llu: %s without an error", (unsigned long long)nth,
                 cg_status_name(status));
    return failed;
}

uint64_t fault_sweep(fault_operation operation, void *handle, uint64_t limit)
{
    /* The first run fills the caches that libraries keep. */
    run_failing(operation, handle, 0);
    run_failing(operation, handle, 0);

    uint64_t total = fault_count();
    uint64_t dense = total <= limit ? total : limit / 2;
    uint64_t stride = total <= limit ? 1 : (total - dense) / (limit - dense) + 1;
    uint64_t runs = 0;
    for (uint64_t nth = 1; nth <= total; nth += nth < dense ? 1 : stride)
        runs += run_failing(operation, handle, nth);
    return runs;
}
