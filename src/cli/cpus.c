// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // sched_getaffinity
#include "cpus.h"
#include "limits.h"
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned from_affinity(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
    long n = sysconf(_SC_NPROCESSORS_ONLN); // more than a cpu_set_t holds
    return n > 0 ? (unsigned)n : 1;
}

// The quota of the control group (version 2) that the process sees as its root or stands in, rounded up; 0
// where there is none.
static unsigned from_quota(const char *path)
{
    char line[64];
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    unsigned n = 0;
    if (fgets(line, sizeof line, file)) { // "200000 100000", or "max 100000" where there is none
        char *rest;
        unsigned long quota = strtoul(line, &rest, 10), period = strtoul(rest, NULL, 10);
        if (rest != line && period > 0)
            n = (unsigned)((quota + period - 1) / period);
    }
    fclose(file);
    return n;
}

static unsigned from_own_group(void)
{
    char line[512], path[600];
    FILE *file = fopen("/proc/self/cgroup", "r");
    if (!file)
        return 0;
    unsigned n = 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "0::/", 4) == 0) {
            snprintf(path, sizeof path, "/sys/fs/cgroup%s/cpu.max", line + 3);
            n = from_quota(path);
        }
    }
    fclose(file);
    return n;
}

unsigned ag_cpus_available(void)
{
    unsigned n = from_affinity(), quotas[] = {from_quota("/sys/fs/cgroup/cpu.max"), from_own_group()};
    for (int i = 0; i < 2; i++)
        if (quotas[i] > 0 && quotas[i] < n)
            n = quotas[i];
    return n < AG_MAX_JOBS ? n : AG_MAX_JOBS;
}
