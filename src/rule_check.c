// SPDX-License-Identifier: MIT
#include "rule_check.h"
#include "strbuf.h"

// What an example gave.
typedef struct example_run {
    uint32_t rule; // the one whose example it is
    bool fired;
    ag_strbuf others; // ids of the other rules that fired, ", " between them
} example_run;

static void note_record(void *user, const ag_record *record)
{
    example_run *run = user;
    if (record->rule_index == run->rule) {
        run->fired = true;
        return;
    }
    if (run->others.len > 0)
        ag_strbuf_add(&run->others, ", ", 2);
    ag_strbuf_add_text(&run->others, record->rule);
}

static void report(FILE *to, const ag_rule_info *info, const ag_rule_example *example, const example_run *run)
{
    fprintf(to, "allege: %s:%u: %s %s on: %.*s\n", info->file, (unsigned)example->line, info->id,
            example->positive ? "does not fire" : "fires", (int)example->len, example->text);
    if (example->positive && run->others.len > 0)
        fprintf(to, "    fired instead: %.*s\n", (int)run->others.len, run->others.ptr);
    else if (example->positive)
        fputs("    no rule fired; see why with --explain\n", to);
}

ag_check_result ag_rule_check(const ag_engine *engine, FILE *to)
{
    ag_check_result result = {0};
    ag_extractor *x = ag_extractor_new(engine);
    example_run run = {0};
    for (uint32_t rule = 0; rule < ag_rules_count(engine->rules); rule++) {
        const ag_rule_example *examples;
        uint32_t n = ag_rules_examples(engine->rules, rule, &examples);
        for (uint32_t i = 0; i < n; i++) {
            run.rule = rule;
            run.fired = false;
            ag_strbuf_clear(&run.others);
            ag_extract(x, examples[i].text, examples[i].len, note_record, &run);
            result.examples++;
            if (run.fired != examples[i].positive) {
                result.failed++;
                report(to, ag_rules_info(engine->rules, rule), &examples[i], &run);
            }
        }
    }
    ag_strbuf_free(&run.others);
    ag_extractor_free(x);
    return result;
}
