// SPDX-License-Identifier: MIT
// What one thread does with a piece of the input: texts in it to parts of the output.
#ifndef ALLEGE_WORK_H
#define ALLEGE_WORK_H

#include "options.h"
#include "source.h"
#include "writer.h"

// Shared, read-only, but for the report.
typedef struct ag_task {
    const ag_options *options;
    const allege_engine *engine;
    bool several;      // texts: --explain then says which one it is about
    ag_strbuf *report; // --rule-stats, of which there is one thread: what it prints when it ends
} ag_task;

// A piece, and what came of it.
typedef struct ag_slot {
    ag_piece piece;
    AG_ARRAY(ag_part) parts; // nparts of them count, the others keep memory
    size_t nparts;
    ag_strbuf messages;         // for standard error, after those of the piece
    AG_ARRAY(uint32_t) limited; // rules of which the worker knows that they met their limit
    bool damaged;               // some of the piece could not be read
    bool stop;                  // --strict: the run ends with this slot
} ag_slot;

void ag_slot_free(ag_slot *slot);

typedef struct ag_worker ag_worker; // one a thread

ag_worker *ag_worker_new(const ag_task *task);
void ag_worker_free(ag_worker *w);
void ag_worker_run(ag_worker *w, ag_slot *slot);

// Whether the mode and the format need each text whole.
bool ag_task_wants_whole(const ag_options *options);
allege_unit ag_task_unit(const ag_options *options);

#endif
