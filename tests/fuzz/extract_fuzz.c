// SPDX-License-Identifier: MIT
// Any bytes through the whole program. The first two bytes choose the options: bits of the first are taken
// for themselves, the second is a view of the result, a format among them, where it is 128 or more.
#include "fuzz.h"
#include "program.h"
#include "writer.h"

static const char *const offsets[] = {NULL, "--offsets=codepoints", "--offsets=utf16", NULL};
static const char *const views[] = {
    "--explain",      "--dump=tokens", "--dump=sentences", "--dump=quotes",
    "--dump=classes", "--dump=clues",  "--dump=roles",     "--rule-stats",
};

static void add(fuzz_arguments *arguments, bool wanted, const char *argument)
{
    if (wanted && argument)
        arguments->at[arguments->n++] = argument;
}

static const char *find_view(uint8_t choice)
{
    static char format[64];
    size_t i = choice % (AG_ARRAY_LEN(views) + ag_nformats);
    if (i < AG_ARRAY_LEN(views))
        return views[i];
    snprintf(format, sizeof format, "--format=%s", ag_formats[i - AG_ARRAY_LEN(views)]->name);
    return format;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    fuzz_arguments arguments = {0};
    bool records = data[1] < 128;
    add(&arguments, data[0] & 1, "--no-weights");
    add(&arguments, data[0] & 2, "--statements");
    add(&arguments, true, offsets[data[0] >> 2 & 3]);
    add(&arguments, data[0] & 16, "--flush=line");
    add(&arguments, data[0] & 32, "--label=denial,statement");
    add(&arguments, data[0] & 64, "--color=always");
    add(&arguments, records && data[0] & 128, "--codes=cameo");
    add(&arguments, !records, find_view(data[1]));
    fuzz_program_everyhow(&arguments, (const char *)data + 2, size - 2);
    return 0;
}
