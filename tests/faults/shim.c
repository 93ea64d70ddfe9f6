// SPDX-License-Identifier: MIT
// Preloaded into the program: makes one call of a C library function fail. ALLEGE_FAULT=FUNCTION:N names the
// call, the Nth of the process; ALLEGE_FAULT_ERRNO the error, EIO without it, or `kill`: the process is
// killed instead of the call. ALLEGE_FAULT_FILE is a file to which one byte is added when the call was
// reached, so that the test knows whether there was one.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long left; // calls until the one that fails
static char function[32];
static int error = EIO; // 0: to be killed
static int note = -1;
static atomic_int ready;

__attribute__((constructor)) static void begin(void)
{
    const char *fault = getenv("ALLEGE_FAULT"), *colon = fault ? strchr(fault, ':') : NULL;
    const char *number = getenv("ALLEGE_FAULT_ERRNO"), *file = getenv("ALLEGE_FAULT_FILE");
    if (!colon || (size_t)(colon - fault) >= sizeof function)
        return;
    memcpy(function, fault, (size_t)(colon - fault));
    left = strtol(colon + 1, NULL, 10);
    error = number ? (int)strtol(number, NULL, 10) : EIO;
    if (file)
        note = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    ready = 1;
}

// Whether this call is the one.
static int fails(const char *name)
{
    if (!ready || strcmp(name, function) != 0 || atomic_fetch_sub(&left, 1) != 1)
        return 0;
    if (note >= 0)
        syscall(SYS_write, note, "x", 1);
    if (error == 0)
        raise(SIGKILL);
    errno = error;
    return 1;
}

// The function behind the one of the same name here.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// glibc's own names: dlsym itself allocates.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *ptr, size_t size);

void *malloc(size_t size)
{
    return fails("malloc") ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails("malloc") ? NULL : __libc_calloc(count, size);
}

void *realloc(void *ptr, size_t size)
{
    return fails("malloc") ? NULL : __libc_realloc(ptr, size);
}

ssize_t read(int fd, void *buffer, size_t size)
{
    return fails("read") ? -1 : REAL(read)(fd, buffer, size);
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    return fd != STDERR_FILENO && fails("write") ? -1 : REAL(write)(fd, buffer, size);
}

size_t fread(void *buffer, size_t size, size_t count, FILE *file)
{
    return fails("read") ? 0 : REAL(fread)(buffer, size, count, file);
}

size_t fwrite(const void *buffer, size_t size, size_t count, FILE *file)
{
    if (file == stderr || !fails("write"))
        return REAL(fwrite)(buffer, size, count, file);
    file->_flags |= 0x20; // what ferror() looks at
    return 0;
}

int fflush(FILE *file)
{
    return file != stderr && fails("write") ? EOF : REAL(fflush)(file);
}

int fclose(FILE *file)
{
    if (fails("close")) {
        REAL(fclose)(file);
        errno = error;
        return EOF;
    }
    return REAL(fclose)(file);
}

int close(int fd)
{
    if (fails("close")) {
        REAL(close)(fd);
        errno = error;
        return -1;
    }
    return REAL(close)(fd);
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return fails("open") ? -1 : REAL(open)(path, flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    return fails("open") ? NULL : REAL(fopen)(path, mode);
}

int mkstemp(char *path)
{
    return fails("open") ? -1 : REAL(mkstemp)(path);
}

int mkdir(const char *path, mode_t mode)
{
    return fails("open") ? -1 : REAL(mkdir)(path, mode);
}

DIR *opendir(const char *path)
{
    return fails("open") ? NULL : REAL(opendir)(path);
}

struct dirent *readdir(DIR *dir)
{
    return fails("read") ? NULL : REAL(readdir)(dir);
}

FILE *open_memstream(char **text, size_t *size)
{
    return fails("malloc") ? NULL : REAL(open_memstream)(text, size);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    return fails("thread") ? EAGAIN : REAL(pthread_create)(thread, attributes, run, argument);
}

int rename(const char *from, const char *to)
{
    return fails("rename") ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to)
{
    return fails("rename") ? -1 : REAL(link)(from, to);
}

int fsync(int fd)
{
    return fails("fsync") ? -1 : REAL(fsync)(fd);
}

int ftruncate(int fd, off_t size)
{
    return fails("fsync") ? -1 : REAL(ftruncate)(fd, size);
}

int futimens(int fd, const struct timespec times[2])
{
    return fails("fsync") ? -1 : REAL(futimens)(fd, times);
}
