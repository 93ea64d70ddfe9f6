// SPDX-License-Identifier: MIT
// Any bytes through the whole program. The first two bytes choose the options: bits of the first are taken
// for themselves, the second is a view of the result where it is 128 or more.
#include "fuzz.h"
#include "program.h"

static const char *const offsets[] = {NULL, "--offsets=codepoints", "--offsets=utf16", NULL};
static const char *const views[] = {
    "--pretty",       "--format=csv", "--format=tsv",  "--format=html",    "--format=dot",
    "--format=brat",  "--explain",    "--dump=tokens", "--dump=sentences", "--dump=quotes",
    "--dump=classes", "--dump=clues", "--dump=roles",  "--rule-stats",
};

static void add(fuzz_arguments *arguments, bool wanted, const char *argument)
{
    if (wanted && argument)
        arguments->at[arguments->n++] = argument;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    fuzz_arguments arguments = {0};
    add(&arguments, data[0] & 1, "--no-weights");
    add(&arguments, data[0] & 2, "--statements");
    add(&arguments, true, offsets[data[0] >> 2 & 3]);
    add(&arguments, data[0] & 16, "--flush=line");
    add(&arguments, data[0] & 32, "--label=denial,statement");
    add(&arguments, data[0] & 64, "--color=always");
    add(&arguments, data[1] & 128, views[data[1] % AG_ARRAY_LEN(views)]);
    fuzz_program_everyhow(&arguments, (const char *)data + 2, size - 2);
    return 0;
}
