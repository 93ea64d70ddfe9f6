// SPDX-License-Identifier: MIT
// How many processors the program may use.
#ifndef ALLEGE_CPUS_H
#define ALLEGE_CPUS_H

// Those that the process may run on (taskset, a batch system), or fewer where a container's quota allows for
// fewer. At least 1.
unsigned ag_cpus_available(void);

#endif
