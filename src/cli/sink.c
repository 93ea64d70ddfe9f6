// SPDX-License-Identifier: MIT
#include "sink.h"
#include "message.h"
#include "rule_stats.h"
#include "stats.h"

const char *ag_sink_path_beside(const ag_options *options, const ag_file *file, ag_strbuf *scratch)
{
    const char *output = options->output;
    if (!options->format->suffix || options->mode != AG_MODE_RECORDS)
        return NULL;
    if (output)
        return strcmp(output, "-") == 0 ? NULL : output;
    if (strcmp(file->path, "-") == 0)
        return NULL;
    ag_strbuf_clear(scratch);
    ag_format_file_name(options->format, file->path, scratch);
    return scratch->ptr;
}

static void raise_status(ag_sink *sink, int status)
{
    if (sink->status < status)
        sink->status = status;
}

static bool has_run(const ag_sink *sink)
{
    return sink->options->mode == AG_MODE_RECORDS;
}

static void begin_run(ag_sink *sink)
{
    if (has_run(sink))
        ag_run_begin(&sink->run, sink->options->format, &sink->options->writing, &sink->text);
}

static void end_run(ag_sink *sink)
{
    if (has_run(sink))
        ag_run_end(&sink->run, &sink->text);
}

void ag_sink_begin(ag_sink *sink)
{
    ag_progress_begin(&sink->progress, sink->files);
    if (sink->tree) {
        clock_gettime(CLOCK_MONOTONIC, &sink->whole.begun);
        return;
    }
    begin_run(sink);
    ag_output_write(sink->out, &sink->text);
}

static void add_parts(ag_sink *sink, const ag_slot *slot)
{
    for (size_t i = 0; i < slot->nparts; i++) {
        const ag_part *part = &slot->parts.at[i];
        if (has_run(sink))
            ag_run_add(&sink->run, part, &sink->text);
        else
            ag_strbuf_add(&sink->text, part->text.ptr, part->text.len);
    }
}

static void write_stream(ag_sink *sink, const ag_slot *slot)
{
    add_parts(sink, slot);
    ag_progress_make_room(&sink->progress);
    ag_output_write(sink->out, &sink->text);
    if (sink->options->flush)
        ag_output_flush(sink->out);
}

static void end_file_run(ag_sink *sink)
{
    end_run(sink);
    ag_tally_merge(&sink->whole.tally, &sink->run.tally);
}

static void write_tree(ag_sink *sink, const ag_slot *slot)
{
    const ag_piece *piece = &slot->piece;
    if (piece->starts) {
        sink->open = ag_tree_begin(sink->tree, piece->file, piece->opened);
        if (sink->open)
            begin_run(sink);
        else
            raise_status(sink, AG_EXIT_INPUT);
    }
    if (!sink->open)
        return;
    add_parts(sink, slot);
    if (piece->ends || slot->stop)
        end_file_run(sink);
    ag_tree_write(sink->tree, &sink->text);
    if (piece->damaged)
        ag_tree_doubt(sink->tree);
    if (!piece->ends && !slot->stop)
        return;
    sink->open = false;
    if (slot->stop)
        ag_tree_abandon(sink->tree);
    else if (!ag_tree_end(sink->tree))
        raise_status(sink, AG_EXIT_INPUT);
}

static void write_beside(ag_sink *sink, const ag_slot *slot, const char *path)
{
    for (size_t i = 0; i < slot->nparts; i++)
        if (!ag_output_put(path, &slot->parts.at[i].text, sink->options->force))
            raise_status(sink, AG_EXIT_INPUT);
}

static void warn_of_limits(ag_sink *sink, const ag_slot *slot)
{
    if (slot->limited.n > 0 && !sink->warned)
        sink->warned = ag_xcalloc(allege_rule_count(sink->engine), sizeof *sink->warned);
    for (size_t i = 0; i < slot->limited.n; i++) {
        uint32_t rule = slot->limited.at[i];
        if (!sink->warned[rule])
            ag_rule_warn(sink->engine, rule, slot->piece.name.ptr);
        sink->warned[rule] = true;
    }
}

bool ag_sink_take(ag_sink *sink, const ag_slot *slot)
{
    const ag_piece *piece = &slot->piece;
    bool has_file = piece->starts || piece->ends || piece->text || piece->lines;
    const char *beside =
        has_file ? ag_sink_path_beside(sink->options, &sink->files->at[piece->file], &sink->beside) : NULL;
    ag_message_bytes(piece->messages.ptr, piece->messages.len);
    if (beside && !piece->damaged) // there is no half annotation
        write_beside(sink, slot, beside);
    if (sink->tree && has_file)
        write_tree(sink, slot);
    else if (!beside)
        write_stream(sink, slot);
    ag_message_bytes(slot->messages.ptr, slot->messages.len);
    warn_of_limits(sink, slot);
    if (has_file)
        ag_progress_take(&sink->progress, piece);
    if (piece->damaged || slot->damaged)
        raise_status(sink, slot->stop ? AG_EXIT_USAGE : AG_EXIT_INPUT);
    return !slot->stop && !sink->out->broken;
}

static void print_stats(ag_sink *sink)
{
    if (has_run(sink) && sink->options->writing.tallied)
        ag_stats_print(sink->tree ? &sink->whole : &sink->run, stderr);
}

void ag_sink_interrupted(const ag_sink *sink, const char *file, uint64_t bytes)
{
    bool each = has_run(sink) && sink->options->format->suffix && !sink->options->output;
    ag_message("allege: interrupted");
    if (sink->tree)
        ag_message("; the outputs in %s are complete; for the rest, add --resume to the same command\n",
                   sink->tree->dir);
    else if (each)
        ag_message("; the annotation that is there is complete; for the rest, leave out --force\n");
    else if (!file)
        ag_message(" before anything was read\n");
    else if (strcmp(file, "-") == 0)
        ag_message("; the output is complete up to byte %llu of standard input\n", (unsigned long long)bytes);
    else
        ag_message(
            "; the output is complete up to byte %llu of %s; with --output-dir, --resume would go on\n",
            (unsigned long long)bytes, file);
}

int ag_sink_end(ag_sink *sink)
{
    ag_progress_end(&sink->progress);
    if (sink->open || !sink->tree)
        end_run(sink);
    if (sink->open)
        ag_tree_abandon(sink->tree);
    else if (!sink->tree)
        ag_output_write(sink->out, &sink->text);
    print_stats(sink);
    ag_run_free(&sink->run);
    ag_run_free(&sink->whole);
    ag_strbuf_free(&sink->text);
    ag_xfree(sink->warned);
    ag_strbuf_free(&sink->beside);
    return sink->status;
}
