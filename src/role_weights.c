// SPDX-License-Identifier: MIT
#include "role_weights.h"

#include "array.h"

#include <stdlib.h>
#include <string.h>

enum { LABELS = AG_POLICY + 1 };

// Row a, column b >= a: what clues a and b weigh together; a alone where they are the same.
typedef struct table {
    float weight[AG_RC_COUNT][AG_RC_COUNT];
    ag_role_clues some[AG_RC_COUNT]; // columns of a row that weigh something
    bool any;
} table;

struct ag_role_weights {
    table label[LABELS];
};

const char *ag_role_clue_name(ag_role_clue clue)
{
    static const char *const names[] = {
#define X(id, name, meaning) [AG_RC_##id] = name,
        AG_ROLE_CLUES(X)
#undef X
    };
    return names[clue];
}

ag_role_weights *ag_role_weights_new(void)
{
    return ag_xcalloc(1, sizeof(ag_role_weights));
}

void ag_role_weights_free(ag_role_weights *w)
{
    ag_xfree(w);
}

// AG_RC_COUNT where there is no clue of that name.
static ag_role_clue clue_named(ag_str name)
{
    ag_role_clue clue = 0;
    while (clue < AG_RC_COUNT && !ag_str_is(name, ag_role_clue_name(clue)))
        clue++;
    return clue;
}

bool ag_role_weights_add(ag_role_weights *w, ag_label label, ag_str clue, double weight)
{
    const char *and = memchr(clue.ptr, '&', clue.len);
    size_t n = and? (size_t)(and-clue.ptr) : clue.len;
    ag_role_clue a = clue_named((ag_str){clue.ptr, n});
    ag_role_clue b = and? clue_named((ag_str){and+1, clue.len - n - 1}) : a;
    if (a == AG_RC_COUNT || b == AG_RC_COUNT)
        return false;
    table *t = &w->label[label];
    ag_role_clue row = a < b ? a : b, column = a < b ? b : a;
    t->weight[row][column] = (float)weight;
    ag_role_clue_set(&t->some[row], column, true);
    return t->any = true;
}

bool ag_role_weights_has(const ag_role_weights *w, ag_label label)
{
    return w->label[label].any;
}

// Columns of row a that weigh something and are among the clues, in one of the two words of bits.
static uint64_t columns(const table *t, const ag_role_clues *clues, ag_role_clue a, size_t part)
{
    return ag_role_clue_is(clues, a) ? clues->bits[part] & t->some[a].bits[part] : 0;
}

static ag_role_clue lowest(uint64_t bits, size_t part)
{
    return (ag_role_clue)(part * 64 + (size_t)__builtin_ctzll(bits));
}

double ag_role_weights_sum(const ag_role_weights *w, ag_label label, const ag_role_clues *clues)
{
    const table *t = &w->label[label];
    double sum = 0;
    for (size_t row = 0; row < AG_ARRAY_LEN(clues->bits); row++)
        for (uint64_t rows = clues->bits[row]; rows; rows &= rows - 1) {
            ag_role_clue a = lowest(rows, row);
            for (size_t part = 0; part < AG_ARRAY_LEN(clues->bits); part++)
                for (uint64_t left = columns(t, clues, a, part); left; left &= left - 1)
                    sum += (double)t->weight[a][lowest(left, part)];
        }
    return sum;
}

static float size_of(float weight)
{
    return weight < 0 ? -weight : weight;
}

// Puts a reason where it belongs by its weight; the lightest is lost where there are too many.
static size_t keep_reason(ag_role_reason reason, ag_role_reason *reasons, size_t n, size_t most)
{
    size_t at = n;
    while (at > 0 && size_of(reasons[at - 1].weight) < size_of(reason.weight))
        at--;
    if (at >= most)
        return n;
    n += n < most;
    memmove(&reasons[at + 1], &reasons[at], (n - at - 1) * sizeof *reasons);
    reasons[at] = reason;
    return n;
}

size_t ag_role_weights_reasons(const ag_role_weights *w, ag_label label, const ag_role_clues *clues,
                               const ag_role_clues *others, ag_role_reason *reasons, size_t most)
{
    const table *t = &w->label[label];
    size_t n = 0;
    for (ag_role_clue a = 0; a < AG_RC_COUNT; a++)
        for (size_t part = 0; part < AG_ARRAY_LEN(clues->bits); part++) {
            uint64_t left = columns(t, clues, a, part) & ~columns(t, others, a, part);
            for (; left; left &= left - 1) {
                ag_role_clue b = lowest(left, part);
                n = keep_reason((ag_role_reason){a, b, t->weight[a][b]}, reasons, n, most);
            }
        }
    return n;
}
