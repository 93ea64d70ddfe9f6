// SPDX-License-Identifier: MIT
// Preloaded into the program: tries what the program never does, when it first reads standard input and at
// the start of its first thread, and says on standard error how that went.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *who, const char *what, int result)
{
    int refused = result < 0 && (errno == EPERM || errno == EACCES);
    fprintf(stderr, "%s: %s: %s\n", who, what, refused ? "refused" : "let through");
}

static int make_child(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    if (child > 0)
        waitpid(child, NULL, 0);
    return child < 0 ? -1 : 0;
}

static void try_all(const char *who)
{
    char *const none[] = {NULL};
    tell(who, "socket", socket(AF_INET, SOCK_STREAM, 0));
    tell(who, "socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, (int[2]){0, 0}));
    tell(who, "execve", execve("/no/such/program", none, none));
    tell(who, "fork", make_child());
    tell(who, "kill", kill(getppid(), 0));
    tell(who, "raise", raise(0));
    tell(who, "ptrace", ptrace(PTRACE_PEEKDATA, getppid(), NULL, NULL));
    tell(who, "mount", mount("none", "/no/such/folder", "tmpfs", 0, NULL));
    tell(who, "keys for the terminal", ioctl(STDERR_FILENO, TIOCSTI, "x"));
    tell(who, "reading a file", open("readable", O_RDONLY));
    tell(who, "writing a file", open("writable", O_WRONLY));
    tell(who, "making a file", open(who, O_WRONLY | O_CREAT, 0600));
    tell(who, "renaming a file", rename("readable", "readable"));
    tell(who, "removing a file", unlink("victim"));
}

ssize_t read(int fd, void *buffer, size_t size)
{
    static int tried;
    ssize_t (*real)(int, void *, size_t) = (__typeof__(real))dlsym(RTLD_NEXT, "read");
    if (fd == STDIN_FILENO && !tried++)
        try_all("main");
    return real(fd, buffer, size);
}

static void try_in_thread(void)
{
    try_all("thread");
}

struct start {
    void *(*run)(void *argument);
    void *argument;
};

static void *run_thread(void *argument)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct start start = *(struct start *)argument;
    free(argument);
    pthread_once(&once, try_in_thread);
    return start.run(start.argument);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *) =
        (__typeof__(real))dlsym(RTLD_NEXT, "pthread_create");
    struct start *start = malloc(sizeof *start);
    if (!start)
        return EAGAIN;
    *start = (struct start){run, argument};
    return real(thread, attributes, run_thread, start);
}
