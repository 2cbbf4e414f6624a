#include "cli/commands.h"

#include "cli/nearest.h"

typedef struct {
    cg_text by;
    cg_text reason;
    uint64_t undo;
} judge_options;

static const cli_option options[] = {{.name = "by",
                                      .argument = "NAME",
                                      .help = "who decides",
                                      .type = OPTION_TEXT,
                                      .offset = offsetof(judge_options, by)},
                                     {.name = "reason",
                                      .argument = "TEXT",
                                      .help = "why",
                                      .type = OPTION_TEXT,
                                      .offset = offsetof(judge_options, reason)},
                                     {.name = "undo",
                                      .argument = "N",
                                      .help = "take judgement N back",
                                      .type = OPTION_NUMBER,
                                      .offset = offsetof(judge_options, undo),
                                      .most = INT64_MAX},
                                     OPTION_END};

static const cli_example examples[] = {
    {"judge 12 wrong --by Lan --reason 'the article was corrected'",
     "no question returns fact 12 any more"},
    {"judge Biren same 'Beijing Biren'", "the two are read as one"},
    {"judge 7 different --by Lan", "what judgement 7 left open is decided"},
    {"judge --undo 1", "as if judgement 1 had not been made"},
    {NULL, NULL}};

static cg_status run_judge(cli_run *run, const void *values, cg_error *err);

const cli_command command_judge = {
    .name = "judge",
    .usage = "[OPTION…] FACT right|wrong\n"
             "[OPTION…] NAME same|different|maybe NAME\n"
             "[OPTION…] JUDGEMENT same|different|maybe\n"
             "--undo N",
    .summary = "decide whether a fact is right, or two names mean one entity",
    .about = "Records what a person decides. A fact that is wrong is not seen any "
             "more; two\n"
             "entities that are the same are read as one. Nothing is lost: a "
             "judgement can\n"
             "be taken back, and a new one about the same replaces it. "
             "'judgements --open'\n"
             "lists what reading left open.",
    .examples = examples,
    .options = OPTION_TABLE(judge_options, options),
    .least = 0,
    .most = 3,
    .run = run_judge,
};

static bool is_about_fact(cg_verdict verdict)
{
    return verdict == CG_RIGHT || verdict == CG_WRONG;
}

/* Which verdict stands in second place. */
static cg_status read_verdict(const cli_run *run, cg_verdict *verdict,
                              cg_error *err)
{
#define VERDICT_TEXT(name, text) text,
    static const char *const names[] = {CG_VERDICTS(VERDICT_TEXT)};
#undef VERDICT_TEXT
    nearest near = {.word = cg_text_z(run->arguments[1])};

    for (int i = 0; i < CG_VERDICT_COUNT; i++) {
        if (strcmp(run->arguments[1], names[i]) == 0) {
            *verdict = (cg_verdict)i;
            return CG_OK;
        }
        nearest_offer(&near, names[i]);
    }
    if (near.best != NULL)
        return cg_fail(err, CG_USAGE, NULL,
                       "unknown verdict '%s': did you mean '%s'?",
                       run->arguments[1], near.best);
    return cg_fail(
        err, CG_USAGE, NULL,
        "unknown verdict '%s': a fact is right or wrong, two entities are "
        "same, different or maybe",
        run->arguments[1]);
}

static cg_status judge(cli_run *run, cg_store *store, cg_judgement *judgement,
                       cg_error *err)
{
    cg_id id = 0;
    cg_status status = CG_OK;

    if (!is_about_fact(judgement->verdict) && run->argument_count == 3) {
        status = cg_find_entity(store, cg_text_z(run->arguments[0]),
                                &judgement->entity, err);
        if (status == CG_OK)
            status = cg_find_entity(store, cg_text_z(run->arguments[2]),
                                    &judgement->other, err);
    }
    if (status == CG_OK)
        status = cg_judge(store, judgement, &id, err);
    if (status == CG_OK)
        cli_say(run, "judgement %lld is recorded", (long long)id);
    return status;
}

static cg_status undo(cli_run *run, cg_store *store, cg_id judgement, cg_error *err)
{
    cg_status status = cg_unjudge(store, judgement, err);

    if (status == CG_OK)
        cli_say(run, "judgement %lld is taken back", (long long)judgement);
    return status;
}

static cg_status check_call(const cli_run *run, const judge_options *given,
                            cg_judgement *judgement, cg_error *err)
{
    cg_status status;

    if (given->undo > 0) {
        if (run->argument_count > 0)
            return cg_fail(err, CG_USAGE, NULL, "'--undo' takes no other argument");
        return CG_OK;
    }
    if (run->argument_count < 2)
        return cg_fail(err, CG_USAGE, NULL,
                       "too few arguments: see 'chipgraph help judge'");
    status = read_verdict(run, &judgement->verdict, err);
    if (status != CG_OK)
        return status;
    if (is_about_fact(judgement->verdict)) {
        if (run->argument_count == 3)
            return cg_fail(
                err, CG_USAGE, NULL,
                "too many arguments for '%s': see 'chipgraph help judge'",
                run->arguments[1]);
        return cli_id(run->arguments[0], "fact", &judgement->fact, err);
    }
    return run->argument_count == 2
               ? cli_id(run->arguments[0], "judgement", &judgement->earlier, err)
               : CG_OK;
}

static cg_status run_judge(cli_run *run, const void *values, cg_error *err)
{
    const judge_options *given = values;
    cg_judgement judgement = {.by = given->by, .reason = given->reason};
    cg_store *store = NULL;
    cg_status status = check_call(run, given, &judgement, err);

    if (status == CG_OK)
        status = cli_open_existing(run, &store, err);
    if (status == CG_OK)
        status = given->undo > 0 ? undo(run, store, (cg_id)given->undo, err)
                                 : judge(run, store, &judgement, err);
    cg_close(store);
    return status;
}
