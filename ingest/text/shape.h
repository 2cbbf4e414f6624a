/* Names by how they look and what stands beside them. Each function looks at one token
 * of a sentence, where a word that can tell a name stands, and adds the candidates
 * that it finds. */
#ifndef CG_INGEST_TEXT_SHAPE_H
#define CG_INGEST_TEXT_SHAPE_H

#include "ingest/text/names_parts.h"

/* A sentence while its shapes are looked for. */
typedef struct {
    name_scan *scan;
    uint32_t first; /* tokens of the sentence */
    uint32_t end;
    uint8_t language; /* a cg_language */
    bool headline;    /* most words have a capital: capitals tell nothing */
} shape_scan;

/* A phrase that starts a shape. */
typedef struct {
    const words_sense *sense;
    uint32_t first;
    uint32_t end;
} shape_cue;

/* ---- What tokens look like (shape.c) ---- */

/* Does the token begin with a capital letter and is it no word that never names? */
bool shape_is_capital(const shape_scan *shape, uint32_t token);

/* The same, for what may be part of a designation: a digit is in it too. */
bool shape_has_digit(const shape_scan *shape, uint32_t token);

/* "144GB": is the token a number written together with what it counts? */
bool shape_is_quantity(const shape_scan *shape, uint32_t token);

/* "'s", 的: between a name and what is its. */
bool shape_is_possessive(const shape_scan *shape, uint32_t token);

/* The same for any word, be it one that never names. */
bool shape_begins_large(const shape_scan *shape, uint32_t token);

/* Is it a word in small letters? */
bool shape_is_lower(const shape_scan *shape, uint32_t token);

/* Has the word several syllables, as no word of Vietnamese has that is one token? */
bool shape_is_foreign(const shape_scan *shape, uint32_t token);

/* Is the candidate (NULL: none) a place? */
bool shape_is_place(const shape_scan *shape, const name_candidate *candidate);

/* Is there a word that begins persons' names? */
bool shape_begins_person(const shape_scan *shape, uint32_t token);

/* The closing quote of quotes that open right before `token`; 0 if they do not open
 * there, do not close soon, or hold a sentence. */
uint32_t shape_quote_end(const shape_scan *shape, uint32_t token);

/* Where the words begin whose closing quote stands right before `token`; `token` if
 * none closes there. */
uint32_t shape_quote_start(const shape_scan *shape, uint32_t token);

/* The listed candidate that covers the token, NULL if none does. */
const name_candidate *shape_listed(const shape_scan *shape, uint32_t token);

/* Is there a phrase for `use` at the token? Its length, 0 if none. */
uint32_t shape_phrase(const shape_scan *shape, uint32_t token, word_use use);

/* The end of the run of capitalised words that no list covers, from `token` on;
 * `token` itself where there is none. At most `most` tokens. */
uint32_t shape_run(const shape_scan *shape, uint32_t token, uint32_t most);

/* Where such a run that ends before `end` begins; `end` itself if there is none. */
uint32_t shape_run_before(const shape_scan *shape, uint32_t end, uint32_t most);

/* Are the tokens on both sides of this one joined to it without blanks? */
bool shape_is_tight(const shape_scan *shape, uint32_t token);

/* `end`, or the end of a plus sign that is written together with what ends there:
 * "Pro+". */
uint32_t shape_plus_end(const shape_scan *shape, uint32_t end);

/* Add tokens [first, end) as a name of `kind` whose bare form is [core, core_end). */
cg_status shape_add(const shape_scan *shape, uint32_t first, uint32_t end,
                    uint32_t core, uint32_t core_end, uint8_t kind);

/* ---- Shapes ---- */

cg_status shape_title(const shape_scan *shape, const shape_cue *cue);
cg_status shape_role(const shape_scan *shape, const shape_cue *cue);
cg_status shape_given_name(const shape_scan *shape, const shape_cue *cue);
cg_status shape_says(const shape_scan *shape, const shape_cue *cue);
cg_status shape_says_surely(const shape_scan *shape, const shape_cue *cue);
cg_status shape_house(const shape_scan *shape, const shape_cue *cue);
cg_status shape_title_after(const shape_scan *shape, const shape_cue *cue);
cg_status shape_surname(const shape_scan *shape, const shape_cue *cue);

cg_status shape_head(const shape_scan *shape, const shape_cue *cue);
cg_status shape_tail(const shape_scan *shape, const shape_cue *cue);
cg_status shape_firm_of_post(const shape_scan *shape, const shape_cue *cue);
cg_status shape_weak_tail(const shape_scan *shape, const shape_cue *cue);
cg_status shape_label(const shape_scan *shape, const shape_cue *cue);
cg_status shape_label_of_model(const shape_scan *shape, const shape_cue *cue);
cg_status shape_naming(const shape_scan *shape, const shape_cue *cue);
cg_status shape_does(const shape_scan *shape, const shape_cue *cue);
cg_status shape_state_body(const shape_scan *shape, const shape_cue *cue);
/* "Bernhardt & Cole": unknown names around the sign at the token are a firm. */
cg_status shape_ampersand(const shape_scan *shape, uint32_t token);

/* 印度电子和信息技术部 */
cg_status shape_bureau(const shape_scan *shape, const shape_cue *cue);

/* 第二代3纳米: a listed product with its generation. */
cg_status shape_generation(const shape_scan *shape, const name_candidate *listed);

/* 真空压膜机: known parts before a word that ends the names of classes of goods. */
cg_status shape_goods_tail(const shape_scan *shape, const shape_cue *cue);

/* 8吋碳化矽基板: the same before a listed class. */
cg_status shape_goods(const shape_scan *shape, const name_candidate *listed);

cg_status shape_office(const shape_scan *shape, const shape_cue *cue);

/* A listed organisation with legal forms and general words behind it and a place before:
 * the same entity. */
cg_status shape_extended(const shape_scan *shape, const name_candidate *listed);

/* "in X, Ohio": an unknown town before a listed place. */
cg_status shape_place_within(const shape_scan *shape, const name_candidate *place);

cg_status shape_label_after(const shape_scan *shape, const shape_cue *cue);
cg_status shape_part(const shape_scan *shape, const shape_cue *cue);
cg_status shape_model_word(const shape_scan *shape, const shape_cue *cue);
cg_status shape_node_unit(const shape_scan *shape, const shape_cue *cue);

/* `token` has letters and digits: a node such as `7nm`, or a maker's product. */
cg_status shape_designation(const shape_scan *shape, uint32_t token);

/* What goes on with a listed product: a model of it. */
cg_status shape_model(const shape_scan *shape, const name_candidate *listed);

/* The end of a name of two or three Chinese characters, surname first, that begins at
 * `token`; `token` if there is none. */
uint32_t shape_person_end_zh(const shape_scan *shape, uint32_t token);

/* Is the token a Chinese character of the sentence? */
bool shape_is_han(const shape_scan *shape, uint32_t token);

/* Can a Chinese name not go on with the token: a sign, a known name, a word that does
 * not belong to names? */
bool shape_is_edge(const shape_scan *shape, uint32_t token);

/* Does a word that parts names end right before the token? */
bool shape_is_edge_before(const shape_scan *shape, uint32_t token);

/* Do [first, end) consist of general words alone: 芯片设计公司? */
bool shape_is_general(const shape_scan *shape, uint32_t first, uint32_t end);

/* The Chinese forms of the above, where the cue stands beside Chinese characters. */
cg_status shape_role_zh(const shape_scan *shape, const shape_cue *cue);
cg_status shape_says_zh(const shape_scan *shape, const shape_cue *cue);
cg_status shape_tail_zh(const shape_scan *shape, const shape_cue *cue);

/* Chinese names around a middle dot, and before a bracket that opens at the token. */
cg_status shape_middle_dot(const shape_scan *shape, uint32_t token);
cg_status shape_bracketed_zh(const shape_scan *shape, uint32_t open);

/* A name between dashes that open at the token, behind what it is. */
cg_status shape_dashed_zh(const shape_scan *shape, uint32_t dash);

/* A designation in quotes that open at the token, of which the next clause tells what it
 * is. */
cg_status shape_quoted_zh(const shape_scan *shape, uint32_t open);

/* A name in letters behind a place that a Chinese text names. */
cg_status shape_abroad_zh(const shape_scan *shape, const name_candidate *place);

/* A title in 《》 that ends with the cue. */
cg_status shape_title_tail(const shape_scan *shape, const shape_cue *cue);

#endif
