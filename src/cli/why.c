// SPDX-License-Identifier: MIT
#include "why.h"
#include "message.h"
#include "terminal.h"
#include <stdlib.h>
#include <unistd.h>

// The path in "PATH:LINE"; 0 where an argument of --why is a sentence: it has a space before the colon, and
// there is no such file.
static size_t place_path(const char *argument, uint32_t *line)
{
    const char *colon = strrchr(argument, ':');
    if (!colon || colon == argument)
        return 0;
    size_t digits = strspn(colon + 1, "0123456789"), len = (size_t)(colon - argument);
    if (digits == 0 || digits > 9 || colon[1 + digits] != '\0')
        return 0;
    char *path = ag_xstrndup(argument, len);
    bool is_path = strpbrk(path, " \t\n") == NULL || access(path, F_OK) == 0;
    ag_xfree(path);
    *line = (uint32_t)strtoul(colon + 1, NULL, 10);
    return is_path ? len : 0;
}

static bool explain_place(const ag_options *options, allege_extractor *x, const char *argument,
                          size_t path_len, uint32_t line, ag_strbuf *to)
{
    ag_file file = {.path = ag_xstrndup(argument, path_len), .found = false};
    ag_strbuf text = {0};
    bool ok = ag_input_read(&file, &text) == AG_READ_DONE;
    if (ok && (line == 0 ||
               allege_explain(x, text.ptr, text.len, options->labels, line, ag_strbuf_take, to) == 0)) {
        ag_message("allege: %s: no sentence stands on this line\n", argument);
        ok = false;
    }
    ag_strbuf_free(&text);
    ag_xfree(file.path);
    return ok;
}

static bool explain_text(const ag_options *options, allege_extractor *x, const char *text, ag_strbuf *to)
{
    if (allege_explain(x, text, strlen(text), options->labels, 0, ag_strbuf_take, to) > 0)
        return true;
    fputs("allege: --why: there is no sentence in its argument\n", stderr);
    return false;
}

bool ag_why(const ag_options *options, const allege_engine *engine, ag_output *out)
{
    bool ok = true;
    ag_strbuf text = {0};
    allege_extractor *x = allege_extractor_new(engine);
    for (size_t i = 0; i < options->whys.n && !out->broken; i++) {
        const char *argument = options->whys.at[i];
        uint32_t line;
        size_t path = place_path(argument, &line);
        ok &= path > 0 ? explain_place(options, x, argument, path, line, &text)
                       : explain_text(options, x, argument, &text);
        ag_terminal_calm(text.ptr, text.len, true);
        ag_output_write(out, &text);
    }
    ag_strbuf_free(&text);
    allege_extractor_free(x);
    return ok;
}
