// SPDX-License-Identifier: MIT
#include "interrupt.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// Milliseconds. timeout(1) and whoever else signals a process and then its group sends the same signal twice,
// and means it once.
enum { ONCE = 250 };

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

static volatile sig_atomic_t came;  // the signal, 0 while none did
static atomic_llong came_at;        // milliseconds; set before `came`
static int pipe_from[2] = {-1, -1}; // readable once it did: poll would miss one that comes just before
static struct sigaction before[AG_ARRAY_LEN(signals)];

static long long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

// Ends the process by the signal, once no handler runs.
static void end_by(int signal)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(signals); i++)
        sigaction(signals[i], &before[i], NULL);
    raise(signal);
}

static void note(int signal)
{
    int error = errno;
    if (!came) {
        came_at = milliseconds();
        came = signal;
        if (write(pipe_from[1], "", 1) < 0)
            errno = error; // without the pipe, the signal itself mostly ends poll
    } else if (milliseconds() - came_at > ONCE)
        end_by(signal);
    errno = error;
}

void ag_interrupt_watch(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    if (pipe_from[0] >= 0) // several runs in one process, as in tests
        return;
    if (pipe(pipe_from) == 0)
        for (int i = 0; i < 2; i++)
            fcntl(pipe_from[i], F_SETFD, FD_CLOEXEC);
    for (size_t i = 0; i < AG_ARRAY_LEN(signals); i++)
        sigaddset(&action.sa_mask, signals[i]);
    for (size_t i = 0; i < AG_ARRAY_LEN(signals); i++)
        if (sigaction(signals[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

bool ag_interrupted(void)
{
    return came != 0;
}

bool ag_interrupt_wait(int fd)
{
    struct pollfd either[] = {{.fd = fd, .events = POLLIN}, {.fd = pipe_from[0], .events = POLLIN}};
    while (!came && poll(either, AG_ARRAY_LEN(either), -1) < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
    return !came;
}

void ag_interrupt_end(void)
{
    if (!came)
        return;
    end_by(came);
    exit(128 + came);
}
