// SPDX-License-Identifier: MIT
// Any bytes as a rule file: it loads or has an error that names a line of it; what loads runs over a few
// sentences.
#include "extract.h"
#include "fuzz.h"

static const char text[] =
    "The council said on Monday that the northern army had shelled the port. \"We did not do it,\" the "
    "army's "
    "spokesman told reporters. Officials accused the firm of stealing data and will ban it.\n";

static void ignore(void *user, const ag_record *record)
{
    AG_UNUSED(user);
    AG_UNUSED(record);
}

static void run_rules(const ag_engine *built_in, const ag_rules *rules)
{
    ag_engine own = *built_in;
    own.rules = rules;
    ag_extractor *x = ag_extractor_new(&own);
    ag_extract(x, text, sizeof text - 1, ignore, NULL);
    ag_extractor_free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const ag_engine *built_in = fuzz_engine(false, true);
    ag_diag diag = {0};
    ag_rules *rules = ag_rules_new(built_in->lex);
    bool ok = ag_rules_add(rules, "fuzz.rules", (const char *)data, size, &diag);
    ok = ag_rules_finish(rules, &diag) && ok;
    FUZZ_HOLDS(ok == (diag.errors == 0));
    for (size_t i = 0; i < diag.list.n; i++)
        FUZZ_HOLDS(diag.list.at[i].text && diag.list.at[i].text[0]);
    if (ok)
        run_rules(built_in, rules);
    ag_rules_free(rules);
    ag_diag_free(&diag);
    return 0;
}
