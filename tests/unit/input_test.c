// SPDX-License-Identifier: MIT
// Walks a small tree made under a temporary directory. What the messages say is tested in tests/cli.
#include "check.h"
#include "input.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    if (CHECK(file != NULL)) {
        CHECK_INT(fwrite(bytes, 1, len, file), len);
        fclose(file);
    }
}

static void make_tree(void)
{
    CHECK_INT(mkdir("t", 0777) | mkdir("t/b", 0777) | mkdir("t/.git", 0777) | mkdir("t/empty", 0777), 0);
    write_file("t/c.txt", "c", 1);
    write_file("t/B.txt", "B", 1);
    write_file("t/b/a.txt", "a", 1);
    write_file("t/note.md", "n", 1);
    write_file("t/.hidden.txt", "h", 1);
    write_file("t/.git/x.txt", "x", 1);
    write_file("t/binary.txt", "a\0b", 3);
    CHECK_INT(symlink("..", "t/b/up"), 0);             // a loop, were it followed
    CHECK_INT(symlink("../c.txt", "t/b/link.txt"), 0); // a file under another name
}

static void check_paths(const char *operand, const char *glob, const char *const *want, size_t n)
{
    ag_files files = {0};
    ag_names globs = {0};
    ag_push(&globs, glob);
    CHECK(ag_input_expand(operand, &globs, (ag_file_id){0}, &files));
    CHECK_INT(files.n, n);
    for (size_t i = 0; i < n && i < files.n; i++)
        CHECK_TEXT(files.at[i].path, strlen(files.at[i].path), want[i]);
    ag_files_free(&files);
    ag_free(&globs);
}

static void directories_are_walked_in_byte_order(void)
{
    static const char *const all[] = {"t/B.txt", "t/b/a.txt", "t/b/link.txt", "t/binary.txt", "t/c.txt"};
    check_paths("t", "*.txt", all, AG_ARRAY_LEN(all));
    check_paths("t/", "*.txt", all, AG_ARRAY_LEN(all));
    static const char *const notes[] = {"t/note.md"};
    check_paths("t", "*.md", notes, 1);
    static const char *const named[] = {"t/note.md"};
    check_paths("t/note.md", "*.txt", named, 1); // named: no matter what it is called
    static const char *const standard[] = {"-"};
    check_paths("-", "*.txt", standard, 1);
}

static void binary_files_are_skipped_only_where_found(void)
{
    static char path[] = "t/binary.txt";
    ag_strbuf text = {0};
    CHECK_INT(ag_input_read(&(ag_file){.path = path, .found = true}, &text), AG_READ_SKIPPED);
    CHECK_INT(ag_input_read(&(ag_file){.path = path, .found = false}, &text), AG_READ_DONE);
    CHECK_INT(text.len, 3);
    ag_strbuf_free(&text);
}

static void same_file_is_known_under_two_names(void)
{
    CHECK(ag_file_id_same(ag_file_id_of_path("t/c.txt"), ag_file_id_of_path("t/b/link.txt")));
    CHECK(!ag_file_id_same(ag_file_id_of_path("t/c.txt"), ag_file_id_of_path("t/B.txt")));
    CHECK(!ag_file_id_same(ag_file_id_of_path("t/none"), ag_file_id_of_path("t/none")));
    CHECK(!ag_file_id_of_path("/dev/null").known); // a directory
}

int main(void)
{
    char scratch[] = "/tmp/allege-input-test-XXXXXX";
    if (!CHECK(mkdtemp(scratch) != NULL) || !CHECK(chdir(scratch) == 0))
        return check_done();
    make_tree();
    directories_are_walked_in_byte_order();
    binary_files_are_skipped_only_where_found();
    same_file_is_known_under_two_names();
    static const char *const files[] = {"t/c.txt",      "t/B.txt",       "t/b/a.txt",
                                        "t/note.md",    "t/.hidden.txt", "t/.git/x.txt",
                                        "t/binary.txt", "t/b/up",        "t/b/link.txt"};
    static const char *const directories[] = {"t/b", "t/.git", "t/empty", "t"};
    for (size_t i = 0; i < AG_ARRAY_LEN(files); i++)
        unlink(files[i]);
    bool removed = true;
    for (size_t i = 0; i < AG_ARRAY_LEN(directories); i++)
        removed &= rmdir(directories[i]) == 0;
    CHECK(removed && rmdir(scratch) == 0);
    return check_done();
}
