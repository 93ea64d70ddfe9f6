// SPDX-License-Identifier: MIT
#include "check.h"
#include "progress.h"

static void line(size_t files, size_t of, uint64_t bytes, uint64_t total, double seconds, uint32_t width,
                 const char *want)
{
    ag_strbuf out = {0};
    ag_progress_write(&out, files, of, bytes, total, bytes, seconds, width);
    CHECK_TEXT(out.ptr, out.len - 1, want);
    CHECK_INT(out.ptr[out.len - 1], 0);
    ag_strbuf_free(&out);
}

int main(void)
{
    line(2, 10, 1500000, 4500000, 3, 79, "2 of 10 files, 1.5 of 4.5 MB, 0.5 MB/s, 6 s left");
    line(1, 1, 1000000, 100000000, 1, 79, "1.0 of 100.0 MB, 1.0 MB/s, 1:39 left");
    line(1, 1, 1000000, UINT64_C(10000000000), 1, 79, "1.0 of 10000.0 MB, 1.0 MB/s, 2:46:39 left");
    line(1, 1, 1500000, 0, 3, 79, "1.5 MB, 0.5 MB/s");
    line(1, 1, 0, 0, 0, 79, "0.0 MB, 0.0 MB/s");
    line(1, 1, 5000000, 4000000, 5, 79, "5.0 of 4.0 MB, 1.0 MB/s, 0 s left"); // it has grown
    line(2, 10, 1500000, 4500000, 3, 10, "2 of 10 fi");
    return check_done();
}
