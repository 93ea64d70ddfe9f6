// SPDX-License-Identifier: MIT
#include "rule_alphabet.h"

#include <string.h>

enum { CLOSED_SETS = 6 }; // sets of at most so many classes get a value for each of their parts too

// ---- byte sets ----

static void add_byte(ag_byte_set *s, unsigned byte)
{
    s->bits[byte / 64] |= UINT64_C(1) << (byte % 64);
}

static void intersect(ag_byte_set *s, const ag_byte_set *other)
{
    for (int i = 0; i < 4; i++)
        s->bits[i] &= other->bits[i];
}

static bool no_byte(const ag_byte_set *s)
{
    return !(s->bits[0] | s->bits[1] | s->bits[2] | s->bits[3]);
}

// ---- class sets ----

static int size_of(const ag_class_set *s)
{
    int size = 0;
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        size += __builtin_popcountll(s->bits[i]);
    return size;
}

static void common_part(ag_class_set *s, const ag_class_set *other)
{
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        s->bits[i] &= other->bits[i];
}

static bool is_part(const ag_class_set *part, const ag_class_set *whole)
{
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        if (part->bits[i] & ~whole->bits[i])
            return false;
    return true;
}

static uint64_t hash_set(const ag_class_set *s)
{
    uint64_t h = 0;
    for (int i = 0; i < AG_CLASS_WORDS; i++)
        h = (h ^ s->bits[i]) * UINT64_C(0x9E3779B97F4A7C15);
    return h >> 32;
}

// ---- planes ----

// Index of a set, or of the largest part of it that the plane knows; the first of several of the same size.
static size_t find_set(const ag_plane *plane, const ag_class_set *set)
{
    for (size_t i = 1; i < plane->sets.n; i++)
        if (is_part(&plane->sets.at[i], set))
            return i;
    return 0;
}

static void sort_sets(ag_plane *plane)
{
    for (size_t i = 2; i < plane->sets.n; i++) {
        ag_class_set set = plane->sets.at[i];
        size_t to = i;
        for (; to > 1 && size_of(&plane->sets.at[to - 1]) < size_of(&set); to--)
            plane->sets.at[to] = plane->sets.at[to - 1];
        plane->sets.at[to] = set;
    }
}

static bool has_set(const ag_plane *plane, const ag_class_set *set)
{
    for (size_t i = 0; i < plane->sets.n; i++)
        if (memcmp(&plane->sets.at[i], set, sizeof *set) == 0)
            return true;
    return false;
}

static void add_set(ag_plane *plane, const ag_class_set *set)
{
    if (!has_set(plane, set))
        ag_push(&plane->sets, *set);
}

// A word stands in a text in some of its forms only, with a part of its classes.
static void add_parts(ag_plane *plane, const ag_class_set *set)
{
    uint16_t ids[CLOSED_SETS];
    uint32_t n = 0;
    for (uint32_t id = 0; id < AG_MAX_CLASSES; id++)
        if (ag_class_set_has(set, id))
            ids[n++] = (uint16_t)id;
    for (uint32_t chosen = 1; chosen < 1u << n; chosen++) {
        ag_class_set part = {{0}};
        for (uint32_t i = 0; i < n; i++)
            if (chosen >> i & 1)
                ag_class_set_add(&part, ids[i]);
        add_set(plane, &part);
    }
}

// The sets of two or more used classes that words of the lexicon have.
typedef struct combinations {
    const ag_class_set *used;
    AG_ARRAY(ag_class_set) list;
    AG_ARRAY(uint32_t) places; // hash table: 1 + index in the list; n is a power of two
} combinations;

// The place of a set in the table: free, or that of an equal one.
static uint32_t *place_of(combinations *c, const ag_class_set *set)
{
    for (size_t at = (size_t)hash_set(set);; at++) {
        uint32_t *place = &c->places.at[at & (c->places.n - 1)];
        if (!*place || memcmp(&c->list.at[*place - 1], set, sizeof *set) == 0)
            return place;
    }
}

static void grow_places(combinations *c)
{
    size_t n = c->places.n ? c->places.n * 2 : 1024;
    ag_free(&c->places);
    c->places.at = ag_xcalloc(n, sizeof *c->places.at);
    c->places.n = c->places.space = n;
    for (uint32_t i = 0; i < c->list.n; i++)
        *place_of(c, &c->list.at[i]) = i + 1;
}

static void add_combination(void *user, const uint16_t *ids, uint32_t n)
{
    combinations *c = user;
    ag_class_set set = {{0}};
    uint32_t size = 0;
    for (uint32_t i = 0; i < n; i++)
        if (ids[i] < AG_MAX_CLASSES && ag_class_set_has(c->used, ids[i])) {
            ag_class_set_add(&set, ids[i]);
            size++;
        }
    if (size < 2)
        return;
    if (c->list.n * 2 >= c->places.n)
        grow_places(c);
    uint32_t *place = place_of(c, &set);
    if (*place)
        return;
    ag_push(&c->list, set);
    *place = (uint32_t)c->list.n;
}

// The sets of the plane that has these classes: as many as there are, or more than a plane can hold.
static ag_plane make_plane(const ag_class_set *classes, const combinations *words)
{
    ag_plane plane = {.classes = *classes};
    ag_push(&plane.sets, (ag_class_set){{0}});
    for (uint32_t id = 0; id < AG_MAX_CLASSES; id++)
        if (ag_class_set_has(classes, id)) {
            ag_class_set alone = {{0}};
            ag_class_set_add(&alone, id);
            add_set(&plane, &alone);
        }
    for (size_t i = 0; i < words->list.n && plane.sets.n <= AG_PLANE_SIZE + 1; i++) {
        ag_class_set here = words->list.at[i];
        common_part(&here, classes);
        int size = size_of(&here);
        if (size > CLOSED_SETS)
            add_set(&plane, &here);
        else if (size > 1 && !has_set(&plane, &here)) // where it is there, so are its parts
            add_parts(&plane, &here);
    }
    return plane;
}

// Puts classes into one plane, or each half of them into planes of its own where they have too many sets.
static void add_planes(ag_alphabet *a, const ag_class_set *classes, const combinations *words)
{
    ag_plane plane = make_plane(classes, words);
    int size = size_of(classes), taken = 0;
    if (plane.sets.n <= AG_PLANE_SIZE + 1 || size == 1) {
        sort_sets(&plane);
        ag_push(&a->planes, plane);
        return;
    }
    ag_free(&plane.sets);
    ag_class_set half[2] = {{{0}}, {{0}}};
    for (uint32_t id = 0; id < AG_MAX_CLASSES; id++)
        if (ag_class_set_has(classes, id))
            ag_class_set_add(&half[taken++ >= size / 2], id);
    add_planes(a, &half[0], words);
    add_planes(a, &half[1], words);
}

static void place_sets(ag_plane *plane)
{
    memset(plane->places, 0, sizeof plane->places);
    for (size_t i = 1; i < plane->sets.n && i <= AG_PLANE_SIZE; i++) {
        size_t at = (size_t)hash_set(&plane->sets.at[i]);
        while (plane->places[at % AG_PLANE_PLACES])
            at++;
        plane->places[at % AG_PLANE_PLACES] = (uint8_t)i;
    }
}

// As find_set, quick where the plane has the very set.
static size_t look_up_set(const ag_plane *plane, const ag_class_set *set)
{
    for (size_t at = (size_t)hash_set(set); plane->places[at % AG_PLANE_PLACES]; at++) {
        size_t i = plane->places[at % AG_PLANE_PLACES];
        if (memcmp(&plane->sets.at[i], set, sizeof *set) == 0)
            return i;
    }
    return find_set(plane, set);
}

static void number_classes(ag_alphabet *a)
{
    for (size_t p = 0; p < a->planes.n; p++)
        place_sets(&a->planes.at[p]);
    for (size_t p = 0; p < a->planes.n; p++)
        for (uint32_t id = 0; id < AG_MAX_CLASSES; id++)
            if (ag_class_set_has(&a->planes.at[p].classes, id)) {
                ag_class_set alone = {{0}};
                ag_class_set_add(&alone, id);
                a->plane_of[id] = (uint8_t)p;
                a->value_of[id] = (uint8_t)(AG_PLANE_BASE + look_up_set(&a->planes.at[p], &alone));
            }
}

// A part of speech has planes of its own: the classes of an item are mostly of one.
static void build_planes(ag_alphabet *a, const ag_lexicon *lex)
{
    combinations words = {.used = &a->used};
    ag_class_set rest = a->used;
    uint32_t count = ag_lexicon_class_count(lex);
    ag_lexicon_each_signature(lex, add_combination, &words);
    for (uint16_t id = 0; id < count && id < AG_MAX_CLASSES; id++) {
        if (!ag_class_set_has(&rest, id))
            continue;
        ag_class_set same = {{0}};
        char letter = ag_lexicon_class_name(lex, id)[0];
        for (uint16_t other = id; other < count && other < AG_MAX_CLASSES; other++)
            if (ag_class_set_has(&rest, other) && ag_lexicon_class_name(lex, other)[0] == letter)
                ag_class_set_add(&same, other);
        for (int i = 0; i < AG_CLASS_WORDS; i++)
            rest.bits[i] &= ~same.bits[i];
        add_planes(a, &same, &words);
    }
    ag_free(&words.list);
    ag_free(&words.places);
}

// ---- literals ----

static void build_words(ag_alphabet *a, const ag_rule_source *source)
{
    size_t size = 16;
    while (size < 8 * source->literals.n) // most words are none of them, and meet nothing
        size *= 2;
    ag_reserve(&a->words, size);
    a->words.n = size;
    memset(a->words.at, 0, size * sizeof *a->words.at);
    a->literals = source->literals.at;
    for (size_t i = 0; i < source->literals.n; i++) {
        size_t slot = ag_hash_word(source->literals.at[i], strlen(source->literals.at[i]));
        while (a->words.at[slot & (size - 1)])
            slot++;
        a->words.at[slot & (size - 1)] = (uint16_t)(i + 1);
    }
}

uint32_t ag_alphabet_find_literal(const ag_alphabet *a, ag_str word, uint32_t hash)
{
    size_t mask = a->words.n - 1;
    for (size_t slot = hash;; slot++) {
        uint16_t found = a->words.at[slot & mask];
        if (!found)
            return AG_NO_LITERAL;
        if (ag_str_is(word, a->literals[found - 1]))
            return found - 1u;
    }
}

// ---- building ----

void ag_alphabet_mention(ag_alphabet *a, const ag_atom *atom)
{
    for (int t = 0; t < atom->nterms; t++) {
        ag_class_set *noted = atom->terms[t].modifier ? &a->used_modifiers : &a->used;
        for (int i = 0; i < AG_CLASS_WORDS; i++)
            noted->bits[i] |= atom->terms[t].classes.bits[i];
    }
}

void ag_alphabet_build(ag_alphabet *a, const ag_rule_source *source)
{
    build_words(a, source);
    if (a->planes.n == 0)
        build_planes(a, source->lex);
    number_classes(a);
    for (uint32_t id = 0; id < AG_MAX_CLASSES; id++)
        if (ag_class_set_has(&a->used_modifiers, id)) {
            ag_push(&a->modifiers, (uint16_t)id);
            a->modifier_bit[id] = (uint8_t)a->modifiers.n;
        }
    a->literal_planes = (uint32_t)((source->literals.n + AG_PLANE_SIZE - 1) / AG_PLANE_SIZE);
    a->class_unit = AG_UNIT_LITERAL + a->literal_planes;
    a->feature_unit = a->class_unit + (uint32_t)a->planes.n;
    a->modifier_unit = a->feature_unit + AG_FEATURE_UNITS;
    a->width = a->modifier_unit + (uint32_t)((a->modifiers.n + AG_UNIT_BITS - 1) / AG_UNIT_BITS);
    for (uint32_t u = 0; u < a->width; u++)
        ag_push(&a->blank, (uint8_t)(u < a->feature_unit ? AG_PLANE_BASE : AG_UNIT_BITS_BASE));
}

void ag_alphabet_free(ag_alphabet *a)
{
    ag_free(&a->blank);
    for (size_t i = 0; i < a->planes.n; i++)
        ag_free(&a->planes.at[i].sets);
    ag_free(&a->planes);
    ag_free(&a->modifiers);
    ag_free(&a->words);
}

// ---- writing an item ----

// An item with several used classes in one plane.
static void write_set(const ag_alphabet *a, const ag_item *item, size_t p, uint8_t *unit)
{
    ag_class_set here = {{0}};
    for (uint8_t c = 0; c < item->nclasses; c++) {
        uint16_t id = item->classes[c];
        if (id < AG_MAX_CLASSES && ag_class_set_has(&a->planes.at[p].classes, id))
            ag_class_set_add(&here, id);
    }
    unit[p] = (uint8_t)(AG_PLANE_BASE + look_up_set(&a->planes.at[p], &here));
}

static void write_classes(const ag_alphabet *a, const ag_item *item, uint8_t *unit)
{
    for (uint8_t c = 0; c < item->nclasses; c++) {
        uint16_t id = item->classes[c];
        if (id >= AG_MAX_CLASSES || !a->value_of[id])
            continue;
        size_t p = a->plane_of[id];
        if (unit[p] == AG_PLANE_BASE)
            unit[p] = a->value_of[id];
        else
            write_set(a, item, p, unit);
    }
}

static void write_modifiers(const ag_alphabet *a, const ag_item *item, uint8_t *unit)
{
    for (uint8_t i = 0; i < item->nmodifiers; i++) {
        unsigned bit = item->modifiers[i] < AG_MAX_CLASSES ? a->modifier_bit[item->modifiers[i]] : 0;
        if (bit)
            unit[(bit - 1) / AG_UNIT_BITS] |= (uint8_t)(1u << (bit - 1) % AG_UNIT_BITS);
    }
}

void ag_alphabet_write(const ag_alphabet *a, const ag_item *item, uint32_t literal, uint8_t *unit)
{
    uint32_t features = item->features & ~AG_FEAT(CUE);
    memcpy(unit, a->blank.at, a->width);
    unit[0] = (uint8_t)(item->category + 1);
    if (literal != AG_NO_LITERAL)
        unit[AG_UNIT_LITERAL + literal / AG_PLANE_SIZE] =
            (uint8_t)(AG_PLANE_BASE + 1 + literal % AG_PLANE_SIZE);
    for (uint32_t u = 0; u < AG_FEATURE_UNITS; u++)
        unit[a->feature_unit + u] = (uint8_t)(AG_UNIT_BITS_BASE | (features >> (AG_UNIT_BITS * u) & 127));
    write_modifiers(a, item, unit + a->modifier_unit);
    write_classes(a, item, unit + a->class_unit);
}

// ---- what an atom accepts ----

// A unit and the values it may have.
typedef struct option {
    uint32_t unit;
    ag_byte_set values;
} option;

typedef AG_ARRAY(option) options;

// Every alternative so far has to fulfil this one too.
static void restrict_all(const ag_alphabet *a, ag_item_sets *out, const option *o)
{
    for (size_t i = o->unit; i < out->n; i += a->width)
        intersect(&out->at[i], &o->values);
}

// Every alternative so far has to fulfil one of these: it is copied for each.
static void require_one(const ag_alphabet *a, ag_item_sets *out, const options *any)
{
    ag_item_sets all = {0};
    for (size_t k = 0; k < any->n; k++) {
        size_t from = all.n;
        for (size_t i = 0; i < out->n; i++)
            ag_push(&all, out->at[i]);
        for (size_t i = from + any->at[k].unit; i < all.n; i += a->width)
            intersect(&all.at[i], &any->at[k].values);
    }
    ag_free(out);
    out->at = all.at;
    out->n = all.n;
    out->space = all.space;
}

// The values of a plane's unit for sets that have some, or none, of the term's classes.
static option plane_option(const ag_alphabet *a, size_t p, const ag_term *term)
{
    const ag_plane *plane = &a->planes.at[p];
    option o = {.unit = a->class_unit + (uint32_t)p};
    if (!term->negated && !ag_class_sets_meet(&plane->classes, &term->classes))
        return o;
    for (size_t i = 0; i < plane->sets.n; i++)
        if (ag_class_sets_meet(&plane->sets.at[i], &term->classes) != term->negated)
            add_byte(&o.values, AG_PLANE_BASE + (unsigned)i);
    return o;
}

// The same of a modifier unit.
static option modifier_option(const ag_alphabet *a, uint32_t unit, const ag_term *term)
{
    unsigned wanted = 0;
    option o = {.unit = a->modifier_unit + unit};
    for (uint32_t b = 0; b < AG_UNIT_BITS && unit * AG_UNIT_BITS + b < a->modifiers.n; b++)
        if (ag_class_set_has(&term->classes, a->modifiers.at[unit * AG_UNIT_BITS + b]))
            wanted |= 1u << b;
    for (unsigned v = 0; v < 1u << AG_UNIT_BITS; v++)
        if (((v & wanted) != 0) != term->negated)
            add_byte(&o.values, AG_UNIT_BITS_BASE | v);
    return o;
}

static void accept_term(const ag_alphabet *a, const ag_term *term, ag_item_sets *out)
{
    options any = {0};
    uint32_t units = term->modifier ? a->width - a->modifier_unit : (uint32_t)a->planes.n;
    for (uint32_t u = 0; u < units; u++) {
        option o = term->modifier ? modifier_option(a, u, term) : plane_option(a, u, term);
        if (term->negated)
            restrict_all(a, out, &o);
        else if (!no_byte(&o.values))
            ag_push(&any, o);
    }
    if (!term->negated)
        require_one(a, out, &any);
    ag_free(&any);
}

static void accept_literals(const ag_alphabet *a, const ag_atom *atom, ag_item_sets *out)
{
    options any = {0};
    for (uint32_t plane = 0; plane < a->literal_planes; plane++) {
        option o = {.unit = AG_UNIT_LITERAL + plane};
        for (int i = 0; i < atom->nliterals; i++)
            if (atom->literals[i] / AG_PLANE_SIZE == plane)
                add_byte(&o.values, AG_PLANE_BASE + 1 + atom->literals[i] % AG_PLANE_SIZE);
        if (!no_byte(&o.values))
            ag_push(&any, o);
    }
    require_one(a, out, &any);
    ag_free(&any);
}

static void accept_features(const ag_alphabet *a, uint32_t with, uint32_t without, ag_item_sets *out)
{
    for (uint32_t u = 0; u < AG_FEATURE_UNITS; u++) {
        unsigned on = with >> (AG_UNIT_BITS * u) & 127, off = without >> (AG_UNIT_BITS * u) & 127;
        option o = {.unit = a->feature_unit + u};
        if (!on && !off)
            continue;
        for (unsigned v = 0; v < 1u << AG_UNIT_BITS; v++)
            if ((v & on) == on && !(v & off))
                add_byte(&o.values, AG_UNIT_BITS_BASE | v);
        restrict_all(a, out, &o);
    }
}

void ag_alphabet_accept(const ag_alphabet *a, const ag_atom *atom, bool cue, ag_item_sets *out)
{
    static const ag_byte_set any = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};
    ag_byte_set categories = {{0}};
    for (unsigned c = 0; c < AG_CAT_COUNT; c++)
        if (atom->categories >> c & 1)
            add_byte(&categories, c + 1);
    out->n = 0;
    ag_push(out, categories);
    while (out->n < a->width)
        ag_push(out, any);
    if (atom->nliterals)
        accept_literals(a, atom, out);
    for (int t = 0; t < atom->nterms; t++)
        accept_term(a, &atom->terms[t], out);
    accept_features(a, atom->with | (cue ? AG_FEAT(CUE) : 0), atom->without, out);
}
