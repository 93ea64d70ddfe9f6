// SPDX-License-Identifier: MIT
// The program: command line in, JSON lines or annotation for brat out.
#include "extract.h"
#include "input.h"
#include "json_writer.h"
#include "options.h"
#include "output.h"
#include "rule_check.h"
#include "rule_stats.h"
#include "stats.h"
#include "writer.h"
#include <stdio.h>
#include <unistd.h>

// Everything that lives as long as the program.
typedef struct app {
    ag_options options;
    ag_lexicon *lex;
    ag_rules *rules;
    ag_weights *weights; // NULL with --no-weights
    ag_engine engine;
    ag_files files;
    ag_output out;
    int status;
} app;

// The document at hand and the buffers that all documents share.
typedef struct job {
    app *app;
    ag_extractor *x;
    ag_rule_book *book; // --rule-stats
    ag_strbuf text, out;
    ag_positions positions;
    ag_json_context context;
    AG_ARRAY(ag_record) records;
    ag_writer *writer;
    ag_part part;
    ag_run run;
    ag_strbuf beside; // path of the file beside the text, where the format has one
} job;

static void raise_status(app *a, int status)
{
    if (a->status < status)
        a->status = status;
}

static void close_output(app *a)
{
    ag_output_close(&a->out);
    if (a->out.failed)
        raise_status(a, AG_EXIT_INPUT);
}

static bool load_lexicon(app *a, ag_diag *diag)
{
    a->lex = ag_lexicon_new();
    bool ok = ag_lexicon_add_default(a->lex, diag);
    for (size_t i = 0; i < a->options.lexicons.n; i++)
        ok &= ag_lexicon_add_dir(a->lex, a->options.lexicons.at[i], diag);
    ag_lexicon_freeze(a->lex);
    return ok;
}

static bool load_rule_file(app *a, const char *path, ag_diag *diag)
{
    char *name = ag_xstrndup(path, strlen(path));
    ag_strbuf text = {0};
    bool ok = ag_input_read(&(ag_file){.path = name, .found = false}, &text) == AG_READ_DONE &&
              ag_rules_add(a->rules, path, text.ptr, text.len, diag);
    ag_strbuf_free(&text);
    free(name);
    return ok;
}

static bool load_rules(app *a, ag_diag *diag)
{
    a->rules = ag_rules_new(a->lex);
    bool ok = a->options.no_default_rules || ag_rules_add_default(a->rules, diag);
    for (size_t i = 0; i < a->options.rules.n; i++)
        ok &= load_rule_file(a, a->options.rules.at[i], diag);
    return ag_rules_finish(a->rules, diag) && ok;
}

static bool load_weights(app *a, ag_diag *diag)
{
    const ag_options *o = &a->options;
    if (o->no_weights || o->no_default_rules || o->mode == AG_MODE_CHECK_RULES ||
        o->mode == AG_MODE_RULE_STATS)
        return true;
    a->weights = ag_weights_new();
    return ag_weights_add_default(a->weights, diag);
}

// Lexicon, rules and weights. All their mistakes are printed together.
static bool load_engine(app *a)
{
    ag_diag diag = {0};
    bool ok = load_lexicon(a, &diag) && load_rules(a, &diag) && load_weights(a, &diag);
    ag_diag_print(&diag, stderr);
    ag_diag_free(&diag);
    ag_mode mode = a->options.mode;
    bool all = mode == AG_MODE_CHECK_RULES || mode == AG_MODE_RULE_STATS;
    a->engine = (ag_engine){a->lex, a->rules, a->weights, all ? AG_STATEMENTS_ALL : a->options.statements};
    return ok;
}

// Whether --output names the file of a format that has one for each text.
static bool names_single_file(const ag_options *options)
{
    return options->format->suffix && options->output && strcmp(options->output, "-") != 0;
}

static bool open_output(app *a)
{
    if (!names_single_file(&a->options))
        return ag_output_open(&a->out, a->options.output, &a->files);
    if (a->files.n > 1) {
        fprintf(stderr,
                "allege: --output: a file with annotation for %s is about one text, here are %zu; leave it "
                "out, and each has its own beside it\n",
                a->options.format->name, a->files.n);
        return false;
    }
    return !ag_output_is_input(a->options.output, &a->files) && ag_output_open(&a->out, NULL, &a->files);
}

static void keep_record(void *user, const ag_record *record)
{
    job *j = user;
    if (j->app->options.labels & 1u << record->label)
        ag_push(&j->records, *record);
}

static void ignore_record(void *user, const ag_record *record)
{
    AG_UNUSED(user);
    AG_UNUSED(record);
}

static void explain(job *j)
{
    app *a = j->app;
    if (a->files.n > 1)
        fprintf(a->out.file, "== %s ==\n", j->context.doc);
    ag_explain(j->x, j->text.ptr, j->text.len, a->options.labels, 0, a->out.file);
    ag_output_check(&a->out);
}

static void dump(job *j)
{
    ag_extract(j->x, j->text.ptr, j->text.len, ignore_record, NULL);
    ag_dump(&j->out, j->app->options.stage, &j->context, j->x, j->app->lex);
    ag_output_write(&j->app->out, &j->out);
}

// The file that the output about a text goes into; NULL where it goes into the stream of all.
static const char *path_beside(job *j, const ag_file *file)
{
    const ag_options *options = &j->app->options;
    const char *output = options->output;
    if (!options->format->suffix)
        return NULL;
    if (output)
        return strcmp(output, "-") == 0 ? NULL : output;
    if (strcmp(file->path, "-") == 0)
        return NULL;
    ag_strbuf_clear(&j->beside);
    ag_format_file_name(options->format, file->path, &j->beside);
    return j->beside.ptr;
}

static void write_records(job *j, const ag_file *file)
{
    app *a = j->app;
    const char *path = path_beside(j, file);
    j->records.n = 0;
    ag_extract(j->x, j->text.ptr, j->text.len, keep_record, j);
    ag_result result = {&j->context, ag_extractor_units(j->x), j->records.at, j->records.n};
    ag_writer_document(j->writer, &result, &j->part);
    if (!path) {
        ag_run_add(&j->run, &j->part, &j->out);
        ag_output_write(&a->out, &j->out);
    } else if (!ag_output_put(path, &j->part.text, a->options.force)) {
        raise_status(a, AG_EXIT_INPUT);
    }
}

// Reads a document into the job. Returns false where it is not to be worked on.
static bool read_document(job *j, const ag_file *file)
{
    app *a = j->app;
    const char *beside = path_beside(j, file);
    if (beside && !ag_output_is_free(beside, a->options.force)) {
        raise_status(a, AG_EXIT_INPUT);
        return false;
    }
    if (a->out.id.known && ag_file_id_same(a->out.id, ag_file_id_of_path(file->path))) {
        fprintf(stderr, "allege: %s: is the output too; send the output elsewhere\n", file->path);
        raise_status(a, AG_EXIT_INPUT);
        return false;
    }
    ag_read_status read = ag_input_read(file, &j->text);
    if (read == AG_READ_FAILED)
        raise_status(a, AG_EXIT_INPUT);
    return read == AG_READ_DONE;
}

static void run_document(job *j, const ag_file *file)
{
    app *a = j->app;
    if (!read_document(j, file))
        return;
    ag_offset_unit unit = a->options.format->codepoints ? AG_OFFSET_CODEPOINTS : a->options.writing.offsets;
    ag_positions_reset(&j->positions, unit, j->text.ptr, j->text.len);
    j->context = (ag_json_context){file->path, j->text.ptr, j->text.len, &j->positions};
    if (a->options.mode == AG_MODE_EXPLAIN)
        explain(j);
    else if (a->options.mode == AG_MODE_DUMP)
        dump(j);
    else if (a->options.mode == AG_MODE_RULE_STATS)
        ag_extract(j->x, j->text.ptr, j->text.len, ag_rule_book_note, j->book);
    else
        write_records(j, file);
}

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
    free(path);
    *line = (uint32_t)strtoul(colon + 1, NULL, 10);
    return is_path ? len : 0;
}

static void explain_place(job *j, const char *argument, size_t path_len, uint32_t line)
{
    app *a = j->app;
    ag_file file = {.path = ag_xstrndup(argument, path_len), .found = false};
    if (read_document(j, &file) && (line == 0 || ag_explain(j->x, j->text.ptr, j->text.len, a->options.labels,
                                                            line, a->out.file) == 0)) {
        fprintf(stderr, "allege: %s: no sentence stands on this line\n", argument);
        raise_status(a, AG_EXIT_INPUT);
    }
    free(file.path);
}

static void explain_text(job *j, const char *text)
{
    app *a = j->app;
    if (ag_explain(j->x, text, strlen(text), a->options.labels, 0, a->out.file) > 0)
        return;
    fputs("allege: --why: there is no sentence in its argument\n", stderr);
    raise_status(a, AG_EXIT_INPUT);
}

static void explain_whys(job *j)
{
    app *a = j->app;
    for (size_t i = 0; i < a->options.whys.n && !a->out.broken; i++) {
        const char *argument = a->options.whys.at[i];
        uint32_t line;
        size_t path = place_path(argument, &line);
        if (path > 0)
            explain_place(j, argument, path, line);
        else
            explain_text(j, argument);
        ag_output_check(&a->out);
    }
}

static void free_job(job *j)
{
    ag_rule_book_free(j->book);
    ag_extractor_free(j->x);
    ag_writer_free(j->writer);
    ag_part_free(&j->part);
    ag_run_free(&j->run);
    ag_free(&j->records);
    ag_strbuf_free(&j->text);
    ag_strbuf_free(&j->out);
    ag_strbuf_free(&j->beside);
    ag_positions_free(&j->positions);
}

static void run_files(job *j)
{
    app *a = j->app;
    bool records = a->options.mode == AG_MODE_RECORDS;
    if (records) {
        j->writer = ag_writer_new(a->options.format, &a->options.writing);
        ag_run_begin(&j->run, a->options.format, &a->options.writing, &j->out);
    }
    for (size_t i = 0; i < a->files.n && !a->out.broken; i++)
        run_document(j, &a->files.at[i]);
    if (records)
        ag_run_end(&j->run, &j->out);
    ag_output_write(&a->out, &j->out);
    if (records && a->options.writing.tallied)
        ag_stats_print(&j->run, stderr);
}

static void run_documents(app *a)
{
    for (size_t i = 0; i < a->options.operands.n && a->options.mode != AG_MODE_WHY; i++) {
        if (!ag_input_expand(a->options.operands.at[i], &a->options.includes, &a->files))
            raise_status(a, AG_EXIT_INPUT);
    }
    if (!open_output(a)) {
        raise_status(a, AG_EXIT_USAGE);
        return;
    }
    job j = {.app = a, .x = ag_extractor_new(&a->engine)};
    if (a->options.mode == AG_MODE_RULE_STATS)
        j.book = ag_rule_book_new(j.x);
    if (a->options.mode == AG_MODE_WHY)
        explain_whys(&j);
    else
        run_files(&j);
    if (a->options.mode == AG_MODE_RULE_STATS) {
        ag_rule_book_print(j.book, a->options.labels | 1u << AG_STATEMENT, &j.out);
        ag_output_write(&a->out, &j.out);
    }
    close_output(a);
    free_job(&j);
}

static void list_rules(app *a)
{
    for (uint32_t i = 0; i < ag_rules_count(a->rules); i++) {
        const ag_rule_info *info = ag_rules_info(a->rules, i);
        fprintf(a->out.file, "%s\t%s\t%s:%u\n", info->id, info->kind, info->file, (unsigned)info->line);
    }
}

static void check_rules(app *a)
{
    ag_check_result result = ag_rule_check(&a->engine, stderr);
    fprintf(a->out.file, "%u examples, %u failed\n", (unsigned)result.examples, (unsigned)result.failed);
    if (result.failed > 0)
        raise_status(a, AG_EXIT_USAGE);
}

// --check-rules and --list-rules: about the rules themselves, no text is read.
static void run_on_rules(app *a)
{
    if (!open_output(a)) {
        raise_status(a, AG_EXIT_USAGE);
        return;
    }
    if (a->options.mode == AG_MODE_LIST_RULES)
        list_rules(a);
    else
        check_rules(a);
    close_output(a);
}

static void run(app *a)
{
    if (!load_engine(a))
        raise_status(a, AG_EXIT_USAGE);
    else if (a->options.mode == AG_MODE_CHECK_RULES || a->options.mode == AG_MODE_LIST_RULES)
        run_on_rules(a);
    else
        run_documents(a);
}

int main(int argc, char **argv)
{
    app a = {.out = {.file = stdout, .name = "standard output"}};
    ag_parse_result parsed = ag_options_parse(argc, argv, &a.options);
    if (parsed == AG_PARSE_RUN)
        run(&a);
    else if (parsed == AG_PARSE_EXIT_USAGE)
        a.status = AG_EXIT_USAGE;
    else
        close_output(&a);
    ag_weights_free(a.weights);
    ag_rules_free(a.rules);
    ag_lexicon_free(a.lex);
    ag_files_free(&a.files);
    ag_options_free(&a.options);
    return a.status;
}
