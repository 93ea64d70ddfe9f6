// SPDX-License-Identifier: MIT
#include "record_check.h"
#include "fuzz.h"
#include "json_writer.h"
#include "schema.h"
#include "utf8.h"

void __real_ag_json_record(ag_strbuf *out, const ag_json_context *context, const allege_record *record);
void __wrap_ag_json_record(ag_strbuf *out, const ag_json_context *context, const allege_record *record);
void __real_ag_positions_reset(ag_positions *p, allege_unit unit, const char *text, size_t len);
void __wrap_ag_positions_reset(ag_positions *p, allege_unit unit, const char *text, size_t len);

// The record at hand.
typedef struct check {
    const ag_json_context *context;
    AG_ARRAY(ag_span) borders; // of the text's characters: byte, units before it
    ag_span sentence;          // in bytes of the text, as are all spans here
    ag_strbuf wanted;
} check;

static bool checking;
static uint32_t last; // start of the last sentence of the text at hand that has a record

void fuzz_check_records(bool on)
{
    checking = on;
}

// A new text, or another block of one.
void __wrap_ag_positions_reset(ag_positions *p, allege_unit unit, const char *text, size_t len)
{
    __real_ag_positions_reset(p, unit, text, len);
    if (checking)
        last = 0;
}

// ---- spans ----

static void find_borders(check *c)
{
    uint32_t units = 0, size;
    for (size_t at = 0; at < c->context->len; at += size) {
        ag_push(&c->borders, (ag_span){(uint32_t)at, units});
        int32_t character = ag_utf8_decode(c->context->text + at, c->context->len - at, &size);
        allege_unit unit = c->context->positions->unit;
        units += unit == ALLEGE_BYTES ? size : unit == ALLEGE_UTF16 && character >= 0x10000 ? 2 : 1;
    }
    ag_push(&c->borders, (ag_span){(uint32_t)c->context->len, units});
}

// The byte that an offset stands for, which has to be on the border of a character.
static uint32_t byte_of(const check *c, const cJSON *offset)
{
    FUZZ_HOLDS(cJSON_IsNumber(offset));
    double unit = offset->valuedouble - (double)c->context->positions->before;
    size_t low = 0, high = c->borders.n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (c->borders.at[middle].end <= unit)
            low = middle;
        else
            high = middle;
    }
    FUZZ_HOLDS(c->borders.at[low].end == unit);
    return c->borders.at[low].start;
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

// The text of a span as it should be written, with U+E000 for NUL, which cJSON takes for the end of a string.
static void want_text(check *c, ag_span span)
{
    const char *text = c->context->text;
    ag_strbuf_clear(&c->wanted);
    for (uint32_t size, at = span.start; at < span.end; at += size) {
        for (size = 0; at + size < span.end && is_white(text[at + size]);)
            size++;
        bool breaks = size > 0 && (memchr(text + at, '\n', size) || memchr(text + at, '\r', size));
        if (size > 0 && breaks)
            ag_strbuf_add_char(&c->wanted, ' ');
        else if (size > 0)
            ag_strbuf_add(&c->wanted, text + at, size);
        else if (ag_utf8_decode(text + at, span.end - at, &size) < 0)
            ag_strbuf_add_text(&c->wanted, "\xEF\xBF\xBD");
        else if (text[at] == '\0')
            ag_strbuf_add_text(&c->wanted, "\xEE\x80\x80");
        else
            ag_strbuf_add(&c->wanted, text + at, size);
    }
    ag_strbuf_add_char(&c->wanted, '\0');
}

// Checks an object with text, start and end.
static ag_span check_span(check *c, const cJSON *object, ag_span inside)
{
    ag_span span = {byte_of(c, cJSON_GetObjectItemCaseSensitive(object, "start")),
                    byte_of(c, cJSON_GetObjectItemCaseSensitive(object, "end"))};
    FUZZ_HOLDS(span.start < span.end && span.start >= inside.start && span.end <= inside.end);
    want_text(c, span);
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(object, "text");
    FUZZ_HOLDS(cJSON_IsString(text) && strcmp(text->valuestring, c->wanted.ptr) == 0);
    return span;
}

static ag_span whole(const check *c)
{
    return (ag_span){0, (uint32_t)c->context->len};
}

static void check_member(check *c, const cJSON *record, const char *key)
{
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(record, key);
    bool elsewhere = cJSON_HasObjectItem(object, "elsewhere");
    if (cJSON_HasObjectItem(object, "start"))
        check_span(c, object, elsewhere ? whole(c) : c->sentence);
}

static void check_contents(check *c, const cJSON *list)
{
    const cJSON *each;
    uint32_t end = 0;
    cJSON_ArrayForEach (each, list) {
        ag_span span = check_span(c, each, whole(c));
        FUZZ_HOLDS(span.start >= end);
        end = span.end;
    }
}

static void check_spans(check *c, const cJSON *record)
{
    static const char *const members[] = {"source", "cue", "target", "act"};
    const cJSON *each, *within = cJSON_GetObjectItemCaseSensitive(record, "within");
    c->sentence = check_span(c, cJSON_GetObjectItemCaseSensitive(record, "sentence"), whole(c));
    for (size_t i = 0; i < AG_ARRAY_LEN(members); i++)
        check_member(c, record, members[i]);
    cJSON_ArrayForEach (each, cJSON_GetObjectItemCaseSensitive(record, "certainty"))
        check_span(c, each, c->sentence);
    check_contents(c, cJSON_GetObjectItemCaseSensitive(record, "content"));
    check_contents(c, cJSON_GetObjectItemCaseSensitive(within, "content"));
    if (cJSON_HasObjectItem(within, "cue"))
        check_span(c, cJSON_GetObjectItemCaseSensitive(within, "cue"), whole(c));
}

// ---- the line ----

// Whether an escape is half of a surrogate pair, which cJSON refuses where it stands alone, as it may in what
// is kept of the input.
static bool is_surrogate(const char *escape)
{
    return escape[1] == 'u' && (escape[2] == 'd' || escape[2] == 'D') && strchr("89abcdefABCDEF", escape[3]);
}

// Parses a line with \ue000 for each \u0000, and others of these for surrogates.
static cJSON *parse(const char *line, size_t len)
{
    char *copy = ag_xstrndup(line, len);
    for (char *at = copy; (at = strchr(at, '\\')) != NULL; at += 2)
        if (strncmp(at, "\\u0000", 6) == 0 || is_surrogate(at))
            at[2] = 'e';
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithOpts(copy, &end, 0);
    FUZZ_HOLDS(json && end == copy + len - 1 && *end == '\n');
    ag_xfree(copy);
    return json;
}

static void check_schema(const check *c, cJSON *record)
{
    static cJSON *schema;
    if (!schema)
        schema = fuzz_schema_read(ALLEGE_SOURCE_DIR "/src/data/record.schema.json");
    for (size_t i = 0; i < c->context->nkept; i++) { // the user's own; the schema does not know them
        FUZZ_HOLDS(cJSON_HasObjectItem(record, c->context->kept[i].name));
        cJSON_DeleteItemFromObjectCaseSensitive(record, c->context->kept[i].name);
    }
    FUZZ_HOLDS(fuzz_schema_allows(schema, record));
}

void __wrap_ag_json_record(ag_strbuf *out, const ag_json_context *context, const allege_record *record)
{
    size_t before = out->len;
    __real_ag_json_record(out, context, record);
    if (!checking)
        return;
    check c = {.context = context};
    cJSON *json = parse(out->ptr + before, out->len - before);
    check_schema(&c, json);
    find_borders(&c);
    check_spans(&c, json);
    FUZZ_HOLDS(c.sentence.start >= last || record->label == ALLEGE_STATEMENT);
    if (record->label != ALLEGE_STATEMENT)
        last = c.sentence.start;
    cJSON_Delete(json);
    ag_free(&c.borders);
    ag_strbuf_free(&c.wanted);
}
