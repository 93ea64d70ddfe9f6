// SPDX-License-Identifier: MIT
// Any bytes through the whole pipeline. The first byte chooses: 1 without weights, 2 with all statements, 4
// offsets in code points, 8 in UTF-16 units.
#include "extract.h"
#include "fuzz.h"
#include "json_writer.h"

#include <cjson/cJSON.h>
#include <string.h>
#include <utf8proc.h>

typedef struct run {
    const char *text;
    size_t len;
    uint8_t *begins; // per byte, and one more: whether a character begins there
    ag_json_context context;
    ag_strbuf line;
    uint32_t sentence; // start of the last one
} run;

static void find_characters(run *r)
{
    size_t at = 0;
    while (at < r->len) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n =
            utf8proc_iterate((const utf8proc_uint8_t *)r->text + at, (utf8proc_ssize_t)(r->len - at), &c);
        r->begins[at] = 1;
        at += n > 0 ? (size_t)n : 1;
    }
    r->begins[r->len] = 1;
}

static void check_span(const run *r, ag_span s, ag_span inside)
{
    FUZZ_HOLDS(s.start < s.end && s.end <= r->len);
    FUZZ_HOLDS(r->begins[s.start] && r->begins[s.end]);
    FUZZ_HOLDS(s.start >= inside.start && s.end <= inside.end);
}

static void check_mention(const run *r, const ag_mention *m, ag_span sentence)
{
    if (m->present)
        check_span(r, m->span, sentence);
    if (m->elsewhere)
        check_span(r, m->span, (ag_span){0, (uint32_t)r->len});
}

static void check_line(run *r)
{
    const char *end = NULL;
    cJSON *json = cJSON_ParseWithLengthOpts(r->line.ptr, r->line.len, &end, 0);
    FUZZ_HOLDS(json && end == r->line.ptr + r->line.len - 1 && *end == '\n');
    FUZZ_HOLDS(cJSON_IsString(cJSON_GetObjectItem(json, "rule")));
    cJSON_Delete(json);
}

static void check_record(void *user, const ag_record *record)
{
    run *r = user;
    check_span(r, record->sentence, (ag_span){0, (uint32_t)r->len});
    FUZZ_HOLDS(record->sentence.start >= r->sentence || record->label == AG_STATEMENT);
    if (record->label != AG_STATEMENT)
        r->sentence = record->sentence.start;
    check_mention(r, &record->source, record->sentence);
    check_mention(r, &record->target, record->sentence);
    if (record->has_act)
        check_span(r, record->act, record->sentence);
    for (uint32_t i = 0; i < record->ncontent; i++)
        check_span(r, record->content[i], (ag_span){0, (uint32_t)r->len});
    ag_strbuf_clear(&r->line);
    ag_json_record(&r->line, &r->context, record);
    check_line(r);
}

static void run_text(ag_extractor *x, run *r, ag_offset_unit unit)
{
    ag_positions positions = {0};
    ag_positions_reset(&positions, unit, r->text, r->len);
    r->context = (ag_json_context){.doc = "-", .text = r->text, .len = r->len, .positions = &positions};
    r->begins = calloc(r->len + 1, 1);
    FUZZ_HOLDS(r->begins);
    find_characters(r);
    ag_extract(x, r->text, r->len, check_record, r);
    free(r->begins);
    ag_strbuf_free(&r->line);
    ag_positions_free(&positions);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    uint8_t choice = data[0];
    ag_offset_unit unit = choice & 8 ? AG_OFFSET_UTF16 : choice & 4 ? AG_OFFSET_CODEPOINTS : AG_OFFSET_BYTES;
    run r = {.text = (const char *)data + 1, .len = size - 1};
    ag_extractor *x = ag_extractor_new(fuzz_engine(!(choice & 1), choice & 2));
    run_text(x, &r, unit);
    ag_extractor_free(x);
    return 0;
}
