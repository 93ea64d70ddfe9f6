// SPDX-License-Identifier: MIT
#include "brat_writer.h"
#include "utf8.h"
#include "view.h"

// The types of all lines, as data/brat/annotation.conf names them.
typedef enum line_type {
    CLAIM,
    DENIAL,
    POLICY,
    STATEMENT,
    SOURCE,
    TARGET,
    ACT,
    CONTENT,
    HAS_SOURCE,
    HAS_TARGET,
    HAS_ACT,
    HAS_CONTENT,
    KIND,
    QUOTE,
    CERTAINTY,
    NOTE,
} line_type;

static const char *const type_names[] = {
    [CLAIM] = "Claim",
    [DENIAL] = "Denial",
    [POLICY] = "Policy",
    [STATEMENT] = "Statement",
    [SOURCE] = "Source",
    [TARGET] = "Target",
    [ACT] = "Act",
    [CONTENT] = "Content",
    [HAS_SOURCE] = "HasSource",
    [HAS_TARGET] = "HasTarget",
    [HAS_ACT] = "HasAct",
    [HAS_CONTENT] = "HasContent",
    [KIND] = "Kind",
    [QUOTE] = "Quote",
    [CERTAINTY] = "Certainty",
    [NOTE] = "AnnotatorNotes",
};

static line_type type_of_label(allege_label label)
{
    static const line_type types[] = {[ALLEGE_STATEMENT] = STATEMENT,
                                      [ALLEGE_CLAIM] = CLAIM,
                                      [ALLEGE_DENIAL] = DENIAL,
                                      [ALLEGE_POLICY] = POLICY};
    return types[label];
}

// ---- nothing twice ----

// Looks the key at hand up. Returns true where it is new; then it has the next id of *count. *id is its id.
static bool is_new(ag_brat_writer *w, uint32_t *count, uint32_t *id)
{
    bool fresh;
    uint32_t line = ag_intern_add(&w->lines, w->key.at, w->key.n * sizeof *w->key.at, &fresh);
    if (fresh)
        ag_push(&w->ids, ++*count);
    *id = w->ids.at[line];
    return fresh;
}

// ---- lines ----

static void begin_line(ag_brat_writer *w, char letter, uint32_t id, line_type type)
{
    ag_strbuf_add_char(w->out, letter);
    ag_strbuf_add_uint(w->out, id);
    ag_strbuf_add_char(w->out, '\t');
    ag_strbuf_add_text(w->out, type_names[type]);
    ag_strbuf_add_char(w->out, ' ');
}

static void add_id(ag_brat_writer *w, const char *before, uint32_t id)
{
    ag_strbuf_add_text(w->out, before);
    ag_strbuf_add_char(w->out, 'T');
    ag_strbuf_add_uint(w->out, id);
}

// What no line of an .ann file can hold: whatever is taken for the end of one somewhere, and the tab.
static bool is_break(int32_t c)
{
    return (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static void add_fragment(ag_brat_writer *w, uint32_t start, uint32_t end)
{
    if (start < end)
        ag_push(&w->fragments, (ag_span){start, end});
}

// Cuts a span at its line breaks, where brat wants an annotation to be discontinuous.
static void add_fragments(ag_brat_writer *w, ag_span span)
{
    uint32_t start = span.start, end = span.start; // of a fragment, without white space at its end
    bool broken = false;
    for (uint32_t at = span.start, size; at < span.end; at += size) {
        int32_t c = ag_utf8_decode(w->context->text + at, span.end - at, &size);
        if (is_break(c))
            broken = true;
        if (is_break(c) || c == ' ')
            continue;
        if (broken) {
            add_fragment(w, start, end);
            start = at;
        }
        broken = false;
        end = at + size;
    }
    add_fragment(w, start, end);
}

// Adds text with bytes that are not UTF-8 as U+FFFD and line breaks as a space.
static void add_valid(ag_strbuf *out, const char *text, size_t len)
{
    uint32_t size;
    for (size_t at = 0; at < len; at += size) {
        int32_t c = ag_utf8_decode(text + at, len - at, &size);
        if (c < 0)
            ag_strbuf_add_text(out, "\xEF\xBF\xBD");
        else if (is_break(c))
            ag_strbuf_add_char(out, ' ');
        else
            ag_strbuf_add(out, text + at, size);
    }
}

// Writes the fragments at hand as one annotation, unless it is there. Returns its id; 0 where there are none.
static uint32_t add_text_bound(ag_brat_writer *w, line_type type)
{
    if (w->fragments.n == 0)
        return 0;
    w->key.n = 0;
    ag_push(&w->key, (uint32_t)type);
    for (size_t i = 0; i < w->fragments.n; i++) {
        ag_push(&w->key, w->fragments.at[i].start);
        ag_push(&w->key, w->fragments.at[i].end);
    }
    uint32_t id;
    if (!is_new(w, &w->texts, &id))
        return id;
    begin_line(w, 'T', id, type);
    for (size_t i = 0; i < w->fragments.n; i++) {
        if (i > 0)
            ag_strbuf_add_char(w->out, ';');
        ag_strbuf_add_uint(w->out, ag_positions_of(w->context->positions, w->fragments.at[i].start));
        ag_strbuf_add_char(w->out, ' ');
        ag_strbuf_add_uint(w->out, ag_positions_of(w->context->positions, w->fragments.at[i].end));
    }
    for (size_t i = 0; i < w->fragments.n; i++) {
        ag_span fragment = w->fragments.at[i];
        ag_strbuf_add_char(w->out, i > 0 ? ' ' : '\t');
        add_valid(w->out, w->context->text + fragment.start, fragment.end - fragment.start);
    }
    ag_strbuf_add_char(w->out, '\n');
    return id;
}

static uint32_t add_spans(ag_brat_writer *w, line_type type, const ag_span *spans, size_t n)
{
    w->fragments.n = 0;
    for (size_t i = 0; i < n; i++)
        add_fragments(w, spans[i]);
    return add_text_bound(w, type);
}

static void set_key(ag_brat_writer *w, line_type type, uint32_t a, uint32_t b)
{
    w->key.n = 0;
    ag_push(&w->key, (uint32_t)type);
    ag_push(&w->key, a);
    ag_push(&w->key, b);
}

static void add_relation(ag_brat_writer *w, line_type type, uint32_t head, uint32_t other)
{
    uint32_t id;
    set_key(w, type, head, other);
    if (other == 0 || !is_new(w, &w->relations, &id))
        return;
    begin_line(w, 'R', id, type);
    add_id(w, "Arg1:", head);
    add_id(w, " Arg2:", other);
    ag_strbuf_add_char(w->out, '\n');
}

// An annotation has an attribute once. Where two records share it, the first has its way.
static void add_attribute(ag_brat_writer *w, line_type type, uint32_t head, const char *value)
{
    uint32_t id;
    set_key(w, type, head, 0);
    if (!value || !*value || !is_new(w, &w->attributes, &id))
        return;
    begin_line(w, 'A', id, type);
    add_id(w, "", head);
    ag_strbuf_add_char(w->out, ' ');
    ag_strbuf_add_text(w->out, value);
    ag_strbuf_add_char(w->out, '\n');
}

// Begins the note to an annotation, which has one at most. Returns false where it has one.
static bool begin_note(ag_brat_writer *w, uint32_t about)
{
    uint32_t id;
    set_key(w, NOTE, about, 0);
    if (about == 0 || !is_new(w, &w->notes, &id))
        return false;
    begin_line(w, '#', id, NOTE);
    add_id(w, "", about);
    ag_strbuf_add_char(w->out, '\t');
    return true;
}

static void add_name(ag_brat_writer *w, const char *before, allege_string name)
{
    ag_strbuf_add_text(w->out, before);
    add_valid(w->out, name.bytes, name.length);
}

// ---- records ----

static bool is_as_named(const ag_brat_writer *w, const allege_mention *m)
{
    return m->name.length == m->span.end - m->span.start &&
           memcmp(m->name.bytes, w->context->text + m->span.start, m->name.length) == 0;
}

// Somebody in a role, with the fuller name that the document gives as a note.
static void add_mention(ag_brat_writer *w, uint32_t head, line_type type, line_type relation,
                        const allege_mention *mention)
{
    if (!ag_there(mention->span))
        return;
    uint32_t id = add_spans(w, type, &mention->span, 1);
    add_relation(w, relation, head, id);
    if (mention->name.length > 0 && !is_as_named(w, mention) && begin_note(w, id)) {
        add_name(w, "= ", mention->name);
        ag_strbuf_add_char(w->out, '\n');
    }
}

// The rule, for which there are too many to list them as the values of an attribute, and who stands nowhere.
static void add_record_note(ag_brat_writer *w, uint32_t head, const allege_record *record)
{
    if (!begin_note(w, head))
        return;
    ag_strbuf_add_text(w->out, record->rule);
    if (!ag_there(record->source.span) && record->source.name.length > 0)
        add_name(w, ", source = ", record->source.name);
    if (!ag_there(record->target.span) && record->target.name.length > 0)
        add_name(w, ", target = ", record->target.name);
    ag_strbuf_add_char(w->out, '\n');
}

// The first wording of the sentence.
static void add_certainty(ag_brat_writer *w, uint32_t head, const allege_record *record)
{
    if (record->ncertainties == 0)
        return;
    ag_strbuf value = {0};
    ag_view_certainty(&value, &record->certainties[0]);
    ag_strbuf_add_char(&value, '\0');
    add_attribute(w, CERTAINTY, head, value.ptr);
    ag_strbuf_free(&value);
}

void ag_brat_record(ag_brat_writer *w, const allege_record *record)
{
    const ag_span *spans = ag_there(record->cue) ? &record->cue : record->contents;
    uint32_t head =
        add_spans(w, type_of_label(record->label), spans, ag_there(record->cue) ? 1 : record->ncontents);
    if (head == 0)
        return;
    add_attribute(w, KIND, head, record->kind);
    add_attribute(w, QUOTE, head, record->quote && *record->quote ? record->quote : "none");
    add_certainty(w, head, record);
    add_record_note(w, head, record);
    add_mention(w, head, SOURCE, HAS_SOURCE, &record->source);
    add_mention(w, head, TARGET, HAS_TARGET, &record->target);
    if (ag_there(record->act))
        add_relation(w, HAS_ACT, head, add_spans(w, ACT, &record->act, 1));
    if (record->ncontents > 0)
        add_relation(w, HAS_CONTENT, head, add_spans(w, CONTENT, record->contents, record->ncontents));
}

void ag_brat_begin(ag_brat_writer *w, const ag_json_context *context, ag_strbuf *out)
{
    w->out = out;
    w->context = context;
    w->texts = w->relations = w->attributes = w->notes = 0;
    ag_intern_clear(&w->lines);
    w->ids.n = 0;
}

void ag_brat_free(ag_brat_writer *w)
{
    ag_intern_free(&w->lines);
    ag_free(&w->ids);
    ag_free(&w->key);
    ag_free(&w->fragments);
}

// ---- the format ----

static void close_brat(void *worker)
{
    ag_brat_free(worker);
}

static void write_brat(void *worker, const ag_result *result, ag_strbuf *out)
{
    ag_brat_begin(worker, result->context, out);
    for (size_t i = 0; i < result->n; i++)
        ag_brat_record(worker, &result->records[i]);
}

const ag_format ag_format_brat = {
    .name = "brat",
    .suffix = ".ann",
    .whole = true,
    .codepoints = true,
    .worker = sizeof(ag_brat_writer),
    .close = close_brat,
    .document = write_brat,
};
