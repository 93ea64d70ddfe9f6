// SPDX-License-Identifier: MIT
// An annotation on the sentence of each record, and one on each role of it, which links to the former.
#include "webannotation_writer.h"
#include "utf8.h"
#include "uuid5.h"
#include "view.h"

enum { AROUND = 32 }; // code points of prefix and suffix, as Hypothesis has them

// A worker's.
typedef struct annotator {
    ag_strbuf *out;
    const ag_json_context *context;
    ag_strbuf name; // of what has an id
    ag_strbuf text; // at hand
    ag_strbuf who;
    ag_uuid record; // the annotation of the record at hand
} annotator;

// ---- ids ----

static void set_record_id(annotator *a, const allege_record *r)
{
    ag_strbuf_clear(&a->name);
    ag_strbuf_add_text(&a->name, "annotation\n");
    ag_strbuf_add_text(&a->name, a->context->doc);
    ag_view_place(&a->name, a->context, r);
    a->record = ag_uuid5((ag_str){a->name.ptr, a->name.len});
}

static ag_uuid role_id(annotator *a, const char *role, ag_span span)
{
    ag_strbuf_clear(&a->name);
    ag_strbuf_printf(&a->name, "%s\n%s\n%u-%u", a->record.text, role, (unsigned)span.start,
                     (unsigned)span.end);
    return ag_uuid5((ag_str){a->name.ptr, a->name.len});
}

static void add_id(ag_strbuf *out, const ag_uuid *id)
{
    ag_json_key(out, "id");
    ag_strbuf_add_text(out, "\"urn:uuid:");
    ag_strbuf_add_text(out, id->text);
    ag_strbuf_add_char(out, '"');
}

// ---- targets ----

// The last *n characters of a text, or the first. *n is what is missing of them.
static ag_str last_of(ag_str s, int *n)
{
    size_t at = s.len;
    if (at == 0)
        return s; // no address
    for (; at > 0 && *n > 0; --*n)
        for (at--; at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80;)
            at--;
    return (ag_str){s.ptr + at, s.len - at};
}

static ag_str first_of(ag_str s, int *n)
{
    size_t at = 0;
    if (s.len == 0)
        return s;
    for (uint32_t size; at<s.len && * n> 0; --*n, at += size)
        ag_utf8_decode(s.ptr + at, s.len - at, &size);
    return (ag_str){s.ptr, at};
}

static void add_text(annotator *a, const char *key, ag_str first, ag_str second)
{
    ag_strbuf_clear(&a->text);
    ag_strbuf_add(&a->text, first.ptr, first.len);
    ag_strbuf_add(&a->text, second.ptr, second.len);
    if (a->text.len == 0)
        return;
    ag_json_key(a->out, key);
    ag_json_string(a->out, a->text.ptr, a->text.len);
}

static void add_quote(annotator *a, ag_span span)
{
    const ag_json_context *c = a->context;
    int before = AROUND, after = AROUND;
    ag_str prefix = last_of((ag_str){c->text, span.start}, &before);
    ag_str suffix = first_of((ag_str){c->text + span.end, c->len - span.end}, &after);
    ag_strbuf_add_text(a->out, "{\"type\":\"TextQuoteSelector\"");
    add_text(a, "exact", (ag_str){c->text + span.start, span.end - span.start}, (ag_str){0});
    add_text(a, "prefix", last_of(c->behind, &before), prefix);
    add_text(a, "suffix", suffix, first_of(c->ahead, &after));
    ag_strbuf_add_char(a->out, '}');
}

static void add_target(annotator *a, ag_span span)
{
    ag_strbuf_add_text(a->out, "{\"source\":");
    ag_strbuf_clear(&a->text);
    ag_view_iri(&a->text, a->context->doc);
    ag_json_string(a->out, a->text.ptr, a->text.len);
    ag_strbuf_add_text(a->out, ",\"selector\":[");
    add_quote(a, span);
    ag_strbuf_add_text(a->out, ",{\"type\":\"TextPositionSelector\"");
    ag_json_offsets(a->out, a->context, span);
    ag_strbuf_add_text(a->out, "}]}");
}

// ---- annotations ----

static void add_body(ag_strbuf *out, const char *purpose, const char *value, size_t len)
{
    ag_strbuf_add_text(out, out->ptr[out->len - 1] == '[' ? "{" : ",{");
    ag_json_member(out, "type", "TextualBody");
    ag_json_member(out, "purpose", purpose);
    ag_json_key(out, "value");
    ag_json_string(out, value, len);
    ag_strbuf_add_char(out, '}');
}

static void add_tag(ag_strbuf *out, const char *tag)
{
    add_body(out, "tagging", tag, strlen(tag));
}

static void begin(annotator *a, const ag_uuid *id, const char *motivation)
{
    ag_strbuf_add_char(a->out, '{');
    add_id(a->out, id);
    ag_json_member(a->out, "type", "Annotation");
    ag_json_member(a->out, "motivation", motivation);
    ag_strbuf_add_text(a->out, ",\"body\":[");
}

static void end(annotator *a, const ag_span *spans, size_t n)
{
    ag_strbuf_add_text(a->out, n > 1 ? "],\"target\":[" : "],\"target\":");
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            ag_strbuf_add_char(a->out, ',');
        add_target(a, spans[i]);
    }
    ag_strbuf_add_text(a->out, n > 1 ? "]}\n" : "}\n");
}

// Words in a role, what they stand for where that is known, and the record.
static void add_role(annotator *a, const char *role, const ag_span *spans, size_t n, ag_str meaning)
{
    ag_uuid id = role_id(a, role, spans[0]);
    begin(a, &id, "identifying");
    add_tag(a->out, role);
    if (meaning.len > 0)
        add_body(a->out, "identifying", meaning.ptr, meaning.len);
    ag_strbuf_add_text(a->out,
                       ",{\"type\":\"SpecificResource\",\"purpose\":\"linking\",\"source\":\"urn:uuid:");
    ag_strbuf_add_text(a->out, a->record.text);
    ag_strbuf_add_text(a->out, "\"}");
    end(a, spans, n);
}

static void add_mention(annotator *a, const char *role, const allege_mention *m)
{
    if (!ag_there(m->span))
        return;
    ag_strbuf_clear(&a->who);
    ag_view_who(&a->who, m);
    add_role(a, role, &m->span, 1, (ag_str){a->who.ptr, a->who.len});
}

static void add_certainties(annotator *a, const allege_record *r)
{
    for (size_t i = 0; i < r->ncertainties; i++) {
        ag_strbuf_clear(&a->who);
        ag_view_certainty(&a->who, &r->certainties[i]);
        add_role(a, "certainty", &r->certainties[i].span, 1, (ag_str){a->who.ptr, a->who.len});
    }
}

static void add_record(annotator *a, const allege_record *r)
{
    set_record_id(a, r);
    begin(a, &a->record, "classifying");
    add_tag(a->out, allege_label_name(r->label));
    if (r->kind && strcmp(r->kind, allege_label_name(r->label)) != 0)
        add_tag(a->out, r->kind);
    ag_strbuf_clear(&a->text);
    ag_view_summary(&a->text, a->context, r);
    if (a->text.len > 0)
        add_body(a->out, "describing", a->text.ptr, a->text.len);
    end(a, &r->sentence, 1);
    add_mention(a, "source", &r->source);
    if (ag_there(r->cue))
        add_role(a, "cue", &r->cue, 1, (ag_str){r->cue_lemma, r->cue_lemma ? strlen(r->cue_lemma) : 0});
    add_mention(a, "target", &r->target);
    if (ag_there(r->act))
        add_role(a, "act", &r->act, 1, (ag_str){NULL, 0});
    add_certainties(a, r);
    if (r->ncontents > 0)
        add_role(a, "content", r->contents, r->ncontents, (ag_str){NULL, 0});
}

// ---- the format ----

static void close_annotator(void *worker)
{
    annotator *a = worker;
    ag_strbuf_free(&a->name);
    ag_strbuf_free(&a->text);
    ag_strbuf_free(&a->who);
}

static void write_annotations(void *worker, const ag_result *result, ag_strbuf *out)
{
    annotator *a = worker;
    a->out = out;
    a->context = result->context;
    for (size_t i = 0; i < result->n; i++)
        add_record(a, &result->records[i]);
}

// What stands at the end because it is not known before: how many there are, and an id of all of them.
typedef struct collection {
    uint64_t total;
    ag_uuid id; // of those so far
} collection;

static void begin_collection(ag_run *run, ag_strbuf *out)
{
    AG_UNUSED(run);
    ag_strbuf_add_text(out, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\"");
    ag_json_member(out, "type", "AnnotationCollection");
    ag_json_member(out, "label", "Claims, denials and policy statements");
    ag_strbuf_add_text(out, ",\"generator\":{\"type\":\"Software\",\"name\":\"allege\"},"
                            "\"first\":{\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[\n");
}

static void add_annotations(ag_run *run, const ag_part *part, ag_strbuf *out)
{
    collection *c = run->state;
    ag_str line;
    for (size_t at = 0; ag_part_line(part, &at, &line);) {
        ag_strbuf_add_text(out, c->total++ > 0 ? ",\n" : "");
        ag_strbuf_add(out, line.ptr, line.len);
    }
    if (part->text.len > 0)
        c->id = ag_uuid5_chain(&c->id, part->text.ptr, part->text.len);
}

static void end_collection(ag_run *run, ag_strbuf *out)
{
    const collection *c = run->state;
    ag_uuid page = ag_uuid5_chain(&c->id, "page", 4), all = ag_uuid5_chain(&c->id, "collection", 10);
    ag_strbuf_add_text(out, c->total > 0 ? "\n]" : "]");
    add_id(out, &page);
    ag_strbuf_add_char(out, '}');
    ag_json_number(out, "total", c->total);
    add_id(out, &all);
    ag_strbuf_add_text(out, "}\n");
}

const ag_format ag_format_webannotation = {
    .name = "webannotation",
    .codepoints = true,
    .worker = sizeof(annotator),
    .state = sizeof(collection),
    .close = close_annotator,
    .document = write_annotations,
    .begin = begin_collection,
    .add = add_annotations,
    .end = end_collection,
};
