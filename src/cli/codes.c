// SPDX-License-Identifier: MIT
#include "codes.h"
#include "embedded.h"
#include "strbuf.h"
#include <stdlib.h>

enum { MOST_WORDS = 256 }; // of a text, that are looked at

// One or several words, one behind the other, in lower case. A "*" at the end of a word stands for any
// ending.
typedef struct phrase {
    uint32_t first, n; // of the words of the table
    uint32_t class;
} phrase;

typedef struct class
{
    const char *name;
    bool cue; // only words of the cue count
} class;

typedef struct row {
    const char *kind;
    uint32_t class; // NO_CLASS: the line for all other records
    ag_code code;
} row;

#define NO_CLASS UINT32_MAX

struct ag_codes {
    char *text; // of the file, cut into strings
    AG_ARRAY(const char *) words;
    AG_ARRAY(phrase) phrases; // in the order of the file
    AG_ARRAY(class) classes;
    AG_ARRAY(row) rows;
};

// ---- reading ----

typedef struct reader {
    ag_codes *codes;
    const char *file, *data; // as they came
    size_t len;
    ag_diag *diag;
} reader;

static void complain(reader *r, const char *at, const char *problem)
{
    size_t width = strlen(at);
    ag_diag_at(r->diag, r->file, r->data, r->len, (size_t)(at - r->codes->text), width ? width : 1, "%s",
               problem);
}

// Cuts the next field off, at white space. It is empty at the end of the line.
static char *take_field(char **line)
{
    char *field = *line + strspn(*line, " ");
    size_t len = strcspn(field, " ");
    *line = field + len;
    if (**line)
        *(*line)++ = '\0';
    return field;
}

static uint32_t find_class(const ag_codes *codes, const char *name)
{
    for (size_t i = 0; i < codes->classes.n; i++)
        if (strcmp(codes->classes.at[i].name, name) == 0)
            return (uint32_t)i;
    return NO_CLASS;
}

// "hack; data breach*"
static void read_phrases(reader *r, char *list, uint32_t class)
{
    ag_codes *codes = r->codes;
    for (char *end; list; list = end) {
        end = strchr(list, ';');
        if (end)
            *end++ = '\0';
        phrase p = {.first = (uint32_t)codes->words.n, .class = class};
        for (char *word; *(word = take_field(&list)); p.n++)
            ag_push(&codes->words, word);
        if (p.n == 0)
            complain(r, list, "expected words");
        else
            ag_push(&codes->phrases, p);
    }
}

static void read_class(reader *r, char *line, bool cue)
{
    char *name = line + strspn(line, " "), *colon = strchr(name, ':');
    if (!colon || colon == name) {
        complain(r, name, "expected a name and a colon");
        return;
    }
    *colon = '\0';
    uint32_t i = find_class(r->codes, name);
    if (i == NO_CLASS) {
        i = (uint32_t)r->codes->classes.n;
        ag_push(&r->codes->classes, (class){name, cue});
    } else if (i + 1 != r->codes->classes.n || r->codes->classes.at[i].cue != cue) {
        complain(r, name, "the class is declared above, where its place is");
    }
    read_phrases(r, colon + 1, i);
}

static const char *code_or_null(const char *field)
{
    return strcmp(field, "-") == 0 ? NULL : field;
}

static void read_row(reader *r, char *line)
{
    char *kinds = take_field(&line), *name = take_field(&line), *cameo = take_field(&line);
    char *plover = take_field(&line), *mode = take_field(&line);
    uint32_t class = strcmp(name, "-") == 0 ? NO_CLASS : find_class(r->codes, name);
    if (!*mode || *take_field(&line)) {
        complain(r, kinds, "expected kinds, a class, and CAMEO, PLOVER and mode, or - for each");
        return;
    }
    if (class == NO_CLASS && strcmp(name, "-") != 0) {
        complain(r, name, "no such class");
        return;
    }
    ag_code code = {code_or_null(name), code_or_null(cameo), code_or_null(plover), code_or_null(mode)};
    for (char *kind = kinds, *comma; kind; kind = comma) {
        comma = strchr(kind, ',');
        if (comma)
            *comma++ = '\0';
        ag_push(&r->codes->rows, (row){kind, class, code});
    }
}

static void read_line(reader *r, char *line)
{
    if (strncmp(line, "act ", 4) == 0)
        read_class(r, line + 4, false);
    else if (strncmp(line, "cue ", 4) == 0)
        read_class(r, line + 4, true);
    else if (*line && *line != '#')
        read_row(r, line);
}

ag_codes *ag_codes_parse(const char *file, const char *data, size_t len, ag_diag *diag)
{
    ag_codes *codes = ag_xcalloc(1, sizeof *codes);
    reader r = {codes, file, data, len, diag};
    uint32_t before = diag->errors;
    codes->text = ag_xstrndup(data, len);
    for (char *line = codes->text, *end; line; line = end) {
        end = strchr(line, '\n');
        if (end)
            *end++ = '\0';
        read_line(&r, line);
    }
    if (diag->errors == before)
        return codes;
    ag_codes_free(codes);
    return NULL;
}

ag_codes *ag_codes_default(void)
{
    ag_diag diag = {0}; // tests/unit/codes_test.c holds that there is nothing in it
    const ag_embedded_file *file = &ag_embedded_codes[0];
    ag_codes *codes = ag_codes_parse(file->name, (const char *)file->data, file->length, &diag);
    ag_diag_free(&diag);
    return codes;
}

void ag_codes_free(ag_codes *codes)
{
    if (!codes)
        return;
    ag_free(&codes->words);
    ag_free(&codes->phrases);
    ag_free(&codes->classes);
    ag_free(&codes->rows);
    ag_xfree(codes->text);
    ag_xfree(codes);
}

// ---- finding ----

// A text in lower case, and where its words are. What is not ASCII counts as a letter.
typedef struct words {
    ag_strbuf text;
    ag_span word[MOST_WORDS];
    uint32_t n;
} words;

static bool is_letter(unsigned char c)
{
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static void split(words *w, ag_str text)
{
    for (size_t i = 0; i < text.len && w->n < MOST_WORDS;) {
        uint32_t start = (uint32_t)w->text.len;
        for (; i < text.len && is_letter((unsigned char)text.ptr[i]); i++) {
            char c = text.ptr[i];
            ag_strbuf_add_char(&w->text, c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c);
        }
        if (w->text.len > start)
            w->word[w->n++] = (ag_span){start, (uint32_t)w->text.len};
        else
            i++;
    }
}

static bool matches_word(const words *w, uint32_t i, const char *pattern)
{
    size_t len = strlen(pattern);
    ag_str word = {w->text.ptr + w->word[i].start, w->word[i].end - w->word[i].start};
    if (len > 0 && pattern[len - 1] == '*')
        return word.len >= len - 1 && memcmp(word.ptr, pattern, len - 1) == 0;
    return word.len == len && memcmp(word.ptr, pattern, len) == 0;
}

static bool has_phrase(const ag_codes *codes, const phrase *p, const words *w)
{
    for (uint32_t i = 0; i + p->n <= w->n; i++) {
        uint32_t k = 0;
        while (k < p->n && matches_word(w, i + k, codes->words.at[p->first + k]))
            k++;
        if (k == p->n)
            return true;
    }
    return false;
}

static const row *find_row(const ag_codes *codes, const char *kind, uint32_t class)
{
    for (size_t i = 0; i < codes->rows.n; i++) {
        const row *r = &codes->rows.at[i];
        if (r->class == class && kind && strcmp(r->kind, kind) == 0)
            return r;
    }
    return NULL;
}

static ag_code code_of(const ag_codes *codes, const char *kind, uint32_t class)
{
    const row *r = find_row(codes, kind, class);
    if (!r)
        r = find_row(codes, kind, NO_CLASS);
    return r ? r->code : (ag_code){0};
}

ag_code ag_codes_find(const ag_codes *codes, const char *kind, ag_str cue, ag_str act)
{
    words of_cue = {.n = 0}, of_act = {.n = 0};
    split(&of_cue, cue);
    split(&of_act, act);
    uint32_t class = NO_CLASS;
    for (size_t i = 0; i < codes->phrases.n && class == NO_CLASS; i++) {
        const phrase *p = &codes->phrases.at[i];
        bool cue_only = codes->classes.at[p->class].cue;
        if ((has_phrase(codes, p, &of_cue) || (!cue_only && has_phrase(codes, p, &of_act))) &&
            find_row(codes, kind, p->class))
            class = p->class;
    }
    ag_strbuf_free(&of_cue.text);
    ag_strbuf_free(&of_act.text);
    return code_of(codes, kind, class);
}
