// SPDX-License-Identifier: MIT
// Least privilege: what a program that reads texts and writes lines never does is refused by the system, so
// that a fault in it, or in a library below it, cannot do it either. Where the system or the build has no
// means for it, the functions do nothing.
#ifndef ALLEGE_SANDBOX_H
#define ALLEGE_SANDBOX_H

#include "input.h"

// For this process and for good: no sockets, no other programs or processes, no changes to the system
// (seccomp). Such calls fail with EPERM. Call before threads are started; they are bound by it too.
void ag_sandbox_begin(void);

// From here on no file is written, made, renamed or removed but at these paths and below them (Landlock).
// Files that are open stay as they are, and any may still be read. Paths that are not there are passed over.
void ag_sandbox_limit_writing(const ag_names *paths);

// Prints a line for each means: its version, or that it is not there.
void ag_sandbox_print(void);

#endif
