#include "schema/source.h"

#include <stddef.h>

const char *cg_modality_name(cg_modality modality)
{
#define CG_MODALITY_CASE(name, text)                                               \
    case name:                                                                     \
        return text;
    switch (modality) {
        CG_MODALITIES(CG_MODALITY_CASE)
    case CG_MODALITY_COUNT:
        break;
    }
#undef CG_MODALITY_CASE
    return "unknown";
}

bool cg_modality_parse(cg_text name, cg_modality *modality)
{
    for (int i = 0; i < CG_MODALITY_COUNT; i++) {
        if (cg_text_equal(name, cg_text_z(cg_modality_name((cg_modality)i)))) {
            *modality = (cg_modality)i;
            return true;
        }
    }
    return false;
}
