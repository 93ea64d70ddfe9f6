// SPDX-License-Identifier: MIT
// Any bytes as a rule file: it loads or has an error that names a line of it; what loads runs over a few
// sentences.
#include "extract.h"
#include "fuzz.h"

static const char text[] =
    "The council said on Monday that the northern army had shelled the port. \"We did not do it,\" the "
    "army's "
    "spokesman told reporters. Officials accused the firm of stealing data and will ban it.\n";

static void ignore(void *user, const ag_record *record)
{
    AG_UNUSED(user);
    AG_UNUSED(record);
}

static void run_rules(const ag_engine *built_in, const ag_rules *rules)
{
    ag_engine own = *built_in;
    own.rules = rules;
    ag_extractor *x = ag_extractor_new(&own);
    ag_extract(x, text, sizeof text - 1, ignore, NULL);
    ag_extractor_free(x);
}

// Where so many code points of a text end. A byte that could go on a character and goes on none belongs to
// what stands before it, or to nothing: `least` is before such bytes.
static size_t end_of(const char *text, size_t len, size_t code_points, bool least)
{
    size_t i = 0;
    for (size_t n = 0; i < len; i++) {
        bool begins = ((unsigned char)text[i] & 0xC0) != 0x80;
        if (n == code_points && (least || begins))
            break;
        n += begins;
    }
    return i;
}

// Whether a line, of which so many code points are left out, goes on as shown.
static bool goes_on(const char *line, size_t len, size_t left_out, const char *shown)
{
    size_t n = strlen(shown), most = end_of(line, len, left_out, false);
    for (size_t i = end_of(line, len, left_out, true); i <= most; i++)
        if (n <= len - i && memcmp(line + i, shown, n) == 0)
            return true;
    return false;
}

// An error names a line of the file and a place in it, and shows the line, or of a long one the part around
// the place.
static void check_place(const ag_diag_entry *e, const char *data, size_t size)
{
    FUZZ_HOLDS(strcmp(e->file, "fuzz.rules") == 0 && e->text[0]);
    FUZZ_HOLDS(e->line > 0 && e->column > 0 && e->width > 0 && e->indent < e->column);
    const char *line = data, *end = data + size;
    for (uint32_t n = 1; n < e->line; n++) {
        line = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;
        FUZZ_HOLDS(line);
        line++;
    }
    const char *stop = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;
    size_t len = (size_t)((stop ? stop : end) - line);
    FUZZ_HOLDS(e->column == 1 || end_of(line, len, e->column - 2, true) < len);
    FUZZ_HOLDS(goes_on(line, len, e->column - 1 - e->indent, e->source_line));
    const char *shown = e->source_line;
    bool whole = !memchr(line, '\0', len); // a NUL ends what is shown
    FUZZ_HOLDS(!whole || end_of(shown, strlen(shown), e->indent + e->width - 1, true) <= strlen(shown));
    FUZZ_HOLDS(!whole || e->indent == 0 || end_of(shown, strlen(shown), e->indent - 1, true) < strlen(shown));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ag_engine *built_in = fuzz_engine(false, true);
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(built_in->lex);
    bool ok = ag_rules_add(rules, "fuzz.rules", (const char *)data, size, &diag);
    ok = ag_rules_finish(rules, &diag) && ok;
    FUZZ_HOLDS(ok == (diag.errors == 0));
    for (size_t i = 0; i < diag.list.n; i++)
        check_place(&diag.list.at[i], (const char *)data, size);
    if (ok)
        run_rules(built_in, rules);
    ag_rules_free(rules);
    ag_diag_free(&diag);
    return 0;
}
