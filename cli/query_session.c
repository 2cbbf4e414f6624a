#include "cli/query_session.h"

#include <signal.h>

#include "cli/excerpt.h"
#include "cli/input.h"
#include "cli/sheets.h"

static volatile sig_atomic_t interrupted;

/* The second time it ends the program, which may wait for an input. */
static void interrupt(int number)
{
    interrupted = 1;
    (void)signal(number, SIG_DFL);
}

static cg_status bind_one(cg_query *query, cg_text given, cg_error *err)
{
    const char *sign = memchr(given.at, '=', given.size);

    if (sign == NULL || sign == given.at)
        return cg_fail(err, CG_USAGE, NULL, "'--param %.*s' is not NAME=VALUE",
                       CG_TEXT_ARG(given));
    size_t at = (size_t)(sign - given.at);
    cg_text name = cg_text_slice(given, 0, at);
    cg_text value = cg_text_slice(given, at + 1, given.size);
    return cg_query_bind(
        query, name, value.size > 0 ? cg_value_of_cell(value) : cg_string(value),
        err);
}

static cg_status bind_file(cg_query *query, const char *path, cg_error *err)
{
    cg_arena arena = {0};
    cg_buffer text = {0};
    cg_properties parameters = {0};
    cg_status status = input_whole(path, PARAMETERS_MOST, &text, err);

    if (status == CG_OK)
        status = cg_parameters_parse(path, cg_buffer_text(&text), &arena,
                                     &parameters, err);
    for (size_t i = 0; i < parameters.count && status == CG_OK; i++)
        status = cg_query_bind(query, parameters.items[i].key,
                               parameters.items[i].value, err);
    cg_buffer_release(&text);
    cg_arena_release(&arena);
    return status;
}

/* Files first: what is named again is what was said last. */
static cg_status bind_all(cg_query *query, const query_options *given,
                          cg_error *err)
{
    cg_status status = CG_OK;

    for (size_t i = 0; i < given->parameter_files.count && status == CG_OK; i++)
        status = bind_file(query, given->parameter_files.items[i].at, err);
    for (size_t i = 0; i < given->parameters.count && status == CG_OK; i++)
        status = bind_one(query, given->parameters.items[i], err);
    return status;
}

/* Open the file, or open it anew to be written to. */
static cg_status open_for(query_session *session, bool writes, cg_error *err)
{
    if (session->store != NULL && (!writes || session->writable))
        return CG_OK;
    query_session_close(session);
    session->writable = writes;
    return cli_open(session->run, writes ? CG_OPEN_WRITE : CG_OPEN_READ,
                    &session->store, err);
}

cg_status query_session_store(query_session *session, cg_store **store,
                              cg_error *err)
{
    cg_status status = open_for(session, false, err);

    *store = session->store;
    return status;
}

/* Say what is strange about a question that was answered. */
static cg_status say_notices(cli_run *run, const char *name, cg_query *query,
                             cg_text text, cg_error *err)
{
    const cg_error *notices = NULL;
    size_t count = 0;
    cg_status status = cg_query_notices(query, &notices, &count, err);

    for (size_t i = 0; i < count && status == CG_OK; i++) {
        cg_buffer_clear(&run->excerpt);
        excerpt_show(text, name, &notices[i], &run->excerpt);
        cli_say_error(run, &notices[i]);
    }
    cg_buffer_clear(&run->excerpt);
    return status;
}

cg_status query_session_ask(query_session *session, const char *name, cg_text text,
                            cg_error *err)
{
    enum { MEGABYTE = 1000000 };
    const query_options *given = session->options;
    uint64_t megabytes = given->memory > 0 ? given->memory : QUERY_MEGABYTES;
    const cg_query_options how = {.name = name,
                                  .title = given->source,
                                  .sheets = &cli_sheets,
                                  .read_only = given->read_only,
                                  .memory = megabytes * MEGABYTE,
                                  .timeout = (uint32_t)given->timeout * 1000,
                                  .stop = &interrupted};
    cg_query *query = NULL;
    bool writes = false;
    cg_status status = cg_query_writes(text, &how, &writes, err);

    cg_buffer_clear(&session->run->excerpt);
    interrupted = 0;
    (void)signal(SIGINT, interrupt);
    if (status == CG_OK)
        status = open_for(session, writes && !given->read_only, err);
    if (status == CG_OK)
        status = cg_query_prepare(session->store, text, &how, &query, err);
    if (status == CG_OK)
        status = bind_all(query, given, err);
    if (status == CG_OK)
        status = query_answer(session->run, query, &given->style, err);
    if (status == CG_OK)
        status = say_notices(session->run, name, query, text, err);
    if (status != CG_OK)
        excerpt_show(text, name, err, &session->run->excerpt);
    cg_query_finish(query);
    (void)signal(SIGINT, interrupt);
    return status;
}

void query_session_close(query_session *session)
{
    cg_close(session->store);
    session->store = NULL;
}
