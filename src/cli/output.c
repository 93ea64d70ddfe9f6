// SPDX-License-Identifier: MIT
#include "output.h"

#include "message.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- one stream ----

// A reader that went away is no error: head has seen enough. All else is.
static void fail(ag_output *o, int error)
{
    o->broken = true;
    if (error == EPIPE)
        return;
    ag_message("allege: %s: cannot write: %s; what is there is not complete\n", o->name, strerror(error));
    o->failed = true;
}

bool ag_output_is_input(const char *path, const ag_files *inputs)
{
    ag_file_id id = ag_file_id_of_path(path);
    for (size_t i = 0; id.known && i < inputs->n; i++) {
        if (ag_file_id_same(id, ag_file_id_of_path(inputs->at[i].path))) {
            ag_message("allege: %s: is an input too; choose another file for --output\n", path);
            return true;
        }
    }
    return false;
}

static FILE *in_use;

// The program ends in one thread while another may be writing: its line is to be whole.
bool ag_output_let_finish(void *user, size_t size)
{
    AG_UNUSED(user);
    AG_UNUSED(size);
    if (in_use)
        flockfile(in_use);
    return false;
}

bool ag_output_open(ag_output *o, const char *path, const ag_files *inputs)
{
    *o = (ag_output){.file = stdout, .name = "standard output"};
    if (!path || strcmp(path, "-") == 0) {
        o->id = ag_file_id_of_fd(STDOUT_FILENO);
        in_use = stdout;
        return true;
    }
    o->name = path;
    if (ag_output_is_input(path, inputs))
        return false;
    o->file = fopen(path, "wb");
    if (!o->file)
        ag_message("allege: %s: cannot write: %s; choose another file for --output\n", path, strerror(errno));
    else
        in_use = o->file;
    return o->file != NULL;
}

void ag_output_write(ag_output *o, ag_strbuf *text)
{
    if (!o->broken && text->len > 0 && fwrite(text->ptr, 1, text->len, o->file) != text->len)
        fail(o, errno);
    ag_strbuf_clear(text);
}

void ag_output_flush(ag_output *o)
{
    if (!o->broken && fflush(o->file) != 0)
        fail(o, errno);
}

void ag_output_close(ag_output *o)
{
    errno = 0;
    in_use = NULL;
    bool wrong = ferror(o->file) != 0;
    wrong |= fclose(o->file) != 0;
    if (wrong && !o->broken)
        fail(o, errno ? errno : EIO);
}

// ---- a file that is there whole or not at all ----

static bool complain(const char *path, int error)
{
    ag_message("allege: %s: cannot write: %s; nothing is kept of it\n", path, strerror(error));
    return false;
}

static bool is_there(const char *path)
{
    ag_message("allege: %s: is there already and is left as it is; move it away, or use --force\n", path);
    return false;
}

// A device or a pipe, such as /dev/stdout: nothing is lost by writing to it, and nothing can replace it.
static bool is_device(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

bool ag_output_is_free(const char *path, bool force)
{
    struct stat st;
    return force || lstat(path, &st) != 0 || is_device(path) || is_there(path);
}

// Writes all of a text to a descriptor and closes it. Returns 0 or the error.
static int write_and_close(int fd, const ag_strbuf *text)
{
    int error = 0;
    for (size_t at = 0; at < text->len && error == 0;) {
        ssize_t n = write(fd, text->ptr + at, text->len - at);
        if (n >= 0)
            at += (size_t)n;
        else if (errno != EINTR)
            error = errno;
    }
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

// Gives the file its name. Without force an older file of that name stays, and EEXIST is returned; a file
// system that knows no links cannot tell as surely.
static int rename_to(const char *temporary, const char *path, bool force)
{
    struct stat st;
    if (!force && link(temporary, path) == 0)
        return unlink(temporary) == 0 ? 0 : errno;
    if (!force && (errno == EEXIST || lstat(path, &st) == 0))
        return EEXIST;
    return rename(temporary, path) == 0 ? 0 : errno;
}

// A hidden name in the folder of the path, for mkstemp.
static void temporary_name(ag_strbuf *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    ag_strbuf_add(out, path, slash ? (size_t)(slash + 1 - path) : 0);
    ag_strbuf_add(out, ".allege-XXXXXX", sizeof ".allege-XXXXXX");
}

// The permissions that a file of this name has, or would have: those of mkstemp are for nobody else.
static mode_t mode_for(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return st.st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

static bool put_device(const char *path, const ag_strbuf *text)
{
    ag_output o = {.file = fopen(path, "wb"), .name = path};
    if (!o.file)
        return complain(path, errno);
    if (fwrite(text->ptr, 1, text->len, o.file) != text->len)
        fail(&o, errno);
    ag_output_close(&o);
    return !o.failed;
}

bool ag_output_put(const char *path, const ag_strbuf *text, bool force)
{
    if (is_device(path))
        return put_device(path, text);
    ag_strbuf temporary = {0};
    temporary_name(&temporary, path);
    int fd = mkstemp(temporary.ptr), error = errno;
    if (fd >= 0) {
        fchmod(fd, mode_for(path)); // not every file system has permissions
        error = write_and_close(fd, text);
        if (error == 0)
            error = rename_to(temporary.ptr, path, force);
        if (error != 0)
            unlink(temporary.ptr);
    }
    ag_strbuf_free(&temporary);
    return error == 0 || (error == EEXIST ? is_there(path) : complain(path, error));
}
