// SPDX-License-Identifier: MIT
#include "check.h"
#include "dot_writer.h"

// The name as it stands in the graph.
static void check_node(const char *name, const char *want)
{
    ag_write_settings settings = {.tallied = false};
    ag_run run = {0};
    ag_strbuf out = {0};
    ag_run_begin(&run, &ag_format_dot, &settings, &out);
    ag_tally_edge edge = {ag_intern_add(&run.tally.names, name, strlen(name), NULL), 0, ALLEGE_CLAIM, 1};
    ag_push(&run.tally.edges, edge);
    ag_run_end(&run, &out);
    ag_strbuf_add_char(&out, '\0');
    const char *node = strstr(out.ptr, "\n  \"");
    CHECK(node && strncmp(node + 3, want, strlen(want)) == 0);
    ag_strbuf_free(&out);
    ag_run_free(&run);
}

int main(void)
{
    check_node("Norland", "\"Norland\" ->");
    check_node("a \"b\" \\N", "\"a \\\"b\\\" \\\\N\" ->");
    check_node("AT&T", "\"AT&T\" ->");
    check_node("&lt;&#60;&x", "\"&amp;lt;&amp;#60;&x\" ->");
    return check_done();
}
