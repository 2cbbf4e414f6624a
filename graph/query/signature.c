#include "graph/query/signature.h"

/* ---- Types ---- */

typedef struct {
    const char *name;
    query_types types;
} type_name;

static const type_name types[] = {
    {"ANY", TYPES_ANY},
    {"BOOLEAN", TYPES_BOOLEAN},
    {"DATE", TYPES_OF(CG_DATE)},
    {"DURATION", TYPES_DURATION},
    {"FLOAT", TYPES_FLOAT},
    {"INTEGER", TYPES_INTEGER},
    {"LIST", TYPES_LIST},
    {"LOCAL DATETIME", TYPES_OF(CG_LOCAL_DATE_TIME)},
    {"LOCAL TIME", TYPES_OF(CG_LOCAL_TIME)},
    {"MAP", TYPES_MAP},
    {"NODE", TYPES_NODE},
    {"NUMBER", TYPES_NUMBER},
    {"PATH", TYPES_PATH},
    {"RELATIONSHIP", TYPES_RELATION},
    {"STRING", TYPES_STRING},
    {"ZONED DATETIME", TYPES_OF(CG_DATE_TIME)},
    {"ZONED TIME", TYPES_OF(CG_TIME)},
};

/* The types of "STRING", "LIST<ANY>?"; TYPES_NONE for what is none. What a list's items
 * are is for people. */
static query_types types_of(cg_text text)
{
    text = cg_text_trim(text);
    if (text.size > 0 && text.at[text.size - 1] == '?')
        text.size--;
    if (cg_text_starts(text, CG_TEXT("LIST<")) ||
        cg_text_starts(text, CG_TEXT("LIST ")))
        return TYPES_LIST;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cg_text_equal(cg_text_z(types[i].name), text))
            return types[i].types;
    return TYPES_NONE;
}

/* ---- Fields ---- */

static void skip_blanks(cg_text *rest)
{
    while (rest->size > 0 && rest->at[0] == ' ')
        *rest = cg_text_slice(*rest, 1, rest->size);
}

static bool take(cg_text *rest, cg_text sign)
{
    skip_blanks(rest);
    if (!cg_text_starts(*rest, sign))
        return false;
    *rest = cg_text_slice(*rest, sign.size, rest->size);
    return true;
}

/* What stands before the first byte of `ends`. */
static cg_text take_until(cg_text *rest, const char *ends)
{
    size_t size = 0;
    skip_blanks(rest);
    while (size < rest->size && strchr(ends, rest->at[size]) == NULL)
        size++;
    cg_text taken = cg_text_slice(*rest, 0, size);
    *rest = cg_text_slice(*rest, size, rest->size);
    return cg_text_trim(taken);
}

/* `(name :: TYPE, …)` */
static bool take_fields(cg_text *rest, signature_fields *fields)
{
    fields->count = 0;
    if (!take(rest, CG_TEXT("(")))
        return false;
    if (take(rest, CG_TEXT(")")))
        return true;
    do {
        if (fields->count == CG_PROCEDURE_FIELDS)
            return false;
        signature_field *field = &fields->fields[fields->count++];
        field->name = take_until(rest, ":,)");
        if (field->name.size == 0 || !take(rest, CG_TEXT("::")))
            return false;
        field->types = types_of(take_until(rest, ",)"));
        if (field->types == TYPES_NONE)
            return false;
    } while (take(rest, CG_TEXT(",")));
    return take(rest, CG_TEXT(")"));
}

cg_text signature_name(const char *text)
{
    cg_text rest = cg_text_z(text);
    return take_until(&rest, "(");
}

cg_status signature_read(const char *text, query_signature *signature,
                         cg_error *err)
{
    cg_text rest = cg_text_z(text);
    signature->name = take_until(&rest, "(");
    bool good =
        signature->name.size > 0 && take_fields(&rest, &signature->arguments) &&
        take(&rest, CG_TEXT("::")) && take_fields(&rest, &signature->columns);
    skip_blanks(&rest);
    return good && rest.size == 0
               ? CG_OK
               : cg_fail(err, CG_REFUSED, NULL,
                         "'%s' is no signature of a procedure, such as "
                         "'market.peers(firm :: STRING) :: (peer :: NODE)'",
                         text);
}
