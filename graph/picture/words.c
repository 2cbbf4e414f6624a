#include "graph/picture/words.h"

static const char *const words[WORD_COUNT][CG_LANGUAGES] = {
    [WORD_LEGEND] = {"Legend", "Chú giải", "图例"},
    [WORD_UNSURE] = {"? planned or possible", "? dự kiến hoặc có thể",
                     "? 计划或可能"},
    [WORD_DENIED] = {"✗ denied", "✗ bị phủ nhận", "✗ 被否认"},
    [WORD_SOURCES] = {"×2: two sources", "×2: hai nguồn", "×2：两个来源"},
    [WORD_MORE] = {"more", "nữa", "更多"},
};

const char *diagram_word_in(diagram_word word, cg_language language)
{
    return words[word][language];
}

cg_text diagram_label_in(const cg_text labels[CG_LANGUAGES], cg_text name,
                         cg_language language)
{
    if (labels[language].size > 0)
        return labels[language];
    return labels[CG_EN].size > 0 ? labels[CG_EN] : name;
}
