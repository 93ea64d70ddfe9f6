// SPDX-License-Identifier: MIT
// Any bytes as a WARC file. The first byte chooses options, a bit each.
#include "fuzz.h"
#include "program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const choices[] = {"--flush=line", "--statements", "--offsets=codepoints",
                                          "--format=tsv", "--format=csv", "--format=html"};
    if (size == 0)
        return 0;
    fuzz_arguments arguments = {{"--input=warc"}, 1};
    for (size_t i = 0; i < AG_ARRAY_LEN(choices); i++)
        if (data[0] >> i & 1)
            arguments.at[arguments.n++] = choices[i];
    fuzz_program_everyhow(&arguments, (const char *)data + 1, size - 1);
    return 0;
}
