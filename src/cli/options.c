// SPDX-License-Identifier: MIT
#include "options.h"
#include "cpus.h"
#include "date.h"
#include "limits.h"
#include "message.h"
#include "pretty_writer.h"
#include "sandbox.h"
#include "stream.h"
#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

// In parts, for compilers need not take longer strings.
static const char *const help_text[] = {
    "Usage: allege [OPTION]... [FILE|DIRECTORY]...\n"
    "Find attribution claims, denials and policy statements in English text and\n"
    "print each as a line of JSON, or in another form.\n"
    "\n"
    "With no FILE, or where FILE is -, standard input is read. A directory stands for\n"
    "every *.txt below it, in name order; hidden and binary files are left out. What is\n"
    "compressed with gzip or zstd is read as it is.\n"
    "\n"
    "Output:\n"
    "  -l, --label=LIST        print only these labels: claim,denial,policy,\n"
    "                            statement\n"
    "      --statements        print every attributed statement, quoted or reported, and\n"
    "                            what is said in it\n"
    "      --format=FORMAT     jsonl (the default): a JSON object a line\n"
    "                          pretty: the text as one reads it, with labels in the\n"
    "                            margin and roles in colours\n"
    "                          csv, tsv: a table, a line a record, with a header\n"
    "                          html: one page with texts, filters, matrix and graph\n"
    "                          dot: who accuses whom, as a graph for Graphviz\n"
    "                          brat: for each a.txt a file a.ann beside it, which brat\n"
    "                            opens; of standard input to standard output\n"
    "                          webannotation: one W3C AnnotationCollection\n"
    "                          stix: one STIX 2.1 bundle\n"
    "      --codes=LIST        add event codes to each record, in jsonl, csv and tsv: cameo,\n"
    "                            plover\n"
    "      --modified=TIME     with --format=stix, when the objects were last changed: now,\n"
    "                            or a time as 2026-11-27T10:00:00Z (default:\n"
    "                            SOURCE_DATE_EPOCH, else the date of the text)\n"
    "      --pretty            the same as --format=pretty\n"
    "      --color=WHEN        with --pretty, use colours auto (the default: on a terminal,\n"
    "                            unless NO_COLOR is set), always or never\n"
    "      --stats             sum up on standard error: documents, sentences, records,\n"
    "                            who comes first as source and target, time\n"
    "      --progress=WHEN     say on standard error how far a run is: auto (the default: on a\n"
    "                            terminal that records do not go to, after a second),\n"
    "                            always or never\n"
    "      --force             with --format=brat, write anew a file that is there\n"
    "  -o, --output=FILE       write to FILE instead of standard output\n"
    "      --output-dir=DIR    write a file of its own for each input: for sub/a.txt below\n"
    "                            a directory DIR/sub/a.txt.jsonl, there whole or not at\n"
    "                            all\n"
    "      --resume            with --output-dir, leave out inputs whose output is\n"
    "                            complete and newer\n"
    "      --flush=line        for live feeds: print records as soon as their paragraph,\n"
    "                            or their line of JSON, is complete\n"
    "      --offsets=UNIT      count offsets in bytes (the default), codepoints or\n"
    "                            utf16 (code units); brat and webannotation have\n"
    "                            codepoints always\n"
    "      --explain           say in words who speaks, which rule made each record,\n"
    "                            which words took which role, and which rules came\n"
    "                            closest\n"
    "      --why=SENTENCE      explain this sentence; may be repeated\n"
    "      --why=FILE:LINE     explain the sentences on a line of a text\n"
    "      --rule-stats        print what each rule did instead of records: tries, hits,\n"
    "                            records, limit hits, and the first sentence of its\n"
    "                            records; a line a rule, with tabs and a header\n"
    "      --dump=STAGE        print what a stage made of the text instead of records:\n"
    "                            tokens, sentences, quotes, classes, clues or roles\n",
    "Input:\n"
    "      --input=FORM        text (the default); jsonl: a JSON object a line that holds\n"
    "                            a text; warc: WET files of Common Crawl\n"
    "      --text-field=FIELD  with --input=jsonl, the field with the text, inside of\n"
    "                            others as a.b (default: text)\n"
    "      --id-field=FIELD    the field that gives `doc` (default: id; where it is not\n"
    "                            there, the number of the line)\n"
    "      --keep=LIST         copy these fields into each record; NAME=FIELD gives\n"
    "                            another name: url,meta.date,outlet=source\n"
    "      --strict            end with status 2 at a line that is not as it should be,\n"
    "                            instead of leaving it out\n"
    "      --include=GLOB      in directories, read files whose name matches GLOB\n"
    "                            instead of *.txt, *.jsonl or *.wet (also with .gz and\n"
    "                            .zst); may be repeated\n",
    "Rules and lexicon:\n"
    "      --rules=FILE        add the rules in FILE, or in standard input for -; may be\n"
    "                            repeated\n"
    "      --no-default-rules  do without the rules that are built in\n"
    "      --lexicon=DIR       add the word lists in DIR; may be repeated\n"
    "      --gazetteer=FILE    add the actors in FILE, a cluster of a MISP galaxy or a table\n"
    "                            of name, alias, country, type; may be repeated\n"
    "      --no-weights        let the rules alone decide where there is a record, and\n"
    "                            who its source and target are\n"
    "      --check-rules       try every example in the rule files and stop\n"
    "      --list-rules        print the id, kind and place of every rule and stop\n"
    "Other:\n"
    "  -j, --jobs=N            use N threads (default: one for each processor at hand);\n"
    "                            the output is the same\n"
    "      --no-sandbox        keep rights that are given up: to use the network, to run\n"
    "                            programs, to write anywhere but to the output\n"
    "  -h, --help              print this help and stop\n"
    "  -V, --version           print version information and stop\n"
    "\n"
    "Exit status: 0 done; 1 some input could not be read, or the output not be\n"
    "written; 2 wrong usage, or a mistake in a rule or lexicon file.\n"
    "\n",
    "Examples:\n"
    "  allege articles/                    every text below the directory\n"
    "  cat article.txt | allege            a pipe\n"
    "  allege a.txt b.txt -o out.jsonl     two files into one\n"
    "  allege --input=jsonl --keep=url,date news.jsonl.gz\n"
    "                                      a text a line\n"
    "  allege --output-dir=out --resume articles/\n"
    "                                      a file each, where the last run broke off\n"
    "  allege --label=claim,denial articles/ |\n"
    "      jq -r '[.source.name, .target.name, .act.text] | @tsv'\n"
    "  allege --statements --format=brat articles/\n"
    "                                      who says what, for brat to show and correct\n"
    "  allege --pretty --color=always article.txt | less -R\n"
    "                                      to read it, page by page\n"
    "  allege --explain article.txt        why each record is there\n"
    "  allege --why=article.txt:12         why there is none\n"
    "  allege --rules my.rules --check-rules\n",
};

static const char try_help[] = "Try 'allege --help' for more information.\n";

enum {
    OPT_OFFSETS = 256,
    OPT_FORMAT,
    OPT_CODES,
    OPT_MODIFIED,
    OPT_FORCE,
    OPT_PRETTY,
    OPT_COLOR,
    OPT_STATS,
    OPT_PROGRESS,
    OPT_EXPLAIN,
    OPT_STATEMENTS,
    OPT_WHY,
    OPT_RULE_STATS,
    OPT_DUMP,
    OPT_OUTPUT_DIR,
    OPT_RESUME,
    OPT_FLUSH,
    OPT_INPUT,
    OPT_TEXT_FIELD,
    OPT_ID_FIELD,
    OPT_KEEP,
    OPT_STRICT,
    OPT_INCLUDE,
    OPT_RULES,
    OPT_NO_DEFAULT_RULES,
    OPT_LEXICON,
    OPT_GAZETTEER,
    OPT_NO_WEIGHTS,
    OPT_CHECK_RULES,
    OPT_LIST_RULES,
    OPT_NO_SANDBOX,
};

static const struct option long_options[] = {
    {"label", required_argument, NULL, 'l'},
    {"output", required_argument, NULL, 'o'},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"codes", required_argument, NULL, OPT_CODES},
    {"modified", required_argument, NULL, OPT_MODIFIED},
    {"force", no_argument, NULL, OPT_FORCE},
    {"pretty", no_argument, NULL, OPT_PRETTY},
    {"stats", no_argument, NULL, OPT_STATS},
    {"progress", required_argument, NULL, OPT_PROGRESS},
    {"color", required_argument, NULL, OPT_COLOR},
    {"offsets", required_argument, NULL, OPT_OFFSETS},
    {"statements", no_argument, NULL, OPT_STATEMENTS},
    {"explain", no_argument, NULL, OPT_EXPLAIN},
    {"why", required_argument, NULL, OPT_WHY},
    {"rule-stats", no_argument, NULL, OPT_RULE_STATS},
    {"dump", required_argument, NULL, OPT_DUMP},
    {"output-dir", required_argument, NULL, OPT_OUTPUT_DIR},
    {"resume", no_argument, NULL, OPT_RESUME},
    {"flush", required_argument, NULL, OPT_FLUSH},
    {"input", required_argument, NULL, OPT_INPUT},
    {"text-field", required_argument, NULL, OPT_TEXT_FIELD},
    {"id-field", required_argument, NULL, OPT_ID_FIELD},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"strict", no_argument, NULL, OPT_STRICT},
    {"jobs", required_argument, NULL, 'j'},
    {"include", required_argument, NULL, OPT_INCLUDE},
    {"rules", required_argument, NULL, OPT_RULES},
    {"no-default-rules", no_argument, NULL, OPT_NO_DEFAULT_RULES},
    {"no-weights", no_argument, NULL, OPT_NO_WEIGHTS},
    {"lexicon", required_argument, NULL, OPT_LEXICON},
    {"gazetteer", required_argument, NULL, OPT_GAZETTEER},
    {"check-rules", no_argument, NULL, OPT_CHECK_RULES},
    {"list-rules", no_argument, NULL, OPT_LIST_RULES},
    {"no-sandbox", no_argument, NULL, OPT_NO_SANDBOX},
    {"help", no_argument, NULL, 'h'},
    {"version", no_argument, NULL, 'V'},
    {NULL, 0, NULL, 0},
};

static const char *const stage_names[] = {
    [ALLEGE_TOKENS] = "tokens",   [ALLEGE_SENTENCES] = "sentences", [ALLEGE_QUOTES] = "quotes",
    [ALLEGE_CLASSES] = "classes", [ALLEGE_CLUES] = "clues",         [ALLEGE_ROLES] = "roles",
};

static const char *const offset_names[] = {
    [ALLEGE_BYTES] = "bytes",
    [ALLEGE_CODE_POINTS] = "codepoints",
    [ALLEGE_UTF16] = "utf16",
};

static const char *const input_names[] = {
    [AG_INPUT_TEXT] = "text",
    [AG_INPUT_JSONL] = "jsonl",
    [AG_INPUT_WARC] = "warc",
};

static const char *const mode_options[] = {
    [AG_MODE_RECORDS] = "",
    [AG_MODE_EXPLAIN] = "--explain",
    [AG_MODE_WHY] = "--why",
    [AG_MODE_DUMP] = "--dump",
    [AG_MODE_RULE_STATS] = "--rule-stats",
    [AG_MODE_CHECK_RULES] = "--check-rules",
    [AG_MODE_LIST_RULES] = "--list-rules",
};

// In one write, which happens where the output is closed and mistakes are told.
static void print_help(void)
{
    static char buffer[16 * 1024]; // so that it is written in one go
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    for (size_t i = 0; i < AG_ARRAY_LEN(help_text); i++)
        fputs(help_text[i], stdout);
}

static void print_version(void)
{
    char libraries[256];
    allege_libraries(libraries, sizeof libraries);
    printf("allege %s\n%s", allege_version(), libraries);
    ag_stream_print_libraries();
    ag_sandbox_print();
}

static bool misuse(void)
{
    fputs(try_help, stderr);
    return false;
}

// Finds a word among names. Returns its index, or -1 after a message.
static int choose(const char *option, const char *word, size_t len, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], word, len) == 0)
            return (int)i;
    }
    ag_message("allege: %s: unknown value '%.*s'; choose from", option, (int)len, word);
    for (size_t i = 0; i < n; i++)
        ag_message("%s %s", i > 0 ? "," : "", names[i]);
    ag_message("\n");
    return -1;
}

static bool parse_labels(const char *list, uint32_t *labels)
{
    static const char *const names[] = {"claim", "denial", "policy", "statement"};
    static const allege_label values[] = {ALLEGE_CLAIM, ALLEGE_DENIAL, ALLEGE_POLICY, ALLEGE_STATEMENT};
    uint32_t mask = 0;
    for (const char *word = list;; word++) {
        size_t len = strcspn(word, ",");
        int index = choose("--label", word, len, names, AG_ARRAY_LEN(names));
        if (index < 0)
            return misuse();
        mask |= 1u << values[index];
        word += len;
        if (*word == '\0')
            break;
    }
    *labels = mask;
    return true;
}

static bool parse_codes(const char *list, ag_options *options)
{
    static const char *const names[] = {"cameo", "plover"};
    bool *const values[] = {&options->writing.coding.cameo, &options->writing.coding.plover};
    for (const char *word = list;; word++) {
        size_t len = strcspn(word, ",");
        int index = choose("--codes", word, len, names, AG_ARRAY_LEN(names));
        if (index < 0)
            return misuse();
        *values[index] = true;
        word += len;
        if (*word == '\0')
            break;
    }
    if (!options->codes)
        options->codes = ag_codes_default();
    options->writing.coding.codes = options->codes;
    return true;
}

static bool parse_modified(const char *word, ag_options *options)
{
    struct timespec now;
    options->modified = true;
    if (strcmp(word, "now") == 0 && clock_gettime(CLOCK_REALTIME, &now) == 0) {
        options->writing.modified = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
        return true;
    }
    if (ag_date_parse((ag_str){word, strlen(word)}, &options->writing.modified))
        return true;
    ag_message("allege: --modified: '%s' is no time; give now, or one as 2026-11-27T10:00:00Z\n", word);
    return misuse();
}

// https://reproducible-builds.org/specs/source-date-epoch/: seconds since 1970, an error where it is
// something else.
static bool settle_modified(ag_options *options)
{
    const char *seconds = getenv("SOURCE_DATE_EPOCH");
    if (options->modified || !options->format->dated)
        return true;
    options->writing.modified = INT64_MIN;
    if (!seconds || !*seconds)
        return true;
    if (strspn(seconds, "0123456789") == strlen(seconds) && strlen(seconds) < 12) {
        options->writing.modified = strtoll(seconds, NULL, 10) * 1000;
        return true;
    }
    ag_message(
        "allege: SOURCE_DATE_EPOCH: '%s' is no number of seconds since 1970; correct it, unset it, or give "
        "--modified\n",
        seconds);
    return misuse();
}

static bool parse_offsets(const char *word, ag_options *options)
{
    int index = choose("--offsets", word, strlen(word), offset_names, AG_ARRAY_LEN(offset_names));
    if (index < 0)
        return misuse();
    options->writing.offsets = (allege_unit)index;
    return true;
}

static bool parse_when(const char *option, const char *word, ag_when *when)
{
    static const char *const names[] = {[AG_AUTO] = "auto", [AG_ALWAYS] = "always", [AG_NEVER] = "never"};
    int index = choose(option, word, strlen(word), names, AG_ARRAY_LEN(names));
    if (index < 0)
        return misuse();
    *when = (ag_when)index;
    return true;
}

static bool parse_format(const char *word, ag_options *options)
{
    enum { MAX = 32 };
    const char *names[MAX];
    size_t n = ag_nformats < MAX ? ag_nformats : MAX;
    for (size_t i = 0; i < n; i++)
        names[i] = ag_formats[i]->name;
    int index = choose("--format", word, strlen(word), names, n);
    if (index < 0)
        return misuse();
    options->format = ag_formats[index];
    return true;
}

static bool parse_input(const char *word, ag_options *options)
{
    int index = choose("--input", word, strlen(word), input_names, AG_ARRAY_LEN(input_names));
    if (index < 0)
        return misuse();
    options->input = (ag_input_form)index;
    return true;
}

static bool parse_flush(const char *word, ag_options *options)
{
    static const char *const names[] = {"line"};
    if (choose("--flush", word, strlen(word), names, AG_ARRAY_LEN(names)) < 0)
        return misuse();
    return options->flush = true;
}

static bool parse_jobs(const char *word, ag_options *options)
{
    size_t digits = strspn(word, "0123456789");
    unsigned long n = strtoul(word, NULL, 10);
    if (digits == 0 || digits > 9 || word[digits] != '\0' || n < 1 || n > AG_MAX_JOBS) {
        ag_message("allege: --jobs: '%s' is no number of threads; give one from 1 to %d\n", word,
                   AG_MAX_JOBS);
        return misuse();
    }
    options->jobs = (unsigned)n;
    return true;
}

static bool is_record_key(const char *name)
{
    static const char *const keys[] = {"schema", "doc",    "label", "kind",      "sentence", "source",
                                       "cue",    "target", "act",   "certainty", "quote",    "content",
                                       "within", "rule",   "codes", NULL};
    return ag_str_in((ag_str){name, strlen(name)}, keys);
}

// FIELD, or NAME=FIELD.
static bool add_keep(const char *word, size_t len, ag_options *options)
{
    const char *equals = memchr(word, '=', len);
    size_t name_len = equals ? (size_t)(equals - word) : len;
    const char *path = equals ? equals + 1 : word;
    size_t path_len = len - (size_t)(path - word);
    if (name_len == 0 || path_len == 0) {
        ag_message("allege: --keep: '%.*s' is no field; give FIELD or NAME=FIELD\n", (int)len, word);
        return misuse();
    }
    for (size_t i = 0; i < options->keep.n; i++) {
        const char *name = options->keep.at[i].name;
        if (strlen(name) == name_len && memcmp(name, word, name_len) == 0) {
            ag_message("allege: --keep: '%s' is kept twice; leave it out once\n", name);
            return misuse();
        }
    }
    ag_field field = {ag_xstrndup(word, name_len), ag_xstrndup(path, path_len)};
    ag_push(&options->keep, field);
    if (!is_record_key(field.name))
        return true;
    ag_message("allege: --keep: '%s' is a key of the records already; give it another name, as in in_%s=%s\n",
               field.name, field.name, field.path);
    return misuse();
}

static bool parse_keep(const char *list, ag_options *options)
{
    for (const char *word = list;; word++) {
        size_t len = strcspn(word, ",");
        if (!add_keep(word, len, options))
            return false;
        word += len;
        if (*word == '\0')
            return true;
    }
}

static bool set_mode(ag_options *options, ag_mode mode)
{
    if (options->mode != AG_MODE_RECORDS && options->mode != mode) {
        ag_message("allege: %s and %s cannot be used together; run them one after the other\n",
                   mode_options[options->mode], mode_options[mode]);
        return misuse();
    }
    options->mode = mode;
    return true;
}

static bool parse_dump(const char *word, ag_options *options)
{
    int index = choose("--dump", word, strlen(word), stage_names, AG_ARRAY_LEN(stage_names));
    if (index < 0)
        return misuse();
    options->stage = (allege_stage)index;
    return set_mode(options, AG_MODE_DUMP);
}

static bool add_argument(ag_names *names)
{
    ag_push(names, optarg);
    return true;
}

// One option as getopt_long found it; its argument is in optarg. Returns false where it is wrong.
static bool take_option(int option, ag_options *options)
{
    switch (option) {
    case 'l':
        return parse_labels(optarg, &options->labels);
    case 'o':
        options->output = optarg;
        return true;
    case OPT_OFFSETS:
        return parse_offsets(optarg, options);
    case OPT_FORMAT:
        return parse_format(optarg, options);
    case OPT_CODES:
        return parse_codes(optarg, options);
    case OPT_MODIFIED:
        return parse_modified(optarg, options);
    case OPT_FORCE:
        return options->force = true;
    case OPT_PRETTY:
        options->format = &ag_format_pretty;
        return true;
    case OPT_STATS:
        return options->writing.tallied = true;
    case OPT_PROGRESS:
        return parse_when("--progress", optarg, &options->progress);
    case OPT_COLOR:
        return parse_when("--color", optarg, &options->color);
    case OPT_STATEMENTS:
        options->statements = ALLEGE_STATEMENTS_OUTERMOST;
        return true;
    case OPT_EXPLAIN:
        return set_mode(options, AG_MODE_EXPLAIN);
    case OPT_WHY:
        return add_argument(&options->whys) && set_mode(options, AG_MODE_WHY);
    case OPT_RULE_STATS:
        return set_mode(options, AG_MODE_RULE_STATS);
    case OPT_DUMP:
        return parse_dump(optarg, options);
    case OPT_OUTPUT_DIR:
        options->output_dir = optarg;
        return true;
    case OPT_RESUME:
        return options->resume = true;
    case OPT_FLUSH:
        return parse_flush(optarg, options);
    case 'j':
        return parse_jobs(optarg, options);
    case OPT_INPUT:
        return parse_input(optarg, options);
    case OPT_TEXT_FIELD:
        options->text_field = optarg;
        return true;
    case OPT_ID_FIELD:
        options->id_field = optarg;
        return true;
    case OPT_KEEP:
        return parse_keep(optarg, options);
    case OPT_STRICT:
        return options->strict = true;
    case OPT_INCLUDE:
        return add_argument(&options->includes);
    case OPT_RULES:
        return add_argument(&options->rules);
    case OPT_NO_DEFAULT_RULES:
        return options->no_default_rules = true;
    case OPT_NO_WEIGHTS:
        return options->no_weights = true;
    case OPT_LEXICON:
        return add_argument(&options->lexicons);
    case OPT_GAZETTEER:
        return add_argument(&options->gazetteers);
    case OPT_CHECK_RULES:
        return set_mode(options, AG_MODE_CHECK_RULES);
    case OPT_LIST_RULES:
        return set_mode(options, AG_MODE_LIST_RULES);
    case OPT_NO_SANDBOX:
        return options->no_sandbox = true;
    default:
        return misuse(); // getopt_long has printed what is wrong
    }
}

static void settle_labels(ag_options *options)
{
    if (options->labels == 0) {
        options->labels = 1u << ALLEGE_CLAIM | 1u << ALLEGE_DENIAL | 1u << ALLEGE_POLICY;
        if (options->statements)
            options->labels |= 1u << ALLEGE_STATEMENT;
    }
    if (options->labels & 1u << ALLEGE_STATEMENT)
        options->statements = ALLEGE_STATEMENTS_OUTERMOST;
}

static bool check_format(const ag_options *options)
{
    if (options->format != ag_formats[0] && options->mode != AG_MODE_RECORDS) {
        ag_message("allege: --format=%s is for records, and %s prints none; leave one of them out\n",
                   options->format->name, mode_options[options->mode]);
        return misuse();
    }
    if (options->modified && !options->format->dated) {
        fputs("allege: --modified is for --format=stix; leave it out\n", stderr);
        return misuse();
    }
    if (options->codes && (!options->format->coded || options->mode != AG_MODE_RECORDS)) {
        fputs("allege: --codes is for records in jsonl, csv or tsv; leave it out\n", stderr);
        return misuse();
    }
    if (options->force && !options->format->suffix) {
        fputs("allege: --force is for --format=brat; leave it out\n", stderr);
        return misuse();
    }
    return true;
}

// With --flush=line nothing must wait for the end of a text, or of all.
static bool check_flush(const ag_options *o)
{
    bool whole = o->format->whole || o->mode != AG_MODE_RECORDS;
    if (!o->flush || (!o->format->end && (!whole || o->input == AG_INPUT_JSONL)))
        return true;
    ag_message("allege: --flush=line: %s%s has to see the end first; leave one of them out\n",
               o->mode == AG_MODE_RECORDS ? "--format=" : "",
               o->mode == AG_MODE_RECORDS ? o->format->name : mode_options[o->mode]);
    return misuse();
}

// What needs another option.
static bool check_together(const ag_options *o)
{
    const char *lines = o->text_field ? "--text-field"
                        : o->id_field ? "--id-field"
                        : o->keep.n   ? "--keep"
                        : o->strict   ? "--strict"
                                      : NULL;
    if (lines && o->input != AG_INPUT_JSONL) {
        ag_message("allege: %s is for JSON lines; add --input=jsonl\n", lines);
        return misuse();
    }
    if (o->resume && !o->output_dir) {
        fputs("allege: --resume is for --output-dir; add it\n", stderr);
        return misuse();
    }
    if (o->output_dir && (o->output || o->mode != AG_MODE_RECORDS || o->format->suffix)) {
        ag_message("allege: --output-dir and %s cannot be used together; leave one of them out\n",
                   o->output                    ? "--output"
                   : o->mode != AG_MODE_RECORDS ? mode_options[o->mode]
                                                : "--format=brat");
        return misuse();
    }
    if (o->format->suffix && o->input != AG_INPUT_TEXT) {
        ag_message("allege: --format=%s annotates files; leave out --input=%s\n", o->format->name,
                   input_names[o->input]);
        return misuse();
    }
    return check_flush(o);
}

// What is taken for granted about the input.
static void settle_input(ag_options *options)
{
    static const char *const globs[] = {
        [AG_INPUT_TEXT] = "*.txt", [AG_INPUT_JSONL] = "*.jsonl", [AG_INPUT_WARC] = "*.wet"};
    static const char *const compressed[][2] = {[AG_INPUT_TEXT] = {"*.txt.gz", "*.txt.zst"},
                                                [AG_INPUT_JSONL] = {"*.jsonl.gz", "*.jsonl.zst"},
                                                [AG_INPUT_WARC] = {"*.wet.gz", "*.wet.zst"}};
    static const ag_field date = {"date", "date"};
    if (options->includes.n == 0) {
        ag_push(&options->includes, globs[options->input]);
        ag_push(&options->includes, compressed[options->input][0]);
        ag_push(&options->includes, compressed[options->input][1]);
    }
    if (!options->text_field)
        options->text_field = "text";
    if (!options->id_field)
        options->id_field = "id";
    options->writing.keep = options->input == AG_INPUT_WARC ? &date : options->keep.at;
    options->writing.nkeep = options->input == AG_INPUT_WARC ? 1 : options->keep.n;
    if (options->jobs == 0)
        options->jobs = ag_cpus_available();
}

static void settle_terminal(ag_options *options)
{
    bool to_file = options->output && strcmp(options->output, "-") != 0;
    options->writing.color =
        to_file ? options->color == AG_ALWAYS : ag_terminal_color(options->color, STDOUT_FILENO);
    options->writing.width = ag_terminal_width();
    // Lines of JSON say nothing about each other: whoever watches need not wait for a batch of them.
    if (options->input == AG_INPUT_JSONL && !to_file && !options->format->end && !options->output_dir &&
        options->mode == AG_MODE_RECORDS && isatty(STDOUT_FILENO))
        options->flush = true;
}

static bool names_standard_input(ag_names names)
{
    for (size_t i = 0; i < names.n; i++)
        if (strcmp(names.at[i], "-") == 0)
            return true;
    return false;
}

// What is read as rules is no text any more.
static bool check_standard_input(const ag_options *options)
{
    if (!names_standard_input(options->rules) || !names_standard_input(options->operands))
        return true;
    ag_message("allege: --rules=-: the rules are read from standard input; name the files of text\n");
    return misuse();
}

// What is left after the options, and what is taken for granted.
static bool take_operands(int argc, char **argv, ag_options *options)
{
    settle_labels(options);
    settle_terminal(options);
    if (!check_format(options) || !check_together(options) || !settle_modified(options))
        return false;
    settle_input(options);
    bool why = options->mode == AG_MODE_WHY;
    bool reads = !why && options->mode != AG_MODE_CHECK_RULES && options->mode != AG_MODE_LIST_RULES;
    if (!reads && optind < argc) {
        ag_message("allege: %s: %s reads no %stexts; leave it out\n", argv[optind],
                   mode_options[options->mode], why ? "other " : "");
        return misuse();
    }
    if (options->no_default_rules && options->rules.n == 0) {
        fputs("allege: --no-default-rules leaves no rules; add some with --rules=FILE\n", stderr);
        return misuse();
    }
    for (int i = optind; i < argc; i++)
        ag_push(&options->operands, argv[i]);
    if (options->operands.n == 0)
        ag_push(&options->operands, "-");
    return !reads || check_standard_input(options);
}

ag_parse_result ag_options_parse(int argc, char **argv, ag_options *options)
{
    static char program[] = "allege"; // getopt_long begins its messages with argv[0]
    *options = (ag_options){.format = ag_formats[0]};
    if (argc > 0)
        argv[0] = program;
    int option;
    while ((option = getopt_long(argc, argv, "l:o:j:hV", long_options, NULL)) != -1) {
        if (option == 'h') {
            print_help();
            return AG_PARSE_EXIT_DONE;
        }
        if (option == 'V') {
            print_version();
            return AG_PARSE_EXIT_DONE;
        }
        if (!take_option(option, options))
            return AG_PARSE_EXIT_USAGE;
    }
    return take_operands(argc, argv, options) ? AG_PARSE_RUN : AG_PARSE_EXIT_USAGE;
}

void ag_options_free(ag_options *options)
{
    for (size_t i = 0; i < options->keep.n; i++) {
        ag_xfree((char *)options->keep.at[i].name);
        ag_xfree((char *)options->keep.at[i].path);
    }
    ag_free(&options->keep);
    ag_codes_free(options->codes);
    ag_free(&options->rules);
    ag_free(&options->lexicons);
    ag_free(&options->gazetteers);
    ag_free(&options->includes);
    ag_free(&options->operands);
    ag_free(&options->whys);
}
