/* Where facts come from, and how a source means what it says. */
#ifndef CG_SCHEMA_SOURCE_H
#define CG_SCHEMA_SOURCE_H

#include "schema/date.h"
#include "schema/text.h"

/* How strongly a source says something: name as stored and shown, from the
 * strongest to the weakest. */
#define CG_MODALITIES(X)                                                           \
    X(CG_ASSERTED, "asserted") /* it is so */                                      \
    X(CG_REPORTED, "reported") /* somebody is said to say so */                    \
    X(CG_PLANNED, "planned")   /* it is intended or announced */                   \
    X(CG_POSSIBLE, "possible") /* it may be so */                                  \
    X(CG_DENIED, "denied")     /* it is not so */

#define CG_MODALITY_ENUM(name, text) name,
typedef enum { CG_MODALITIES(CG_MODALITY_ENUM) CG_MODALITY_COUNT } cg_modality;
#undef CG_MODALITY_ENUM

/* "asserted" and so on; never NULL. */
CG_API const char *cg_modality_name(cg_modality modality);

/* False if `name` is none of them. */
CG_API bool cg_modality_parse(cg_text name, cg_modality *modality);

typedef enum {
    CG_ARTICLE, /* its text is stored; evidence is a byte range in it */
    CG_SHEET,   /* so is its text; evidence is the range of a row */
    CG_CITED,   /* named by a sheet; its text is not here, quotes may be */
    CG_QUERY    /* a question that wrote; evidence is the range of all its text */
} cg_source_form;

/* Unknown fields are empty. Texts are UTF-8 and borrowed. */
typedef struct {
    cg_source_form form;
    cg_text title;
    cg_text publisher;
    cg_text url;
    cg_text language; /* "en", "vi", "zh", "mul", or "" */
    cg_text file;     /* the name of the file it was read from, no directories */
    cg_text licence;  /* under what terms it may be used: "CC BY 4.0" */
    cg_date date;     /* of publication */
} cg_source;

#endif
