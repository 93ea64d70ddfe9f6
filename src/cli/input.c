// SPDX-License-Identifier: MIT
#include "input.h"
#include "limits.h"
#include "message.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024, BINARY_PROBE = 8 * 1024 }; // bytes

static bool complain(const char *path, const char *problem)
{
    ag_message("allege: %s: %s\n", path, problem);
    return false;
}

const char *ag_input_advice(int error)
{
    if (error == ENOENT)
        return "; check the name";
    if (error == EACCES)
        return "; check its permissions";
    if (error == EISDIR)
        return "; name a file in it";
    return error == ELOOP ? "; the link leads round in a circle" : "";
}

// Names the cause and what can be done about it.
static bool complain_errno(const char *path, int error)
{
    ag_message("allege: %s: cannot read: %s%s\n", path, strerror(error), ag_input_advice(error));
    return false;
}

static char *join_path(const char *dir, const char *name)
{
    ag_strbuf path = {0};
    ag_strbuf_add_text(&path, dir);
    if (path.len > 0 && path.ptr[path.len - 1] != '/')
        ag_strbuf_add_char(&path, '/');
    ag_strbuf_add(&path, name, strlen(name) + 1);
    return path.ptr;
}

typedef AG_ARRAY(char *) name_list; // owned strings

static void free_names(name_list *names)
{
    for (size_t i = 0; i < names->n; i++)
        ag_xfree(names->at[i]);
    ag_free(names);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// The names in a directory, hidden ones left out, in byte order. The directory is closed again before
// anything below it is opened, so that depth costs no descriptors.
static bool list_directory(const char *path, name_list *names)
{
    DIR *dir = opendir(path);
    if (!dir)
        return complain_errno(path, errno);
    const struct dirent *entry;
    errno = 0;
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] != '.')
            ag_push(names, ag_xstrndup(entry->d_name, strlen(entry->d_name)));
    }
    int error = errno;
    closedir(dir);
    if (names->n > 0)
        qsort(names->at, names->n, sizeof *names->at, compare_names);
    return error == 0 || complain_errno(path, error);
}

static bool matches_any(const ag_names *globs, const char *name)
{
    for (size_t i = 0; i < globs->n; i++) {
        if (fnmatch(globs->at[i], name, 0) == 0)
            return true;
    }
    return false;
}

static ag_file_id file_id(const struct stat *st)
{
    return (ag_file_id){
        .known = S_ISREG(st->st_mode) || S_ISDIR(st->st_mode), .device = st->st_dev, .inode = st->st_ino};
}

// A walk below a directory.
typedef struct walk {
    const ag_names *globs;
    ag_file_id but;
    size_t below; // of the files' paths
    ag_files *out;
} walk;

static bool walk_directory(const walk *w, const char *dir);

// Takes over path.
static bool visit(const walk *w, char *path, const char *name)
{
    struct stat st;
    bool ok = true, kept = false;
    if (lstat(path, &st) != 0) {
        ok = complain_errno(path, errno);
    } else if (S_ISDIR(st.st_mode)) {
        ok = ag_file_id_same(file_id(&st), w->but) || walk_directory(w, path);
    } else if (matches_any(w->globs, name)) {
        if (S_ISLNK(st.st_mode) && stat(path, &st) != 0) {
            ok = complain_errno(path, errno);
        } else if (S_ISREG(st.st_mode)) {
            ag_push(w->out, (ag_file){.path = path, .below = w->below, .found = true});
            kept = true;
        }
    }
    if (!kept)
        ag_xfree(path);
    return ok;
}

static bool walk_directory(const walk *w, const char *dir)
{
    name_list names = {0};
    bool ok = list_directory(dir, &names);
    for (size_t i = 0; i < names.n; i++)
        ok &= visit(w, join_path(dir, names.at[i]), names.at[i]);
    free_names(&names);
    return ok;
}

static size_t name_in(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash + 1 - path) : 0;
}

bool ag_input_expand(const char *operand, const ag_names *globs, ag_file_id but, ag_files *out)
{
    struct stat st;
    bool standard_input = strcmp(operand, "-") == 0;
    if (!standard_input && stat(operand, &st) != 0)
        return complain_errno(operand, errno);
    if (standard_input || !S_ISDIR(st.st_mode)) {
        ag_push(out, (ag_file){.path = ag_xstrndup(operand, strlen(operand)),
                               .below = name_in(operand),
                               .found = false});
        return true;
    }
    size_t before = out->n, len = strlen(operand);
    walk w = {globs, but, len + (operand[len - 1] != '/'), out};
    bool ok = walk_directory(&w, operand);
    if (ok && out->n == before)
        complain(operand, "no file below it has a matching name; choose others with --include=GLOB");
    return ok;
}

void ag_files_free(ag_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        ag_xfree(files->at[i].path);
    ag_free(files);
}

// Reads to the end of fd. Returns 0 or an errno; EFBIG where it is longer than offsets reach.
static int read_all(int fd, ag_strbuf *out)
{
    for (;;) {
        ag_strbuf_reserve(out, READ_STEP);
        ssize_t got = read(fd, out->ptr + out->len, out->space - out->len);
        if (got == 0)
            return 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return errno;
        out->len += (size_t)got;
        if (out->len > AG_MAX_INPUT)
            return EFBIG;
    }
}

static bool is_binary(const ag_strbuf *bytes)
{
    size_t probe = bytes->len < BINARY_PROBE ? bytes->len : BINARY_PROBE;
    return probe > 0 && memchr(bytes->ptr, '\0', probe) != NULL;
}

ag_read_status ag_input_read(const ag_file *file, ag_strbuf *out)
{
    ag_strbuf_clear(out);
    bool standard_input = strcmp(file->path, "-") == 0;
    int fd = standard_input ? STDIN_FILENO : open(file->path, O_RDONLY | O_CLOEXEC);
    int error = fd < 0 ? errno : read_all(fd, out);
    if (fd >= 0 && !standard_input)
        close(fd);
    if (error == EFBIG)
        complain(file->path, "longer than 4 GiB; split it at paragraphs");
    else if (error != 0)
        complain_errno(file->path, error);
    if (error != 0)
        return AG_READ_FAILED;
    return file->found && is_binary(out) ? AG_READ_SKIPPED : AG_READ_DONE;
}

ag_file_id ag_file_id_of_fd(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 ? file_id(&st) : (ag_file_id){0};
}

ag_file_id ag_file_id_of_path(const char *path)
{
    struct stat st;
    if (strcmp(path, "-") == 0)
        return ag_file_id_of_fd(STDIN_FILENO);
    return stat(path, &st) == 0 ? file_id(&st) : (ag_file_id){0};
}

bool ag_file_id_same(ag_file_id a, ag_file_id b)
{
    return a.known && b.known && a.device == b.device && a.inode == b.inode;
}
