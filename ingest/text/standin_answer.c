#include "ingest/text/standin_answer.h"

enum {
    REACH = 3,      /* sentences back that a stand-in reaches */
    PARAGRAPHS = 1, /* and paragraphs */
    FAR_REACH = 8,  /* the same where a maker or a seat narrows it */
    FAR_PARAGRAPHS = 2,
    MENTIONS_MAX = 1024, /* and mentions, however long the sentences are */
    CANDIDATES_MAX = 8,  /* entities of one sentence: more are never one */
    MAIN_MENTIONS = 3,   /* by which a text is about somebody */
    MAIN_WEIGHT = 6,     /* the same, counting beginnings twice */
    MAIN_ENTITIES =
        256,         /* the first ones named: what a text is about is among them */
    TOPIC_START = 12 /* tokens from a sentence's beginning where its topic stands */
};

/* Whom a stand-in may mean, as one sentence offers them. */
typedef struct {
    uint32_t entities[CANDIDATES_MAX];
    uint32_t first_token[CANDIDATES_MAX];
    size_t count;
    int64_t topic; /* the first one that no word binds, -1: there is none */
    uint32_t last; /* the last one named */
    uint32_t last_token;
    bool more; /* than there is room for */
} candidates;

/* May `entity` be a product of the maker? Where the lists know its maker, only of
 * that one. */
static bool made_by(const standin_seen *seen, uint32_t entity, uint32_t maker)
{
    const text_document *document = seen->document;
    const text_entity *product = &document->entities[entity];
    const text_entity *company = &document->entities[maker];
    if (seen->names == NULL)
        return true;
    cg_text known = names_maker(seen->names, product);
    if (known.size == 0)
        return true;
    if (company->listed >= 0)
        return cg_text_equal(known,
                             names_entry_at(seen->names, company->listed)->name);
    return cg_text_equal(known, company->name);
}

/* What the lists have for an entity: nothing if they have not got it. */
static names_entry listed_as(const standin_seen *seen, uint32_t entity)
{
    int32_t listed = seen->document->entities[entity].listed;
    if (seen->names == NULL || listed < 0)
        return (names_entry){.kind = 0};
    return *names_entry_at(seen->names, listed);
}

/* Is `city` one of `cities`, which are parted by `|`? */
static bool is_among(cg_text cities, cg_text city)
{
    while (cities.size > city.size) {
        if (cg_text_starts(cities, city) && cities.at[city.size] == '|')
            return true;
        const char *bar = memchr(cities.at, '|', cities.size);
        if (bar == NULL)
            return false;
        cities = cg_text_slice(cities, (size_t)(bar + 1 - cities.at), cities.size);
    }
    return cg_text_equal(cities, city);
}

/* Has `entity` its seat where it is asked for, as far as the lists know? */
static bool seated_there(const standin_seen *seen, const standin_question *asked,
                         uint32_t entity)
{
    names_entry firm = listed_as(seen, entity);
    names_entry home = listed_as(seen, (uint32_t)asked->home);
    if (home.is_seat && firm.seat.size > 0)
        return is_among(firm.seat, home.name);
    if (firm.country.size == 0 || home.country.size == 0)
        return asked->seat == SEAT_UNKNOWN;
    return asked->seat != SEAT_CITY && cg_text_equal(firm.country, home.country);
}

static bool is_other(const standin_question *asked, uint32_t entity)
{
    for (size_t i = 0; i < asked->other_count; i++)
        if (asked->others[i] == entity)
            return true;
    return false;
}

static bool qualifies(const standin_seen *seen, const standin_question *asked,
                      uint32_t entity)
{
    const text_document *document = seen->document;
    if ((document->entities[entity].kinds & asked->kinds) == 0 ||
        is_other(asked, entity))
        return false;
    if (asked->home >= 0 && !seated_there(seen, asked, entity))
        return false;
    return asked->maker < 0 || made_by(seen, entity, (uint32_t)asked->maker);
}

static bool holds(const candidates *found, int64_t entity)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->entities[i] == entity)
            return true;
    return false;
}

static void add_candidate(candidates *found, uint32_t entity, uint32_t token,
                          bool bound)
{
    if (found->topic < 0 && !bound)
        found->topic = entity;
    found->last = entity;
    found->last_token = token;
    if (holds(found, entity))
        return;
    if (found->count == CANDIDATES_MAX) {
        found->more = true;
        return;
    }
    found->entities[found->count] = entity;
    found->first_token[found->count++] = token;
}

/* Add whom a mention means. A link only says again whom its sentence names. */
static void add_candidates(const standin_seen *seen, const standin_question *asked,
                           const text_mention *mention, candidates *found)
{
    if (mention->form == MENTION_LINK || mention->first_token >= asked->before)
        return;
    if (qualifies(seen, asked, mention->entity))
        add_candidate(found, mention->entity, mention->first_token, mention->bound);
    for (uint8_t i = 0; i < mention->more_count; i++)
        if (qualifies(seen, asked, mention->more[i]))
            add_candidate(found, mention->more[i], mention->first_token,
                          mention->bound);
}

/* Add the candidates of a sentence, before token `asked->before`. */
static void look_in(const standin_seen *seen, const standin_question *asked,
                    uint32_t sentence, candidates *found)
{
    size_t stop = seen->count > MENTIONS_MAX ? seen->count - MENTIONS_MAX : 0;
    size_t end = seen->count;
    while (end > stop && seen->mentions[end - 1].sentence > sentence)
        end--;
    size_t start = end;
    while (start > stop && seen->mentions[start - 1].sentence == sentence)
        start--;
    for (size_t i = start; i < end; i++)
        add_candidates(seen, asked, &seen->mentions[i], found);
}

/* Does a sentence speak of somebody unnamed behind token `after`? */
static bool unnamed_behind(const standin_seen *seen, const standin_question *asked,
                           uint32_t sentence, uint32_t after)
{
    uint32_t first = seen->document->sentences[sentence].first_token;
    for (size_t i = seen->unnamed_count; i > 0; i--) {
        const standin_unnamed *other = &seen->unnamed[i - 1];
        if (other->first_token < first)
            break;
        if (other->first_token > after && other->first_token < asked->before &&
            other->first_token < seen->document->sentences[sentence].end_token &&
            (other->kinds & asked->kinds) != 0)
            return true;
    }
    return false;
}

/* ---- The answer ---- */

/* Which of a sentence's candidates is meant, -1: that cannot be told. */
static int64_t choose(const standin_seen *seen, const standin_question *asked,
                      const candidates *found, uint32_t sentence)
{
    if (unnamed_behind(seen, asked, sentence, found->last_token))
        return -1;
    if (found->count == 1)
        return found->entities[0];
    if (asked->prefer == PREFER_LAST ||
        (asked->prefer == PREFER_NEAREST && sentence == asked->sentence))
        return found->last;
    if (asked->prefer == PREFER_FIRST)
        return found->entities[0];
    if (seen->binding && found->topic >= 0)
        return found->topic;
    uint32_t start = seen->document->sentences[sentence].first_token;
    bool early = sentence != asked->sentence && !found->more &&
                 found->first_token[0] - start < TOPIC_START;
    return early ? (int64_t)found->entities[0] : -1;
}

/* How many sentences back are in reach. */
static uint32_t reach_of(const standin_seen *seen, const standin_question *asked)
{
    const text_sentence *sentences = seen->document->sentences;
    bool far = asked->maker >= 0 || asked->seat != SEAT_UNKNOWN;
    uint32_t most = far ? FAR_REACH : REACH;
    uint32_t paragraphs = far ? FAR_PARAGRAPHS : PARAGRAPHS;
    uint32_t back = 0;
    while (back < most && back < asked->sentence &&
           sentences[asked->sentence].paragraph -
                   sentences[asked->sentence - back - 1].paragraph <=
               paragraphs)
        back++;
    return back;
}

/* The only one that all sentences in reach speak of. */
static int64_t answer_only(const standin_seen *seen, const standin_question *asked)
{
    candidates found = {.topic = -1};
    uint32_t reach = reach_of(seen, asked);
    for (uint32_t back = 0; back <= reach; back++)
        look_in(seen, asked, asked->sentence - back, &found);
    return found.count == 1 ? (int64_t)found.entities[0] : -1;
}

/* How often the text so far names each of its first entities, and how often a sentence
 * begins with it. */
typedef struct {
    uint32_t named[MAIN_ENTITIES];
    uint32_t
        weight[MAIN_ENTITIES]; /* named, and once more where a sentence begins */
} entity_counts;

/* Is the sentence the first, and a paragraph of its own? */
static bool is_title(const standin_seen *seen, uint32_t sentence)
{
    const text_document *document = seen->document;
    return sentence == 0 && document->sentence_count > 1 &&
           document->sentences[1].paragraph != document->sentences[0].paragraph;
}

static void count_mentions(const standin_seen *seen, entity_counts *counts)
{
    const text_sentence *sentences = seen->document->sentences;
    size_t stop = seen->count > MENTIONS_MAX ? seen->count - MENTIONS_MAX : 0;
    uint32_t begun = UINT32_MAX; /* the sentence whose first mention was met */
    memset(counts, 0, sizeof *counts);
    for (size_t i = stop; i < seen->count; i++) {
        const text_mention *mention = &seen->mentions[i];
        uint32_t start = sentences[mention->sentence].first_token;
        bool begins = mention->sentence != begun &&
                      mention->first_token - start < TOPIC_START;
        if (mention->form == MENTION_LINK || mention->entity >= MAIN_ENTITIES)
            continue;
        begun = mention->sentence;
        counts->named[mention->entity]++;
        counts->weight[mention->entity] += begins ? 2 : 1;
        if (begins && is_title(seen, mention->sentence)) {
            counts->named[mention->entity]++;
            counts->weight[mention->entity]++;
        }
    }
}

/* The one counted `least` times or more, and twice as often as any other; -1 if there is
 * none. */
static int64_t most_counted(const standin_seen *seen, const standin_question *asked,
                            const uint32_t counts[MAIN_ENTITIES], uint32_t least)
{
    const text_document *document = seen->document;
    uint32_t most = 0;
    uint32_t second = 0;
    int64_t found = -1;
    for (uint32_t i = 0; i < document->entity_count && i < MAIN_ENTITIES; i++) {
        if ((document->entities[i].kinds & asked->kinds) == 0)
            continue;
        if (counts[i] > most) {
            second = most;
            most = counts[i];
            found = i;
        } else if (counts[i] > second) {
            second = counts[i];
        }
    }
    return most >= least && most >= 2 * second ? found : -1;
}

/* Whom the text is about: named often, or weighing much. */
static int64_t answer_main(const standin_seen *seen, const standin_question *asked)
{
    entity_counts counts;
    count_mentions(seen, &counts);
    int64_t found = most_counted(seen, asked, counts.named, MAIN_MENTIONS);
    if (found < 0)
        found = most_counted(seen, asked, counts.weight, MAIN_WEIGHT);
    return found >= 0 && qualifies(seen, asked, (uint32_t)found) ? found : -1;
}

/* The one that the text is about, unless this paragraph speaks of others: then the only
 * one of them. */
static int64_t answer_main_here(const standin_seen *seen,
                                const standin_question *asked)
{
    const text_sentence *sentences = seen->document->sentences;
    int64_t found = answer_main(seen, asked);
    candidates here = {.topic = -1};
    for (uint32_t back = 0; back <= asked->sentence && back < FAR_REACH; back++) {
        uint32_t sentence = asked->sentence - back;
        if (sentences[sentence].paragraph != sentences[asked->sentence].paragraph)
            break;
        look_in(seen, asked, sentence, &here);
    }
    if (here.count == 0 || holds(&here, found))
        return found;
    return here.count == 1 && !here.more ? (int64_t)here.entities[0] : -1;
}

/* The last one whose name has the word that the stand-in ends with. */
static int64_t answer_named(const standin_seen *seen, const standin_question *asked)
{
    const text_token *tokens = seen->document->tokens;
    uint32_t word = tokens[asked->end - 1].word;
    size_t stop = seen->count > MENTIONS_MAX ? seen->count - MENTIONS_MAX : 0;
    for (size_t i = seen->count; word != 0 && i > stop; i--) {
        const text_mention *mention = &seen->mentions[i - 1];
        if (mention->form != MENTION_NAME ||
            mention->first_token >= asked->before ||
            !qualifies(seen, asked, mention->entity))
            continue;
        for (uint32_t at = mention->first_token; at < mention->end_token; at++)
            if (tokens[at].word == word)
                return mention->entity;
    }
    return -1;
}

/* The candidates of the nearest sentence in reach that has any; none where somebody
 * unnamed comes later. */
static void look_near(const standin_seen *seen, const standin_question *asked,
                      candidates *found, uint32_t *sentence)
{
    uint32_t reach = reach_of(seen, asked);
    for (uint32_t back = 0; back <= reach && found->count == 0; back++) {
        *sentence = asked->sentence - back;
        look_in(seen, asked, *sentence, found);
        if (found->count == 0 && unnamed_behind(seen, asked, *sentence, 0))
            return;
    }
}

/* As the nearest sentence with candidates has it. */
static int64_t answer_near(const standin_seen *seen, const standin_question *asked)
{
    candidates found = {.topic = -1};
    uint32_t sentence;
    look_near(seen, asked, &found, &sentence);
    return found.count > 0 ? choose(seen, asked, &found, sentence) : -1;
}

/* Does the paragraph of `sentence` name the entity up to there? */
static bool paragraph_names(const standin_seen *seen, uint32_t sentence,
                            int64_t entity)
{
    uint32_t paragraph = seen->document->sentences[sentence].paragraph;
    for (size_t i = seen->count; i > 0; i--) {
        const text_mention *mention = &seen->mentions[i - 1];
        if (seen->document->sentences[mention->sentence].paragraph < paragraph)
            return false;
        if (mention->sentence <= sentence && mention->entity == entity)
            return true;
    }
    return false;
}

/* As the nearest of the earlier sentences has it. */
static int64_t answer_earlier(const standin_seen *seen,
                              const standin_question *asked)
{
    standin_question earlier = *asked;
    earlier.before = seen->document->sentences[asked->sentence].first_token;
    return answer_near(seen, &earlier);
}

/* The topic of the nearest sentence with candidates. Where that sentence does not tell,
 * and at the beginning of a paragraph, it is whom the text is about, if what stands
 * there or right before is about that one, too. */
static int64_t answer_topic(const standin_seen *seen, const standin_question *asked)
{
    const text_sentence *sentences = seen->document->sentences;
    candidates found = {.topic = -1};
    uint32_t sentence = asked->sentence;
    look_near(seen, asked, &found, &sentence);
    if (found.count == 0)
        return answer_main(seen, asked);
    bool same =
        sentences[sentence].paragraph == sentences[asked->sentence].paragraph;
    int64_t topic = choose(seen, asked, &found, sentence);
    if (same && topic >= 0)
        return topic;
    int64_t main = answer_main(seen, asked);
    bool near = !same
                    ? paragraph_names(seen, sentence, main)
                    : holds(&found, main) || (sentence == asked->sentence &&
                                              answer_earlier(seen, asked) == main);
    return near ? main : topic;
}

/* Of those whose seat the lists have there the only one, or the nearest; those in that
 * city before those in its country. */
static int64_t answer_home(const standin_seen *seen, const standin_question *asked)
{
    standin_question sure = *asked;
    int64_t found = -1;
    if (listed_as(seen, (uint32_t)asked->home).is_seat) {
        sure.seat = SEAT_CITY;
        found = answer_only(seen, &sure);
        if (found < 0)
            found = answer_near(seen, &sure);
    }
    sure.seat = SEAT_COUNTRY;
    if (found < 0)
        found = answer_only(seen, &sure);
    return found >= 0 ? found : answer_near(seen, &sure);
}

/* The entity that is meant, -1 if no reader would know. */
static int64_t answer(const standin_seen *seen, const standin_question *asked)
{
    if (asked->maker >= 0)
        return answer_only(seen, asked);
    if (asked->home >= 0) {
        int64_t found = answer_home(seen, asked);
        if (found >= 0)
            return found;
    }
    if (asked->prefer == PREFER_TEXT)
        return answer_main(seen, asked);
    if (asked->prefer == PREFER_MAIN)
        return answer_main_here(seen, asked);
    if (asked->prefer == PREFER_NAMED) {
        int64_t found = answer_named(seen, asked);
        if (found >= 0)
            return found;
    }
    if (asked->prefer == PREFER_EARLIER)
        return answer_earlier(seen, asked);
    return asked->prefer == PREFER_TOPIC ? answer_topic(seen, asked)
                                         : answer_near(seen, asked);
}

/* The few that the sentences name from the stand-in back to where there are two, or three:
 * let `mention` mean them. False if they are more than it may mean. */
static bool answer_any_few(const standin_seen *seen, const standin_question *asked,
                           text_mention *mention)
{
    candidates found = {.topic = -1};
    size_t least = asked->prefer == PREFER_THREE ? 3 : 2;
    size_t most = asked->prefer == PREFER_ALL ? MENTION_MORE + 1 : least;
    uint32_t reach = reach_of(seen, asked);
    for (uint32_t back = 0; back <= reach && found.count < least; back++)
        look_in(seen, asked, asked->sentence - back, &found);
    if (found.count < least || found.count > most)
        return false;
    mention->entity = found.entities[0];
    while (mention->more_count + 1U < found.count) {
        mention->more[mention->more_count] =
            found.entities[mention->more_count + 1];
        mention->more_count++;
    }
    return true;
}

/* The same; of "both Dutch firms" rather those whose seat the lists have there. */
static bool answer_few(const standin_seen *seen, const standin_question *asked,
                       text_mention *mention)
{
    standin_question sure = *asked;
    sure.seat = SEAT_COUNTRY;
    return (asked->home >= 0 && answer_any_few(seen, &sure, mention)) ||
           answer_any_few(seen, asked, mention);
}

/* Of just two that the sentences name from the stand-in back to where there are two, the
 * one named first, or the other one; -1 if they are more. */
static int64_t answer_of_two(const standin_seen *seen,
                             const standin_question *asked)
{
    candidates found = {.topic = -1};
    uint32_t reach = reach_of(seen, asked);
    for (uint32_t back = 0; back <= reach && found.count < 2; back++)
        look_in(seen, asked, asked->sentence - back, &found);
    if (found.count != 2)
        return -1;
    bool in_order = found.first_token[0] < found.first_token[1];
    bool first = (asked->prefer == PREFER_FORMER) == in_order;
    return found.entities[first ? 0 : 1];
}

bool standin_answer(const standin_seen *seen, const standin_question *asked,
                    text_mention *mention)
{
    if (asked->prefer == PREFER_PAIR || asked->prefer == PREFER_THREE ||
        asked->prefer == PREFER_ALL)
        return answer_few(seen, asked, mention);
    bool of_two = asked->prefer == PREFER_FORMER || asked->prefer == PREFER_LATTER;
    int64_t entity = of_two ? answer_of_two(seen, asked) : answer(seen, asked);
    mention->entity = entity >= 0 ? (uint32_t)entity : 0;
    return entity >= 0;
}
