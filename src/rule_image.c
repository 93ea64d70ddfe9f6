// SPDX-License-Identifier: MIT
#include "rule_image.h"

#include <stdlib.h>

typedef struct header {
    ag_image_part literals; // NUL-terminated words, one after another
    ag_image_part patterns, triggers, needs;
    ag_class_set used, used_modifiers;
    uint64_t most_groups;
} header;

typedef struct pattern {
    uint32_t file, start; // its place in the rule files; ascending
    uint32_t first_trigger, triggers;
    uint32_t first_need, needs;
} pattern;

typedef struct parts {
    AG_ARRAY(char) literals;
    AG_ARRAY(pattern) patterns;
    AG_ARRAY(ag_atom) triggers;
    AG_ARRAY(ag_need) needs;
} parts;

static void add_code(parts *p, const ag_code *code)
{
    ag_push(&p->patterns,
            (pattern){code->range.file, code->range.start, (uint32_t)p->triggers.n,
                      (uint32_t)code->triggers.n, (uint32_t)p->needs.n, (uint32_t)code->needs.n});
    for (size_t i = 0; i < code->triggers.n; i++)
        ag_push(&p->triggers, code->triggers.at[i]);
    for (size_t i = 0; i < code->needs.n; i++)
        ag_push(&p->needs, code->needs.at[i]);
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
    ag_strbuf_clear(out);
    ag_strbuf_add(out, (const char *)&h, sizeof h);
#define SAVE(name) ag_image_add(out, offsetof(header, name), p.name.at, p.name.n, sizeof *p.name.at);
    SAVE(literals)
    SAVE(patterns)
    SAVE(triggers)
    SAVE(needs)
#undef SAVE
    ag_free(&p.literals);
    ag_free(&p.patterns);
    ag_free(&p.triggers);
    ag_free(&p.needs);
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
    code->triggers.at = (ag_atom *)(uintptr_t)(data + h->triggers.offset) + p->first_trigger;
    code->needs.at = (ag_need *)(uintptr_t)(data + h->needs.offset) + p->first_need;
    code->triggers.n = p->triggers;
    code->needs.n = p->needs;
    code->borrowed = true;
    return true;
}
