// SPDX-License-Identifier: MIT
#include "stix_objects.h"
#include "date.h"
#include "view.h"

// Of what is the same in all documents, and of documents without a date.
static const char epoch[] = "1970-01-01T00:00:00.000Z";

// uuid5 of "producer", and of "extension", a line break and the version.
#define PRODUCER "identity--006bd474-737f-5cec-9292-9e32b3a2ba7f"
#define EXTENSION "extension-definition--ce760df5-7881-5982-a2ff-ee969ff8e881"

// STIX has no place for how sure a speaker says he is: its `confidence` is the producer's in his own data.
static const char definition[] =
    "Of a note, record: object, what allege prints for the sentence, as its record.schema.json has it. Of a "
    "relationship or an opinion, label: string, claim or denial; kind: string, one of accusation, "
    "assessment, "
    "report, hearsay, charge, admission, denial, rejection, doubt; speaker_refs: list of identifiers, who "
    "says "
    "so; certainty: list of objects, the wordings of likelihood, confidence and hearsay in the sentence, "
    "each "
    "with text: string; start, end: integers, its place in the document; type: string, likelihood, "
    "confidence or "
    "hearsay; range: list of two integers, a likelihood in percent after ICD 203; level: string, low, "
    "moderate or "
    "high, a confidence. It is the speaker's certainty, not the producer's. Of an identity, an intrusion set "
    "or a "
    "threat actor, country: string, ISO 3166-1 alpha-2.";

// ---- ids ----

static void begin_name(ag_stix *s, const char *what)
{
    ag_strbuf_clear(&s->name);
    ag_strbuf_add_text(&s->name, what);
}

static void add_name(ag_stix *s, const char *bytes, size_t len)
{
    ag_strbuf_add_char(&s->name, '\n');
    ag_view_text(&s->name, bytes, len);
}

// Of what is another thing in another document.
static void begin_own_name(ag_stix *s, const char *what)
{
    begin_name(s, what);
    add_name(s, s->document.text, strlen(s->document.text));
}

// The reference to an object of a type, by the name at hand. *fresh says whether it is to be written.
static ag_stix_ref refer(ag_stix *s, const char *type, bool *fresh)
{
    ag_uuid uuid = ag_uuid5((ag_str){s->name.ptr, s->name.len});
    ag_strbuf_clear(&s->name);
    ag_strbuf_printf(&s->name, "%s--%s", type, uuid.text);
    return ag_intern_add(&s->refs, s->name.ptr, s->name.len, fresh);
}

// ---- parts of objects ----

static void add_text(ag_strbuf *out, const char *key, const char *bytes, size_t len)
{
    ag_strbuf text = {0};
    ag_view_text(&text, bytes, len);
    ag_json_key(out, key);
    ag_json_string(out, text.ptr, text.len);
    ag_strbuf_free(&text);
}

static void add_span(ag_stix *s, const char *key, ag_span span)
{
    add_text(s->out, key, s->context->text + span.start, span.end - span.start);
}

static void add_ref(ag_stix *s, const char *key, ag_stix_ref ref)
{
    ag_str id = ag_intern_get(&s->refs, ref);
    ag_json_key(s->out, key);
    ag_json_string(s->out, id.ptr, id.len);
}

static void begin_list(ag_strbuf *out, const char *key)
{
    ag_json_key(out, key);
    ag_strbuf_add_char(out, '[');
}

static void add_refs(ag_stix *s, const char *key, const ag_stix_refs *refs)
{
    if (refs->n == 0)
        return;
    begin_list(s->out, key);
    for (uint32_t i = 0; i < refs->n; i++) {
        ag_str id = ag_intern_get(&s->refs, refs->ref[i]);
        ag_strbuf_add_text(s->out, i > 0 ? "," : "");
        ag_json_string(s->out, id.ptr, id.len);
    }
    ag_strbuf_add_char(s->out, ']');
}

// Begins an object with what all have in common. The type is the id up to the two hyphens.
static void begin(ag_strbuf *out, ag_str id, ag_str created, ag_str modified)
{
    size_t type = id.len - strlen("--") - (sizeof(ag_uuid) - 1);
    ag_strbuf_add_text(out, "{\"type\":");
    ag_json_string(out, id.ptr, type);
    ag_json_member(out, "spec_version", "2.1");
    ag_json_key(out, "id");
    ag_json_string(out, id.ptr, id.len);
    ag_json_member(out, "created_by_ref", PRODUCER);
    ag_json_key(out, "created");
    ag_json_string(out, created.ptr, created.len);
    ag_json_key(out, "modified");
    ag_json_string(out, modified.ptr, modified.len);
}

// An object that is the same in all documents.
static void begin_shared(ag_strbuf *out, ag_str id)
{
    ag_str time = {epoch, sizeof epoch - 1};
    begin(out, id, time, time);
}

static void begin_own(ag_stix *s, ag_stix_ref ref)
{
    begin(s->out, ag_intern_get(&s->refs, ref), (ag_str){s->created.ptr, s->created.len},
          (ag_str){s->modified.ptr, s->modified.len});
}

static void end(ag_strbuf *out)
{
    ag_strbuf_add_text(out, "}\n");
}

static void begin_extension(ag_strbuf *out)
{
    ag_json_key(out, "extensions");
    ag_strbuf_add_text(out, "{\"" EXTENSION "\":{");
    ag_json_member(out, "extension_type", "property-extension");
}

static void end_extension(ag_strbuf *out)
{
    ag_strbuf_add_text(out, "}}");
}

ag_str ag_stix_id_of(ag_str line)
{
    static const char key[] = "\"id\":\"";
    size_t at = 0;
    while (memcmp(line.ptr + at, key, sizeof key - 1) != 0)
        at++;
    const char *id = line.ptr + at + sizeof key - 1;
    return (ag_str){id, (size_t)((const char *)memchr(id, '"', line.len - at) - id)};
}

// ---- who ----

static bool is_type(const allege_actor *actor, const char *type)
{
    return actor->type && strcmp(actor->type, type) == 0;
}

static bool is_state(const allege_actor *actor)
{
    return is_type(actor, "A.state") || is_type(actor, "A.capital") || is_type(actor, "A.demonym");
}

static const char *identity_class(const allege_actor *actor)
{
    if (is_type(actor, "A.person"))
        return "individual";
    if (is_type(actor, "A.armed") || is_type(actor, "A.threat"))
        return "group";
    return "organization";
}

static const char *country_of(const allege_actor *actor)
{
    return actor->country && *actor->country ? actor->country : NULL;
}

static void add_country(ag_strbuf *out, const char *country)
{
    if (!country)
        return;
    begin_extension(out);
    ag_json_member(out, "country", country);
    end_extension(out);
}

static void add_sectors(ag_strbuf *out, const allege_actor *actor)
{
    if (is_state(actor) || is_type(actor, "A.agency"))
        ag_strbuf_add_text(out, ",\"sectors\":[\"government\"]");
}

// An actor of the lexicon is the same in all documents.
static ag_stix_ref add_actor(ag_stix *s, const allege_actor *actor, const char *type)
{
    const char *country = country_of(actor);
    bool fresh, identity = strcmp(type, "identity") == 0;
    begin_name(s, type);
    add_name(s, actor->name, strlen(actor->name));
    add_name(s, country ? country : "", country ? 2 : 0);
    ag_stix_ref ref = refer(s, type, &fresh);
    if (!fresh)
        return ref;
    begin_shared(s->out, ag_intern_get(&s->refs, ref));
    add_text(s->out, "name", actor->name, strlen(actor->name));
    if (identity) {
        ag_json_member(s->out, "identity_class", identity_class(actor));
        add_sectors(s->out, actor);
    }
    if (strcmp(type, "location") == 0)
        ag_json_member(s->out, "country", country);
    else
        add_country(s->out, country);
    end(s->out);
    return ref;
}

// A name that only a text gives may be somebody else's in another one.
static ag_stix_ref add_named(ag_stix *s, ag_str name)
{
    bool fresh;
    begin_own_name(s, "identity");
    add_name(s, name.ptr, name.len);
    ag_stix_ref ref = refer(s, "identity", &fresh);
    if (fresh) {
        begin_own(s, ref);
        add_text(s->out, "name", name.ptr, name.len);
        ag_json_member(s->out, "identity_class", "unknown");
        end(s->out);
    }
    return ref;
}

static const char *type_of_target(const allege_actor *actor)
{
    if (is_type(actor, "A.threat"))
        return "intrusion-set";
    if (is_type(actor, "A.armed"))
        return "threat-actor";
    return is_state(actor) && country_of(actor) ? "location" : "identity";
}

static ag_stix_refs add_mention(ag_stix *s, const allege_mention *m, bool target)
{
    ag_stix_refs refs = {.n = 0};
    for (size_t i = 0; i < m->nactors; i++)
        refs.ref[refs.n++] = add_actor(s, &m->actors[i], target ? type_of_target(&m->actors[i]) : "identity");
    if (refs.n == 0 && m->name.length > 0)
        refs.ref[refs.n++] = add_named(s, (ag_str){m->name.bytes, m->name.length});
    return refs;
}

ag_stix_refs ag_stix_speakers(ag_stix *s, const allege_mention *mention)
{
    return add_mention(s, mention, false);
}

ag_stix_refs ag_stix_targets(ag_stix *s, const allege_mention *mention)
{
    return add_mention(s, mention, true);
}

// ---- what they say ----

static void begin_record_name(ag_stix *s, const char *what, const allege_record *record)
{
    begin_own_name(s, what);
    ag_view_place(&s->name, s->context, record);
}

static void add_saying(ag_stix *s, const allege_record *record, const ag_stix_refs *speakers)
{
    begin_extension(s->out);
    ag_json_member(s->out, "label", allege_label_name(record->label));
    ag_json_member(s->out, "kind", record->kind);
    add_refs(s, "speaker_refs", speakers);
    ag_json_certainty(s->out, s->context, record);
    end_extension(s->out);
}

ag_stix_ref ag_stix_campaign(ag_stix *s, const allege_record *record)
{
    ag_span what = ag_there(record->act) ? record->act : record->sentence;
    bool fresh;
    begin_own_name(s, "campaign");
    ag_strbuf_printf(&s->name, "\n%u-%u", (unsigned)what.start, (unsigned)what.end);
    ag_stix_ref ref = refer(s, "campaign", &fresh);
    if (fresh) {
        begin_own(s, ref);
        add_span(s, "name", what);
        add_span(s, "description", record->sentence);
        end(s->out);
    }
    return ref;
}

// STIX lists "campaign attributed-to" for intrusion sets and threat actors, and allows any pair: whoever
// looks for claims finds them all under one name.
ag_stix_ref ag_stix_relationship(ag_stix *s, const allege_record *record, ag_stix_ref campaign,
                                 ag_stix_ref target, const ag_stix_refs *speakers)
{
    bool fresh;
    begin_record_name(s, "relationship", record);
    ag_str id = ag_intern_get(&s->refs, target);
    add_name(s, id.ptr, id.len);
    ag_stix_ref ref = refer(s, "relationship", &fresh);
    if (fresh) {
        begin_own(s, ref);
        ag_json_member(s->out, "relationship_type", "attributed-to");
        add_span(s, "description", record->sentence);
        add_ref(s, "source_ref", campaign);
        add_ref(s, "target_ref", target);
        add_saying(s, record, speakers);
        end(s->out);
    }
    return ref;
}

ag_stix_ref ag_stix_opinion(ag_stix *s, const allege_record *record, const ag_stix_refs *about,
                            const ag_stix_refs *speakers)
{
    bool fresh, doubt = record->kind && strcmp(record->kind, "doubt") == 0;
    ag_strbuf who = {0};
    begin_record_name(s, "opinion", record);
    ag_stix_ref ref = refer(s, "opinion", &fresh);
    if (fresh) {
        begin_own(s, ref);
        ag_json_member(s->out, "opinion", doubt ? "disagree" : "strongly-disagree");
        add_span(s, "explanation", record->sentence);
        ag_view_who(&who, &record->source);
        if (who.len > 0) {
            begin_list(s->out, "authors");
            ag_json_string(s->out, who.ptr, who.len);
            ag_strbuf_add_char(s->out, ']');
        }
        add_refs(s, "object_refs", about);
        add_saying(s, record, speakers);
        end(s->out);
    }
    ag_strbuf_free(&who);
    return ref;
}

static ag_stix_ref report_of(ag_stix *s)
{
    begin_own_name(s, "report");
    return refer(s, "report", NULL);
}

static void add_abstract(ag_stix *s, const allege_record *record)
{
    ag_strbuf text = {0};
    ag_strbuf_printf(&text, "%s, %s: ", allege_label_name(record->label), record->kind ? record->kind : "");
    ag_view_summary(&text, s->context, record);
    add_text(s->out, "abstract", text.ptr, text.len);
    ag_strbuf_free(&text);
}

void ag_stix_note(ag_stix *s, const allege_record *record, const ag_stix_refs *about)
{
    bool fresh;
    ag_stix_refs report = {.n = 0};
    if (about->n == 0)
        report.ref[report.n++] = report_of(s);
    begin_record_name(s, "note", record);
    ag_stix_ref ref = refer(s, "note", &fresh);
    if (!fresh)
        return;
    begin_own(s, ref);
    add_abstract(s, record);
    add_span(s, "content", record->sentence);
    add_refs(s, "object_refs", about->n > 0 ? about : &report);
    begin_extension(s->out);
    ag_json_key(s->out, "record");
    ag_json_context context = *s->context;
    context.nkept = 0; // their names are the user's, and may be none that STIX allows
    ag_json_record(s->out, &context, record);
    s->out->len--; // the line break
    end_extension(s->out);
    end(s->out);
}

// ---- documents ----

static void set_times(ag_stix *s, int64_t modified)
{
    int64_t created;
    if (!ag_view_date(s->context, &created))
        created = 0;
    ag_strbuf_clear(&s->created);
    ag_strbuf_clear(&s->modified);
    ag_date_add(&s->created, created);
    ag_date_add(&s->modified, modified > created ? modified : created);
}

void ag_stix_begin(ag_stix *s, const ag_json_context *context, int64_t modified, ag_strbuf *out)
{
    s->out = out;
    s->context = context;
    ag_intern_clear(&s->refs);
    set_times(s, modified);
    begin_name(s, "document");
    add_name(s, context->doc, strlen(context->doc));
    ag_strbuf_add_char(&s->name, '\n');
    ag_strbuf_add(&s->name, context->text, context->len);
    s->document = ag_uuid5((ag_str){s->name.ptr, s->name.len});
}

static void add_reference(ag_stix *s)
{
    const char *doc = s->context->doc;
    ag_strbuf kept = {0}, iri = {0};
    ag_view_kept(&kept, s->context, "url");
    ag_strbuf_add_char(&kept, '\0');
    begin_list(s->out, "external_references");
    ag_strbuf_add_text(s->out, "{\"source_name\":\"text\"");
    if (ag_view_is_address(kept.ptr) || ag_view_is_address(doc)) {
        ag_view_iri(&iri, ag_view_is_address(kept.ptr) ? kept.ptr : doc);
        ag_json_key(s->out, "url");
        ag_json_string(s->out, iri.ptr, iri.len);
    }
    add_text(s->out, "description", doc, strlen(doc)); // no external_id: CVE-2026-1234.txt is none
    ag_strbuf_add_text(s->out, "}]");
    ag_strbuf_free(&kept);
    ag_strbuf_free(&iri);
}

void ag_stix_report(ag_stix *s)
{
    ag_stix_ref report = report_of(s);
    if (s->refs.list.n == 1)
        return;
    begin_own(s, report);
    add_text(s->out, "name", s->context->doc, strlen(s->context->doc));
    ag_json_key(s->out, "published");
    ag_json_string(s->out, s->created.ptr, s->created.len);
    add_reference(s);
    begin_list(s->out, "object_refs");
    for (uint32_t i = 0, n = 0; i < s->refs.list.n; i++) {
        if (i == report)
            continue;
        ag_str id = ag_intern_get(&s->refs, i);
        ag_strbuf_add_text(s->out, n++ > 0 ? "," : "");
        ag_json_string(s->out, id.ptr, id.len);
    }
    ag_strbuf_add_char(s->out, ']');
    end(s->out);
}

void ag_stix_preamble(ag_strbuf *out)
{
    begin_shared(out, (ag_str){PRODUCER, sizeof PRODUCER - 1});
    ag_json_member(out, "name", "allege");
    ag_json_member(out, "description", "A program that finds who accuses whom in texts; it does not judge");
    ag_json_member(out, "identity_class", "system");
    end(out);
    begin_shared(out, (ag_str){EXTENSION, sizeof EXTENSION - 1});
    ag_json_member(out, "name", "Who says so, and how sure");
    ag_json_member(out, "description",
                   "What a text says of who holds whom responsible, in the words of the text");
    ag_json_member(out, "schema", definition);
    ag_json_member(out, "version", "1.0.0");
    ag_strbuf_add_text(out, ",\"extension_types\":[\"property-extension\"]");
    end(out);
}

void ag_stix_free(ag_stix *s)
{
    ag_strbuf_free(&s->created);
    ag_strbuf_free(&s->modified);
    ag_intern_free(&s->refs);
    ag_strbuf_free(&s->name);
}
