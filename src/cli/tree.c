// SPDX-License-Identifier: MIT
#define _GNU_SOURCE // flock
#include "tree.h"

#include "message.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool complain(const char *path, int error)
{
    ag_message("allege: %s: cannot write: %s; nothing is kept of it\n", path, strerror(error));
    return false;
}

// DIR/sub/a.txt.jsonl, with a NUL.
static void path_of(const ag_tree *tree, size_t file, ag_strbuf *out)
{
    const ag_file *f = &tree->files->at[file];
    ag_strbuf_clear(out);
    ag_strbuf_printf(out, "%s/%s.%s", tree->dir, f->path + f->below, tree->suffix);
    ag_strbuf_add_char(out, '\0');
}

// DIR/sub/.a.txt.jsonl.part, with a NUL: always the same name, so that what a killed run left is used up by
// the next.
static void temporary_path_of(const char *path, ag_strbuf *out)
{
    const char *name = strrchr(path, '/') + 1;
    ag_strbuf_clear(out);
    ag_strbuf_printf(out, "%.*s.%s.part", (int)(name - path), path, name);
    ag_strbuf_add_char(out, '\0');
}

// ---- the plan ----

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool are_distinct(const ag_tree *tree)
{
    bool ok = true;
    char **paths = ag_xcalloc(tree->files->n, sizeof *paths);
    for (size_t i = 0; i < tree->files->n; i++)
        paths[i] = tree->files->at[i].path + tree->files->at[i].below;
    if (tree->files->n > 0)
        qsort(paths, tree->files->n, sizeof *paths, compare_paths);
    for (size_t i = 1; i < tree->files->n && ok; i++) {
        ok = strcmp(paths[i - 1], paths[i]) != 0;
        if (!ok)
            ag_message(
                "allege: --output-dir: two inputs would both be written to %s/%s.%s; run them one after the "
                "other, into two directories\n",
                tree->dir, paths[i], tree->suffix);
    }
    ag_xfree(paths);
    return ok;
}

// Makes the directories of a path up to its last slash. Returns 0 or the error.
static int make_directories(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int error = mkdir(path, 0777) == 0 || errno == EEXIST ? 0 : errno;
        *slash = '/';
        if (error != 0)
            return error;
    }
    return 0;
}

bool ag_tree_open(ag_tree *tree, const char *dir, const char *suffix, const ag_files *files)
{
    *tree = (ag_tree){.dir = dir, .suffix = suffix, .files = files, .fd = -1};
    for (size_t i = 0; i < files->n; i++) {
        if (strcmp(files->at[i].path, "-") == 0) {
            ag_message("allege: --output-dir is for files, and standard input has no name; use --output\n");
            return false;
        }
    }
    if (!are_distinct(tree))
        return false;
    ag_strbuf_printf(&tree->path, "%s/", dir);
    ag_strbuf_add_char(&tree->path, '\0');
    int error = make_directories(tree->path.ptr);
    if (error != 0)
        ag_message("allege: %s: cannot make the directory: %s; give --output-dir one that can be written\n",
                   dir, strerror(error));
    return error == 0;
}

bool ag_tree_is_done(const ag_tree *tree, size_t file)
{
    struct stat in, out;
    ag_strbuf path = {0};
    path_of(tree, file, &path);
    bool both = stat(path.ptr, &out) == 0 && stat(tree->files->at[file].path, &in) == 0;
    ag_strbuf_free(&path);
    return both && S_ISREG(out.st_mode) &&
           (out.st_mtim.tv_sec > in.st_mtim.tv_sec ||
            (out.st_mtim.tv_sec == in.st_mtim.tv_sec && out.st_mtim.tv_nsec > in.st_mtim.tv_nsec));
}

// ---- a file ----

// Opens the temporary file and locks it: two processes must not write to it at once. Returns the descriptor,
// or -1 with errno. Another process may have renamed the file before the lock was got.
static int open_locked(const char *path)
{
    for (;;) {
        struct stat mine, there;
        int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0)
            return -1;
        if (flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) { // not every file system has locks
            close(fd);
            errno = EWOULDBLOCK;
            return -1;
        }
        if (fstat(fd, &mine) == 0 && stat(path, &there) == 0 && mine.st_ino == there.st_ino &&
            ftruncate(fd, 0) == 0)
            return fd;
        close(fd);
    }
}

bool ag_tree_begin(ag_tree *tree, size_t file, struct timespec opened)
{
    path_of(tree, file, &tree->path);
    temporary_path_of(tree->path.ptr, &tree->temporary);
    tree->file = file;
    tree->opened = opened;
    tree->doubted = false;
    tree->error = make_directories(tree->path.ptr);
    if (tree->error == 0) {
        tree->fd = open_locked(tree->temporary.ptr);
        tree->error = tree->fd < 0 ? errno : 0;
    }
    if (tree->error == EWOULDBLOCK) {
        ag_message("allege: %s: another process is writing it; left to that one\n", tree->path.ptr);
        return false;
    }
    return tree->error == 0 || complain(tree->path.ptr, tree->error);
}

void ag_tree_write(ag_tree *tree, ag_strbuf *text)
{
    for (size_t at = 0; at < text->len && tree->error == 0;) {
        ssize_t n = write(tree->fd, text->ptr + at, text->len - at);
        if (n >= 0)
            at += (size_t)n;
        else if (errno != EINTR)
            tree->error = errno;
    }
    ag_strbuf_clear(text);
}

void ag_tree_doubt(ag_tree *tree)
{
    tree->doubted = true;
}

// The file counts as written when its input was opened: what is changed behind that is newer. One in doubt is
// as old as its input.
static void set_time(const ag_tree *tree)
{
    struct stat st;
    struct timespec time = tree->opened;
    if (tree->doubted && stat(tree->files->at[tree->file].path, &st) == 0)
        time = st.st_mtim;
    const struct timespec times[2] = {time, time};
    futimens(tree->fd, times);
}

bool ag_tree_end(ag_tree *tree)
{
    if (tree->error == 0 && fsync(tree->fd) != 0 && errno != EINVAL && errno != ENOTSUP)
        tree->error = errno;
    set_time(tree);
    if (tree->error == 0 && rename(tree->temporary.ptr, tree->path.ptr) != 0)
        tree->error = errno;
    if (tree->error != 0)
        unlink(tree->temporary.ptr);
    if (close(tree->fd) != 0 && tree->error == 0)
        tree->error = errno;
    tree->fd = -1;
    return tree->error == 0 || complain(tree->path.ptr, tree->error);
}

void ag_tree_abandon(ag_tree *tree)
{
    unlink(tree->temporary.ptr);
    close(tree->fd);
    tree->fd = -1;
}

void ag_tree_close(ag_tree *tree)
{
    ag_strbuf_free(&tree->path);
    ag_strbuf_free(&tree->temporary);
}
