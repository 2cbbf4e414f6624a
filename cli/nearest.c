#include "cli/nearest.h"

void nearest_offer(nearest *search, const char *known)
{
    cg_text text = cg_text_z(known);
    size_t allowed = (search->word.size + 2) / 3;
    size_t distance = cg_text_distance(search->word, text);

    if (search->word.size > 1 && cg_text_starts(text, search->word))
        distance = 0;
    if (distance > allowed)
        return;
    if (search->best == NULL || distance < search->distance) {
        search->best = known;
        search->distance = distance;
    }
}
