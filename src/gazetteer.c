// SPDX-License-Identifier: MIT
#include "gazetteer.h"

#include "intern.h"
#include "json_reader.h"
#include "strbuf.h"
#include "tokenizer.h"
#include "utf8.h"

#include <stdio.h>
#include <string.h>

#define NONE UINT32_MAX

// Bytes of gazetteer.text: what the file grows into does not stay where it is.
typedef struct part {
    size_t at, len;
} part;

typedef struct alias {
    part text;
    size_t place;  // byte of the file
    uint32_t next; // of the same actor, NONE for none
} alias;

typedef struct entry {
    part name;
    size_t place;
    const char *class_name; // "A.threat"
    char country[3];        // or ""
    uint32_t first, last;   // aliases, NONE for none
} entry;

typedef struct gazetteer {
    ag_lexicon *lex;
    const char *path, *data;
    size_t len;
    ag_diag *diag;
    ag_strbuf text;
    AG_ARRAY(entry) entries;
    AG_ARRAY(alias) aliases;
    ag_intern names;         // of a table: the number of a name is that of its entry
    ag_tokens tokens;        // of the name at hand
    AG_ARRAY(ag_str) listed; // of the actor at hand
} gazetteer;

static void warn(gazetteer *g, const char *at, size_t width, const char *what)
{
    g->diag->lenient = true;
    ag_diag_at(g->diag, g->path, g->data, g->len, (size_t)(at - g->data), width, "%s", what);
    g->diag->lenient = false;
}

static bool fail(gazetteer *g, size_t at, const char *what)
{
    ag_diag_at(g->diag, g->path, g->data, g->len, at, 1, "%s", what);
    return false;
}

static ag_str text_of(const gazetteer *g, part p)
{
    return (ag_str){g->text.ptr + p.at, p.len};
}

static part keep(gazetteer *g, ag_str s)
{
    part p = {g->text.len, s.len};
    ag_strbuf_add(&g->text, s.ptr, s.len);
    return p;
}

// ---- types and countries ----

typedef struct type_name {
    const char *type, *class_name;
} type_name;

// What a table, or the `type` of a galaxy, calls the classes of actors.
static const type_name types[] = {
    {"threat", "A.threat"},
    {"threat-actor", "A.threat"},
    {"intrusion-set", "A.threat"},
    {"person", "A.person"},
    {"individual", "A.person"},
    {"company", "A.company"},
    {"producer", "A.company"},
    {"org", "A.org"},
    {"organization", "A.org"},
    {"organisation", "A.org"},
    {"agency", "A.agency"},
    {"intelligence-agency", "A.agency"},
    {"state", "A.state"},
    {"country", "A.state"},
    {"target-information", "A.state"},
    {"media", "A.media"},
    {"party", "A.party"},
    {"armed", "A.armed"},
};

static const char *class_of(ag_str type)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(types); i++)
        if (ag_str_is(type, types[i].type))
            return types[i].class_name;
    return NULL;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

// Returns false where it is no code; "" and "-" are none, and right.
static bool take_country(ag_str code, char country[3])
{
    country[0] = '\0';
    if (code.len == 0 || ag_str_is(code, "-"))
        return true;
    for (size_t i = 0; i < 2; i++)
        if (code.len != 2 || upper(code.ptr[i]) < 'A' || upper(code.ptr[i]) > 'Z')
            return false;
    country[0] = upper(code.ptr[0]), country[1] = upper(code.ptr[1]), country[2] = '\0';
    return true;
}

// ---- entries ----

static entry *add_entry(gazetteer *g, ag_str name, const char *place, const char *class_name)
{
    entry e = {.name = keep(g, name),
               .place = (size_t)(place - g->data),
               .class_name = class_name,
               .first = NONE,
               .last = NONE};
    ag_push(&g->entries, e);
    return &g->entries.at[g->entries.n - 1];
}

static void add_alias(gazetteer *g, uint32_t index, ag_str name, const char *place)
{
    entry *e = &g->entries.at[index];
    uint32_t at = (uint32_t)g->aliases.n;
    ag_push(&g->aliases, (alias){keep(g, name), (size_t)(place - g->data), NONE});
    if (e->first == NONE)
        e->first = at;
    else
        g->aliases.at[e->last].next = at;
    e->last = at;
}

// ---- which names are unsure ----

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

// The readings of word i of the name at hand as if it were in lower case; 0 where the lexicon does not know
// it.
static uint32_t readings_of(gazetteer *g, uint32_t i, const ag_sense **senses)
{
    ag_token *word = &g->tokens.list.at[i];
    uint16_t flags = word->flags;
    uint32_t n;
    word->flags = 0;
    ag_lexicon_find(g->lex, &g->tokens, i, i + 1, senses, &n);
    word->flags = flags;
    return n;
}

static bool is_ordinary_word(gazetteer *g, uint32_t word)
{
    const ag_sense *senses;
    uint32_t n = readings_of(g, word, &senses);
    for (uint32_t i = 0; i < n; i++)
        if (strchr("VNJR", ag_lexicon_class_name(g->lex, senses[i].class_id)[0]))
            return true;
    return false;
}

// Group, Team, Navy
static bool is_word_for_body(gazetteer *g, uint32_t word)
{
    static const char *const classes[] = {"N.group", "N.institution", "N.force", NULL};
    const ag_sense *senses;
    uint32_t n = readings_of(g, word, &senses);
    for (uint32_t i = 0; i < n; i++) {
        const char *name = ag_lexicon_class_name(g->lex, senses[i].class_id);
        if (ag_str_in((ag_str){name, strlen(name)}, classes))
            return true;
    }
    return false;
}

// Whether the lexicon takes tokens [i, end) of the name at hand for an actor, of the class or of another.
static bool is_known(const gazetteer *g, uint32_t i, uint32_t end, const char *class_name, bool other)
{
    const ag_sense *senses;
    uint32_t n;
    if (ag_lexicon_find(g->lex, &g->tokens, i, end, &senses, &n) != end - i)
        return false;
    for (uint32_t k = 0; k < n; k++) {
        const char *name = ag_lexicon_class_name(g->lex, senses[k].class_id);
        if (name[0] == 'A' && (strcmp(name, class_name) == 0) != other)
            return true;
    }
    return false;
}

static bool has_only(ag_str s, const char *more)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_upper(upper(s.ptr[i])) && (unsigned char)s.ptr[i] < 0x80 && !strchr(more, s.ptr[i]))
            return false;
    return true;
}

static bool has_only_digits(ag_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return true;
}

// Group 3, Team 72
static bool is_counted(const ag_tokens *t)
{
    const ag_token *word = t->list.at;
    return t->list.n == 2 && (word[0].flags & AG_TF_CAP) && !(word[0].flags & AG_TF_CAPS) &&
           word[1].kind == AG_TOK_NUMBER && word[1].end - word[1].start <= 2;
}

static ag_str token_text(const gazetteer *g, ag_str name, uint32_t i)
{
    const ag_token *t = &g->tokens.list.at[i];
    return (ag_str){name.ptr + t->start, t->end - t->start};
}

// Code names of threat actors are mostly words: LEAD, Tick, Mask, or UPS. Others are one only where the
// lexicon knows them as words.
static ag_name_need word_needs(gazetteer *g, ag_str name, uint32_t at, bool threat)
{
    const ag_token *token = &g->tokens.list.at[at];
    ag_str word = token_text(g, name, at);
    bool capital = token->flags & (AG_TF_CAP | AG_TF_INNERCAP), capitals = token->flags & AG_TF_CAPS;
    if (!has_only(word, capital ? "" : "-") || ag_lexicon_is_caseless(word))
        return AG_NAME_SURE;
    const ag_sense *senses;
    uint32_t n, known = ag_lexicon_find_unsure(g->lex, &g->tokens, at, at + 1, &senses, &n);
    if (threat && known) // a file says what it needs
        return AG_NAME_CAPITAL;
    if (threat)
        return capitals || !(token->flags & AG_TF_INNERCAP) ? AG_NAME_INTRODUCED : AG_NAME_SURE;
    return !capitals && (token->flags & AG_TF_CAP) && is_ordinary_word(g, at) ? AG_NAME_CAPITAL
                                                                              : AG_NAME_SURE;
}

// "Dust Storm" has to have its capitals for its own sake. "Shanghai Group" and "PLA Navy" are there too.
static ag_name_need phrase_needs(gazetteer *g, uint32_t first, uint32_t end)
{
    bool ordinary = true, common = true;
    for (uint32_t i = first; i < end; i++) {
        bool word = is_ordinary_word(g, i);
        ordinary &= word;
        common &= word || is_known(g, i, i + 1, "A.threat", true);
    }
    bool operation = ag_str_is(ag_token_folded(&g->tokens, first), "operation");
    if (common && !operation && is_word_for_body(g, end - 1))
        return AG_NAME_INTRODUCED;
    return ordinary ? AG_NAME_CAPITAL : AG_NAME_SURE;
}

// What the name needs that is in g->tokens, but for its small letters.
static ag_name_need needs_of(gazetteer *g, ag_str name, const char *class_name)
{
    uint32_t n = (uint32_t)g->tokens.list.n, first = 0;
    bool threat = strcmp(class_name, "A.threat") == 0;
    if (n == 0 || is_known(g, 0, n, class_name, false))
        return AG_NAME_SURE;
    if (has_only_digits(name))
        return AG_NAME_NUMBER;
    if (threat && is_counted(&g->tokens))
        return AG_NAME_INTRODUCED;
    if (n > 1 && ag_str_is(ag_token_folded(&g->tokens, 0), "the"))
        first++;
    if (n - first == 1)
        return word_needs(g, name, first, threat);
    return threat ? phrase_needs(g, first, n) : AG_NAME_SURE;
}

// ---- into the lexicon ----

// The name is the one at hand. Returns false where it is left out.
static bool list_name(gazetteer *g, uint32_t actor, unsigned need, size_t place)
{
    const char *problem = ag_lexicon_list_name(g->lex, actor, &g->tokens, need);
    char what[80];
    if (!problem)
        return true;
    snprintf(what, sizeof what, "%s; the name is left out", problem);
    warn(g, g->data + place, 1, what);
    return false;
}

static bool has_capital(const ag_tokens *name)
{
    for (size_t i = 0; i < name->list.n; i++)
        if (name->list.at[i].flags & (AG_TF_CAP | AG_TF_INNERCAP))
            return true;
    return false;
}

// A word of letters that is too long to do without a capital in a name, and has none: "Night group".
static bool has_small_word(const ag_tokens *name)
{
    for (size_t i = 0; i < name->list.n; i++) {
        const ag_token *t = &name->list.at[i];
        if (t->kind == AG_TOK_WORD && t->fold_len > 3 && !(t->flags & (AG_TF_CAP | AG_TF_INNERCAP)))
            return true;
    }
    return false;
}

static void add_name(gazetteer *g, uint32_t actor, const entry *e, ag_str name, size_t place)
{
    ag_tokenize(name.ptr, name.len, &g->tokens);
    unsigned need = needs_of(g, name, e->class_name);
    bool small = has_small_word(&g->tokens), capital = has_capital(&g->tokens);
    if (need && small && capital)
        need |= AG_NAME_WRITTEN;
    if (list_name(g, actor, need, place) && !need && small) // that was with capitals everywhere
        list_name(g, actor, capital ? AG_NAME_WRITTEN : AG_NAME_INTRODUCED, place);
}

// "TG-2884 (SCWX)": a name and who uses it. Returns the length of the first, 0 where there is no second.
static size_t without_user(ag_str name)
{
    const char *bracket = name.len && name.ptr[name.len - 1] == ')' ? memchr(name.ptr, '(', name.len) : NULL;
    size_t n = bracket ? (size_t)(bracket - name.ptr) : 0;
    return n > 1 && name.ptr[n - 1] == ' ' ? n - 1 : 0;
}

static void add_names(gazetteer *g, uint32_t actor, const entry *e, part name, size_t place)
{
    ag_str s = text_of(g, name);
    add_name(g, actor, e, s, place);
    if ((s.len = without_user(s)) > 0)
        add_name(g, actor, e, s, place);
}

static void enter(gazetteer *g, const entry *e)
{
    g->listed.n = 0;
    for (uint32_t i = e->first; i != NONE; i = g->aliases.at[i].next) {
        ag_str s = text_of(g, g->aliases.at[i].text), name = text_of(g, e->name);
        if (s.len != name.len || memcmp(s.ptr, name.ptr, s.len) != 0)
            ag_push(&g->listed, s);
    }
    uint32_t actor = ag_lexicon_list_actor(g->lex, e->class_name, text_of(g, e->name), e->country,
                                           g->listed.at, (uint32_t)g->listed.n);
    add_names(g, actor, e, e->name, e->place);
    for (uint32_t i = e->first; i != NONE; i = g->aliases.at[i].next)
        add_names(g, actor, e, g->aliases.at[i].text, g->aliases.at[i].place);
}

// ---- clusters of a MISP galaxy ----

// The text of a JSON string without white space around it, until the next is asked for; empty where it is
// none.
static ag_str string_of(ag_str value, ag_strbuf *scratch)
{
    ag_strbuf_clear(scratch);
    if (value.len == 0 || *value.ptr != '"')
        return (ag_str){0};
    ag_json_unescape(value, scratch);
    ag_str s = {scratch->ptr, scratch->len};
    while (s.len > 0 && s.ptr[0] == ' ')
        s.ptr++, s.len--;
    while (s.len > 0 && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

static void read_synonyms(gazetteer *g, uint32_t index, ag_str list, ag_strbuf *scratch)
{
    ag_str one = list;
    size_t at = 0;
    bool alone = list.len > 0 && *list.ptr == '"';
    if (list.len > 0 && *list.ptr != '[' && !alone)
        warn(g, list.ptr, 1, "expected a list of names; it is left out");
    while (alone || ag_json_next(list, &at, &one)) {
        ag_str name = string_of(one, scratch);
        if (name.len)
            add_alias(g, index, name, one.ptr);
        else
            warn(g, one.ptr, one.len, "expected a name in quotation marks; it is left out");
        alone = false;
    }
}

static void read_value(gazetteer *g, ag_str value, const char *class_name, ag_strbuf *scratch)
{
    ag_str name = string_of(ag_json_find(value, "value"), scratch);
    if (!name.len) {
        warn(g, value.ptr, 1, "an entry without a name; give it one as \"value\", it is left out");
        return;
    }
    uint32_t index = (uint32_t)g->entries.n;
    add_entry(g, name, value.ptr, class_name);
    ag_str country = ag_json_find(value, "meta.country");
    if (country.len &&
        (*country.ptr != '"' || !take_country(string_of(country, scratch), g->entries.at[index].country)))
        warn(g, country.ptr, country.len,
             "expected a country code of two letters (ISO 3166-1); it is left out");
    read_synonyms(g, index, ag_json_find(value, "meta.synonyms"), scratch);
}

static bool read_galaxy(gazetteer *g, ag_str text)
{
    size_t at = 0;
    const char *problem = ag_json_check(text.ptr, text.len, &at);
    char what[120];
    if (problem) {
        snprintf(what, sizeof what, "no JSON: %s; take the file as it was published, whole", problem);
        return fail(g, (size_t)(text.ptr - g->data) + at, what);
    }
    ag_str values = ag_json_find(text, "values"), value;
    if (values.len == 0 || *values.ptr != '[')
        return fail(g, 0,
                    "no list \"values\" in it; expected the clusters of a MISP galaxy, such as "
                    "clusters/threat-actor.json of misp-galaxy");
    ag_strbuf scratch = {0};
    const char *class_name = class_of(string_of(ag_json_find(text, "type"), &scratch));
    for (at = 0; ag_json_next(values, &at, &value);)
        read_value(g, value, class_name ? class_name : "A.threat", &scratch);
    ag_strbuf_free(&scratch);
    return true;
}

// ---- a table ----

static bool is_utf8(ag_str s)
{
    for (size_t i = 0; i < s.len;) {
        uint32_t size;
        if (ag_utf8_decode(s.ptr + i, s.len - i, &size) < 0 || s.ptr[i] == '\0')
            return false;
        i += size;
    }
    return true;
}

static ag_str trim(ag_str s)
{
    while (s.len > 0 && (*s.ptr == ' ' || *s.ptr == '\r'))
        s.ptr++, s.len--;
    while (s.len > 0 && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return s;
}

// Takes off the part before a separator, or all.
static ag_str take_part(ag_str *rest, char separator)
{
    const char *end = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    ag_str taken = {rest->ptr, end ? (size_t)(end - rest->ptr) : rest->len};
    size_t over = taken.len + (end != NULL);
    rest->ptr += over, rest->len -= over;
    return trim(taken);
}

static size_t count_of(ag_str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == c;
    return n;
}

// The entry of a name, which is made where it is new; NONE after a warning where the line says something else
// of it.
static uint32_t entry_of(gazetteer *g, ag_str name, const char *country, const char *class_name)
{
    bool fresh;
    uint32_t index = ag_intern_add(&g->names, name.ptr, name.len, &fresh);
    if (fresh) {
        memcpy(add_entry(g, name, name.ptr, class_name ? class_name : "A.org")->country, country, 3);
        return index;
    }
    entry *e = &g->entries.at[index];
    if (class_name && strcmp(class_name, e->class_name) != 0) {
        warn(g, name.ptr, name.len, "the first line with this name has another type; the line is left out");
        return NONE;
    }
    if (*country && *e->country && strcmp(country, e->country) != 0) {
        warn(g, name.ptr, name.len,
             "the first line with this name has another country; the line is left out");
        return NONE;
    }
    if (*country)
        memcpy(e->country, country, 3);
    return index;
}

// Whether a line is one of a table with something else between its cells.
static bool wants_tabs(ag_str line)
{
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] == ' ' && line.ptr[i - 1] == ' ')
            return !count_of(line, '\t');
    return !count_of(line, '\t') && (count_of(line, ',') > 1 || count_of(line, ';') > 1);
}

static void read_line(gazetteer *g, ag_str line)
{
    ag_str rest = line, name = take_part(&rest, '\t'), aliases = take_part(&rest, '\t'),
           code = take_part(&rest, '\t'), type = take_part(&rest, '\t');
    char country[3] = "";
    const char *class_name = class_of(type);
    if (!is_utf8(line))
        warn(g, line.ptr, line.len, "not UTF-8; convert the file with iconv, the line is left out");
    else if (!name.len)
        warn(g, line.ptr, 1,
             "no name; expected name, alias, country, type with tabs between, the line is left out");
    else if (wants_tabs(trim(line)))
        warn(g, line.ptr, line.len,
             "no tab; separate name, alias, country, type with tabs, the line is left out");
    else if (!take_country(code, country))
        warn(g, code.ptr, code.len,
             "expected a country code of two letters (ISO 3166-1), or -; the line is left out");
    else if (type.len && !class_name && !ag_str_is(type, "-"))
        warn(g, type.ptr, type.len,
             "unknown type; choose from threat, person, company, org, agency, state, media, party, armed; "
             "the line is "
             "left out");
    else {
        uint32_t index = entry_of(g, name, country, class_name);
        while (aliases.len && index != NONE) {
            ag_str one = take_part(&aliases, '|');
            if (one.len && !ag_str_is(one, "-"))
                add_alias(g, index, one, one.ptr);
        }
    }
}

static bool is_header(ag_str line)
{
    ag_str name = take_part(&line, '\t'), alias = take_part(&line, '\t');
    return ag_str_is(name, "name") && (ag_str_is(alias, "alias") || ag_str_is(alias, "aliases"));
}

static void read_table(gazetteer *g, ag_str rest)
{
    bool first = true;
    while (rest.len) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        ag_str line = {rest.ptr, end ? (size_t)(end - rest.ptr) : rest.len};
        rest.ptr += line.len + (end != NULL), rest.len -= line.len + (end != NULL);
        if (trim(line).len == 0 || *line.ptr == '#')
            continue;
        if (!first || !is_header(line))
            read_line(g, line);
        first = false;
    }
}

// ----

static bool is_json(ag_str text)
{
    size_t i = 0;
    while (i < text.len && strchr(" \t\r\n", text.ptr[i]) && text.ptr[i])
        i++;
    return i < text.len && (text.ptr[i] == '{' || text.ptr[i] == '[');
}

static ag_str without_byte_order_mark(ag_str text)
{
    static const char mark[] = "\xef\xbb\xbf";
    if (text.len >= 3 && memcmp(text.ptr, mark, 3) == 0)
        text.ptr += 3, text.len -= 3;
    return text;
}

bool ag_gazetteer_add(ag_lexicon *lex, const char *path, const char *data, size_t len, ag_diag *diag)
{
    gazetteer g = {.lex = lex, .path = path, .data = data, .len = len, .diag = diag};
    ag_str text = without_byte_order_mark((ag_str){data, len});
    bool ok = true;
    if (is_json(text))
        ok = read_galaxy(&g, text);
    else
        read_table(&g, text);
    for (size_t i = 0; i < g.entries.n; i++)
        enter(&g, &g.entries.at[i]);
    if (ok && !g.entries.n)
        warn(&g, data, 1, "no names in it");
    ag_strbuf_free(&g.text);
    ag_free(&g.entries);
    ag_free(&g.aliases);
    ag_free(&g.listed);
    ag_intern_free(&g.names);
    ag_tokens_free(&g.tokens);
    return ok;
}
