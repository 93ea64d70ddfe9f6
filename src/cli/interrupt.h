// SPDX-License-Identifier: MIT
// SIGINT, SIGTERM and SIGHUP end a run in good order: nothing more is read, what was read is finished, and
// the process then ends by the signal, as its parent expects. A second one ends it at once, unless it comes
// so soon that it is the same.
#ifndef ALLEGE_INTERRUPT_H
#define ALLEGE_INTERRUPT_H

#include "base.h"

// From now on. A signal that is ignored, as under nohup, stays so.
void ag_interrupt_watch(void);
bool ag_interrupted(void);
// Waits until there is something to read. Returns false as soon as a signal has come.
bool ag_interrupt_wait(int fd);
// Ends the process by the signal that came; returns where none did.
void ag_interrupt_end(void);

#endif
