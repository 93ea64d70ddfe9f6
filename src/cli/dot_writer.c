// SPDX-License-Identifier: MIT
#include "dot_writer.h"

// Whether an & begins what Graphviz takes for a character's name, "&lt;".
static bool is_entity(ag_str s, size_t at)
{
    for (size_t i = at + 1; i < s.len; i++)
        if (!(s.ptr[i] == '#' || (s.ptr[i] >= '0' && s.ptr[i] <= '9') ||
              ((s.ptr[i] | 0x20) >= 'a' && (s.ptr[i] | 0x20) <= 'z')))
            return s.ptr[i] == ';' && i > at + 1;
    return false;
}

static void add_quoted(ag_strbuf *out, ag_str s)
{
    ag_strbuf_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"' || s.ptr[i] == '\\')
            ag_strbuf_add_char(out, '\\');
        ag_strbuf_add_char(out, s.ptr[i]);
        if (s.ptr[i] == '&' && is_entity(s, i))
            ag_strbuf_add_text(out, "amp;");
    }
    ag_strbuf_add_char(out, '"');
}

static void add_number(ag_strbuf *out, const char *before, uint64_t n)
{
    ag_strbuf_add_text(out, before);
    ag_strbuf_add_uint(out, n);
}

// A line that grows with the order of magnitude.
static uint64_t width_of(uint64_t n)
{
    uint64_t width = 1;
    for (; n > 1; n /= 2)
        width++;
    return width;
}

static void add_edge(ag_strbuf *out, const ag_tally *tally, const ag_tally_edge *e)
{
    static const char *const colors[] = {[ALLEGE_STATEMENT] = "gray80",
                                         [ALLEGE_CLAIM] = "red3",
                                         [ALLEGE_DENIAL] = "blue3",
                                         [ALLEGE_POLICY] = "gray50"};
    ag_strbuf_add_text(out, "  ");
    add_quoted(out, ag_intern_get(&tally->names, e->source));
    ag_strbuf_add_text(out, " -> ");
    add_quoted(out, ag_intern_get(&tally->names, e->target));
    add_number(out, " [label=", e->n);
    ag_strbuf_add_text(out, " color=");
    ag_strbuf_add_text(out, colors[e->label]);
    ag_strbuf_add_text(out, " fontcolor=");
    ag_strbuf_add_text(out, colors[e->label]);
    add_number(out, " penwidth=", width_of(e->n));
    ag_strbuf_add_text(out, " class=");
    ag_strbuf_add_text(out, allege_label_name((allege_label)e->label));
    ag_strbuf_add_text(out, "]\n");
}

static void write_graph(ag_run *run, ag_strbuf *out)
{
    const ag_tally *tally = &run->tally;
    ag_strbuf_add_text(out, "digraph allege {\n"
                            "  graph [rankdir=LR charset=\"UTF-8\"]\n"
                            "  node [shape=box style=rounded fontname=\"sans-serif\"]\n"
                            "  edge [fontname=\"sans-serif\"]\n");
    for (size_t i = 0; i < tally->edges.n; i++) {
        const ag_tally_edge *e = &tally->edges.at[i];
        if (e->source != AG_TALLY_NOBODY && e->target != AG_TALLY_NOBODY)
            add_edge(out, tally, e);
    }
    ag_strbuf_add_text(out, "}\n");
}

const ag_format ag_format_dot = {.name = "dot", .tallied = true, .end = write_graph};
