// SPDX-License-Identifier: MIT
#include "rule_image.h"

#include <stdlib.h>

typedef struct header {
    ag_image_part literals; // NUL-terminated words, one after another
    ag_image_part patterns, triggers, needs;
    ag_image_part planes, sets;
    ag_class_set used, used_modifiers;
    uint64_t most_groups;
} header;

typedef struct pattern {
    uint32_t file, start; // its place in the rule files; ascending
    uint32_t first_trigger, triggers;
    uint32_t first_need, needs;
    ag_item_gate previous, next;
    uint32_t at_role, at_cue;
} pattern;

typedef struct plane {
    ag_class_set classes;
    uint64_t first_set, sets;
} plane;

typedef struct parts {
    AG_ARRAY(char) literals;
    AG_ARRAY(pattern) patterns;
    AG_ARRAY(ag_atom) triggers;
    AG_ARRAY(ag_need) needs;
    AG_ARRAY(plane) planes;
    AG_ARRAY(ag_class_set) sets;
} parts;

static void add_code(parts *p, const ag_code *code)
{
    ag_push(&p->patterns, (pattern){code->range.file, code->range.start, (uint32_t)p->triggers.n,
                                    (uint32_t)code->triggers.n, (uint32_t)p->needs.n, (uint32_t)code->needs.n,
                                    code->previous, code->next, code->at_role, code->at_cue});
    for (size_t i = 0; i < code->triggers.n; i++)
        ag_push(&p->triggers, code->triggers.at[i]);
    for (size_t i = 0; i < code->needs.n; i++)
        ag_push(&p->needs, code->needs.at[i]);
}

static void add_planes(parts *p, const ag_alphabet *a)
{
    for (size_t i = 0; i < a->planes.n; i++) {
        const ag_plane *from = &a->planes.at[i];
        ag_push(&p->planes, (plane){from->classes, p->sets.n, from->sets.n});
        for (size_t k = 0; k < from->sets.n; k++)
            ag_push(&p->sets, from->sets.at[k]);
    }
}

static int by_place(const void *a, const void *b)
{
    const pattern *x = a, *y = b;
    if (x->file != y->file)
        return x->file < y->file ? -1 : 1;
    return (x->start > y->start) - (x->start < y->start);
}

void ag_rules_save(const ag_rules *rules, ag_strbuf *out)
{
    parts p = {0};
    header h = {.used = rules->alphabet.used,
                .used_modifiers = rules->alphabet.used_modifiers,
                .most_groups = rules->most_groups};
    for (size_t i = 0; i < rules->source.literals.n; i++)
        for (const char *c = rules->source.literals.at[i];; c++) {
            ag_push(&p.literals, *c);
            if (!*c)
                break;
        }
    for (size_t i = 0; i < rules->codes.n; i++)
        add_code(&p, &rules->codes.at[i]);
    if (p.patterns.n)
        qsort(p.patterns.at, p.patterns.n, sizeof *p.patterns.at, by_place);
    add_planes(&p, &rules->alphabet);
    ag_strbuf_clear(out);
    ag_strbuf_add(out, (const char *)&h, sizeof h);
#define SAVE(name) ag_image_add(out, offsetof(header, name), p.name.at, p.name.n, sizeof *p.name.at);
    SAVE(literals)
    SAVE(patterns)
    SAVE(triggers)
    SAVE(needs)
    SAVE(planes)
    SAVE(sets)
#undef SAVE
    ag_free(&p.literals);
    ag_free(&p.patterns);
    ag_free(&p.triggers);
    ag_free(&p.needs);
    ag_free(&p.planes);
    ag_free(&p.sets);
}

bool ag_rules_borrow(ag_rules *rules)
{
    if (!ag_rules_image.size)
        return false;
    const header *h = (const void *)ag_rules_image.data;
    const char *word = ag_rules_image.data + h->literals.offset, *end = word + h->literals.n;
    rules->alphabet.used = h->used;
    rules->alphabet.used_modifiers = h->used_modifiers;
    rules->most_groups = (uint32_t)h->most_groups;
    for (; word < end; word += strlen(word) + 1)
        ag_push(&rules->source.literals, ag_xstrndup(word, strlen(word)));
    return true;
}

bool ag_code_borrow(ag_code *code)
{
    const char *data = ag_rules_image.data;
    const header *h = (const void *)data;
    pattern key = {.file = code->range.file, .start = code->range.start};
    const pattern *p = bsearch(&key, data + h->patterns.offset, (size_t)h->patterns.n, sizeof key, by_place);
    if (!p)
        return false;
    // Nothing is written through these pointers: code->borrowed says that they are not the code's own.
    code->triggers.at = (ag_atom *)(void *)(data + h->triggers.offset) + p->first_trigger;
    code->needs.at = (ag_need *)(void *)(data + h->needs.offset) + p->first_need;
    code->triggers.n = p->triggers;
    code->needs.n = p->needs;
    code->previous = p->previous;
    code->next = p->next;
    code->at_role = p->at_role;
    code->at_cue = p->at_cue;
    code->borrowed = true;
    return true;
}

void ag_rules_borrow_planes(ag_rules *rules)
{
    const char *data = ag_rules_image.data;
    const header *h = (const void *)data;
    ag_alphabet *a = &rules->alphabet;
    if (!ag_lexicon_is_default(rules->source.lex) || memcmp(&a->used, &h->used, sizeof a->used) != 0)
        return;
    const plane *planes = (const void *)(data + h->planes.offset);
    const ag_class_set *sets = (const void *)(data + h->sets.offset);
    for (size_t i = 0; i < h->planes.n; i++) {
        ag_plane to = {.classes = planes[i].classes};
        ag_reserve(&to.sets, planes[i].sets);
        to.sets.n = (size_t)planes[i].sets;
        if (to.sets.n)
            memcpy(to.sets.at, sets + planes[i].first_set, to.sets.n * sizeof *sets);
        ag_push(&a->planes, to);
    }
}
