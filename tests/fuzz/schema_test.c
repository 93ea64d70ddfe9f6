// SPDX-License-Identifier: MIT
// schema_test SCHEMA RIGHT WRONG: schema.c lets the records of one file pass and refuses those of the other,
// as the validator of tests/schema does.
#include "fuzz.h"
#include "schema.h"

static int wrong_answers(const cJSON *schema, const char *path, bool want, int *lines)
{
    static char line[64 * 1024];
    int wrong = 0;
    FILE *f = fopen(path, "rb");
    FUZZ_HOLDS(f);
    while (fgets(line, sizeof line, f)) {
        cJSON *value = cJSON_Parse(line);
        const cJSON *record = want ? value : cJSON_GetObjectItemCaseSensitive(value, "record");
        FUZZ_HOLDS(record);
        bool got = fuzz_schema_allows(schema, record);
        if (got != want)
            printf("%s: %s: %s", path, got ? "should be refused" : "should pass", line);
        wrong += got != want;
        ++*lines;
        cJSON_Delete(value);
    }
    fclose(f);
    return wrong;
}

int main(int argc, char **argv)
{
    FUZZ_HOLDS(argc == 4);
    int lines = 0;
    cJSON *schema = fuzz_schema_read(argv[1]);
    int failed = wrong_answers(schema, argv[2], true, &lines) + wrong_answers(schema, argv[3], false, &lines);
    cJSON_Delete(schema);
    printf("%d passed, %d failed\n", lines - failed, failed);
    return failed > 0 || lines == 0;
}
