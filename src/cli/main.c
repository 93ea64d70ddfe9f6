// SPDX-License-Identifier: MIT
// The program: command line in, JSON lines or annotation for brat out.
#include "input.h"
#include "interrupt.h"
#include "message.h"
#include "options.h"
#include "output.h"
#include "pool.h"
#include "rule_check.h"
#include "sandbox.h"
#include "sink.h"
#include "source.h"
#include "why.h"
#include "work.h"
#include "writer.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

// Everything that lives as long as the program.
typedef struct app {
    ag_options options;
    allege_engine *engine;
    ag_files files;
    ag_output out;
    int status;
} app;

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

// ---- the engine ----

// A rule file in memory, with its name.
static bool read_rules(const char *path, allege_rule_text *rules)
{
    ag_strbuf text = {0};
    char *name = ag_xstrndup(path, strlen(path));
    bool ok = ag_input_read(&(ag_file){.path = name, .found = false}, &text) == AG_READ_DONE;
    *rules = (allege_rule_text){name, {text.ptr, ok ? text.len : 0}};
    return ok;
}

static void print_error(void *user, const allege_error *error)
{
    ag_strbuf text = {0};
    ag_strbuf_printf(&text, "allege: %s\n", error->message);
    ag_message_bytes(text.ptr, text.len);
    ag_strbuf_free(&text);
    if (error->warning)
        raise_status(user, AG_EXIT_INPUT);
}

// All mistakes in the user's files are printed together.
static bool load_engine(app *a)
{
    const ag_options *o = &a->options;
    ag_push(&a->options.lexicons, NULL); // where the list ends
    ag_push(&a->options.gazetteers, NULL);
    bool about_rules = o->mode == AG_MODE_CHECK_RULES || o->mode == AG_MODE_RULE_STATS, ok = true;
    allege_rule_text *rules = ag_xcalloc(o->rules.n + 1, sizeof *rules);
    for (size_t i = 0; i < o->rules.n; i++)
        ok &= read_rules(o->rules.at[i], &rules[i]);
    allege_config config = {.rule_texts = rules,
                            .lexicon_dirs = o->lexicons.at,
                            .gazetteers = o->gazetteers.at,
                            .no_default_rules = o->no_default_rules,
                            .no_weights = o->no_weights || about_rules,
                            .statements = about_rules ? ALLEGE_STATEMENTS_ALL : o->statements,
                            .on_error = print_error,
                            .user = a};
    a->engine = allege_engine_new(&config);
    for (size_t i = 0; i < o->rules.n; i++) {
        ag_xfree((char *)rules[i].name);
        ag_xfree((char *)rules[i].text.bytes);
    }
    ag_xfree(rules);
    return ok && a->engine;
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

// ---- rights that are given up ----

// The folder of a path and, for a device, the path itself.
static void add_writable(ag_names *paths, const char *path)
{
    const char *slash = strrchr(path, '/');
    ag_push(paths, slash ? ag_xstrndup(path, (size_t)(slash + 1 - path)) : ag_xstrndup(".", 1));
    ag_push(paths, ag_xstrndup(path, strlen(path)));
}

// Once the output is open, only what is a file for each input is still to be written.
static void limit_writing(const app *a)
{
    const ag_options *o = &a->options;
    ag_names paths = {0};
    if (o->no_sandbox)
        return;
    if (o->output_dir)
        ag_push(&paths, ag_xstrndup(o->output_dir, strlen(o->output_dir)));
    else if (names_single_file(o))
        add_writable(&paths, o->output);
    else if (o->format->suffix)
        for (size_t i = 0; i < o->operands.n; i++)
            add_writable(&paths, o->operands.at[i]);
    ag_sandbox_limit_writing(&paths);
    for (size_t i = 0; i < paths.n; i++)
        ag_xfree((char *)paths.at[i]);
    ag_free(&paths);
}

// ---- documents ----

// What the thread that reads and the one that writes need.
typedef struct run_state {
    app *a;
    ag_task task;
    ag_sink sink;
    ag_tree tree;
    ag_strbuf beside;
} run_state;

// Whether a file is to be read.
static bool accept(void *user, size_t index, ag_strbuf *messages)
{
    run_state *r = user;
    app *a = r->a;
    const ag_file *file = &a->files.at[index];
    const char *beside = ag_sink_path_beside(&a->options, file, &r->beside);
    if (a->options.resume && ag_tree_is_done(&r->tree, index))
        return false;
    if (beside && !ag_output_is_free(beside, a->options.force)) {
        raise_status(a, AG_EXIT_INPUT);
        return false;
    }
    if (a->out.id.known && ag_file_id_same(a->out.id, ag_file_id_of_path(file->path))) {
        ag_message_add(messages, "allege: %s: is the output too; send the output elsewhere\n", file->path);
        raise_status(a, AG_EXIT_INPUT);
        return false;
    }
    return true;
}

static void *open_worker(void *user)
{
    return ag_worker_new(&((run_state *)user)->task);
}

static void close_worker(void *user, void *worker)
{
    AG_UNUSED(user);
    ag_worker_free(worker);
}

static void work(void *user, void *worker, void *slot)
{
    AG_UNUSED(user);
    ag_worker_run(worker, slot);
}

static bool take(void *user, void *slot)
{
    return ag_sink_take(&((run_state *)user)->sink, slot);
}

static void clear(void *user, void *slot)
{
    AG_UNUSED(user);
    ag_slot_free(slot);
}

static void run_pool(run_state *r)
{
    app *a = r->a;
    bool counts = a->options.mode == AG_MODE_RULE_STATS;
    ag_source_settings reading = {.form = a->options.input,
                                  .whole = ag_task_wants_whole(&a->options),
                                  .paragraphs = a->options.flush,
                                  .unit = ag_task_unit(&a->options),
                                  .accept = accept,
                                  .user = r};
    ag_pool_settings working = {.threads = counts ? 1 : a->options.jobs,
                                .slot_size = sizeof(ag_slot),
                                .user = r,
                                .open = open_worker,
                                .work = work,
                                .done = take,
                                .close = close_worker,
                                .clear = clear};
    ag_source *source = ag_source_new(&reading, &a->files);
    ag_pool *pool = ag_pool_new(&working);
    ag_slot *slot;
    const char *file = NULL;
    uint64_t bytes = 0;
    bool more = true;
    while (more && (slot = ag_pool_take(pool)) != NULL) {
        more = ag_source_next(source, &slot->piece);
        more &= !ag_interrupted(); // what was being read is cut short
        if (more || counts)        // without any text, the rules are listed all the same
            ag_pool_give(pool);
        if (more)
            file = ag_source_place(source, &bytes);
    }
    ag_pool_finish(pool);
    ag_pool_free(pool);
    if (ag_interrupted())
        ag_sink_interrupted(&r->sink, file, bytes);
    ag_source_free(source);
}

static bool open_tree(app *a, ag_tree *tree)
{
    return !a->options.output_dir ||
           ag_tree_open(tree, a->options.output_dir, a->options.format->name, &a->files);
}

// The line of progress and records would be in each other's way on one terminal.
static ag_progress progress_of(const ag_options *o)
{
    bool beside = o->format->suffix && o->mode == AG_MODE_RECORDS && !o->output;
    bool streams = !beside && !o->output_dir && (!o->output || strcmp(o->output, "-") == 0);
    ag_progress p = {.at_once = o->progress == AG_ALWAYS, .shares = streams && isatty(STDOUT_FILENO)};
    p.on = p.at_once || (o->progress == AG_AUTO && !p.shares && ag_terminal_can_clear(STDERR_FILENO));
    return p;
}

static void run_files(app *a)
{
    ag_strbuf report = {0};
    run_state r = {.a = a};
    r.task = (ag_task){&a->options, a->engine, a->files.n > 1 || a->options.input != AG_INPUT_TEXT, &report};
    r.sink = (ag_sink){.options = &a->options,
                       .files = &a->files,
                       .out = &a->out,
                       .engine = a->engine,
                       .tree = a->options.output_dir ? &r.tree : NULL,
                       .progress = progress_of(&a->options)};
    if (open_tree(a, &r.tree)) {
        limit_writing(a);
        ag_sink_begin(&r.sink);
        ag_interrupt_watch();
        run_pool(&r);
        raise_status(a, ag_sink_end(&r.sink));
        ag_output_write(&a->out, &report);
    } else {
        raise_status(a, AG_EXIT_USAGE);
    }
    ag_tree_close(&r.tree);
    ag_strbuf_free(&r.beside);
    ag_strbuf_free(&report);
}

static void run_documents(app *a)
{
    ag_file_id but = a->options.output_dir ? ag_file_id_of_path(a->options.output_dir) : (ag_file_id){0};
    bool why = a->options.mode == AG_MODE_WHY;
    for (size_t i = 0; i < a->options.operands.n && !why; i++) {
        if (!ag_input_expand(a->options.operands.at[i], &a->options.includes, but, &a->files))
            raise_status(a, AG_EXIT_INPUT);
    }
    if (!open_output(a)) {
        raise_status(a, AG_EXIT_USAGE);
        return;
    }
    if (!why) {
        run_files(a);
    } else {
        limit_writing(a);
        if (!ag_why(&a->options, a->engine, &a->out))
            raise_status(a, AG_EXIT_INPUT);
    }
    close_output(a);
}

// ---- rules ----

static void list_rules(app *a)
{
    for (uint32_t i = 0; i < allege_rule_count(a->engine); i++) {
        allege_rule rule = allege_rule_at(a->engine, i);
        fprintf(a->out.file, "%s\t%s\t%s:%u\n", rule.id, rule.kind, rule.file, (unsigned)rule.line);
    }
}

static void check_rules(app *a)
{
    ag_check_result result = ag_rule_check(a->engine, stderr);
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
    limit_writing(a);
    if (a->options.mode == AG_MODE_LIST_RULES)
        list_rules(a);
    else
        check_rules(a);
    close_output(a);
}

static void run(app *a)
{
    if (!a->options.no_sandbox)
        ag_sandbox_begin();
    if (!load_engine(a))
        raise_status(a, AG_EXIT_USAGE);
    else if (a->options.mode == AG_MODE_CHECK_RULES || a->options.mode == AG_MODE_LIST_RULES)
        run_on_rules(a);
    else
        run_documents(a);
}

// Where one of the three is closed, the next file that is opened would take its place, and get the messages.
// This one fails to be read or written, as a closed one does.
static void open_standard_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    app a = {.out = {.file = stdout, .name = "standard output"}};
    const allege_allocator memory = {.exhausted = ag_output_let_finish};
    ag_memory_use(&memory);        // of the program
    allege_set_allocator(&memory); // of the library
    open_standard_streams();
    signal(SIGPIPE, SIG_IGN); // a reader that went away is no error; see output.c
    signal(SIGXFSZ, SIG_IGN); // a file that gets longer than it may be is one, like a full disk
    ag_parse_result parsed = ag_options_parse(argc, argv, &a.options);
    if (parsed == AG_PARSE_RUN)
        run(&a);
    else if (parsed == AG_PARSE_EXIT_USAGE)
        a.status = AG_EXIT_USAGE;
    else
        close_output(&a);
    allege_engine_free(a.engine);
    ag_files_free(&a.files);
    ag_options_free(&a.options);
    ag_interrupt_end();
    return a.status;
}
