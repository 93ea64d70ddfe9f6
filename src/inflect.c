// SPDX-License-Identifier: MIT
#include "inflect.h"

#include <stdio.h>
#include <string.h>

// base, past, participle
static const char *const irregular[][3] = {
    {"arise", "arose", "arisen"},
    {"awake", "awoke", "awoken"},
    {"bear", "bore", "borne"},
    {"beat", "beat", "beaten"},
    {"become", "became", "become"},
    {"begin", "began", "begun"},
    {"bend", "bent", "bent"},
    {"bet", "bet", "bet"},
    {"bid", "bid", "bid"},
    {"bind", "bound", "bound"},
    {"bite", "bit", "bitten"},
    {"bleed", "bled", "bled"},
    {"blow", "blew", "blown"},
    {"break", "broke", "broken"},
    {"breed", "bred", "bred"},
    {"bring", "brought", "brought"},
    {"broadcast", "broadcast", "broadcast"},
    {"build", "built", "built"},
    {"burst", "burst", "burst"},
    {"buy", "bought", "bought"},
    {"cast", "cast", "cast"},
    {"catch", "caught", "caught"},
    {"choose", "chose", "chosen"},
    {"cling", "clung", "clung"},
    {"come", "came", "come"},
    {"cost", "cost", "cost"},
    {"creep", "crept", "crept"},
    {"cut", "cut", "cut"},
    {"deal", "dealt", "dealt"},
    {"dig", "dug", "dug"},
    {"do", "did", "done"},
    {"draw", "drew", "drawn"},
    {"drink", "drank", "drunk"},
    {"drive", "drove", "driven"},
    {"eat", "ate", "eaten"},
    {"fall", "fell", "fallen"},
    {"feed", "fed", "fed"},
    {"feel", "felt", "felt"},
    {"fight", "fought", "fought"},
    {"find", "found", "found"},
    {"flee", "fled", "fled"},
    {"fling", "flung", "flung"},
    {"fly", "flew", "flown"},
    {"forbid", "forbade", "forbidden"},
    {"forget", "forgot", "forgotten"},
    {"forgive", "forgave", "forgiven"},
    {"freeze", "froze", "frozen"},
    {"get", "got", "got"},
    {"give", "gave", "given"},
    {"go", "went", "gone"},
    {"grind", "ground", "ground"},
    {"grow", "grew", "grown"},
    {"hang", "hung", "hung"},
    {"have", "had", "had"},
    {"hear", "heard", "heard"},
    {"hide", "hid", "hidden"},
    {"hit", "hit", "hit"},
    {"hold", "held", "held"},
    {"hurt", "hurt", "hurt"},
    {"keep", "kept", "kept"},
    {"kneel", "knelt", "knelt"},
    {"know", "knew", "known"},
    {"lay", "laid", "laid"},
    {"lead", "led", "led"},
    {"leave", "left", "left"},
    {"lend", "lent", "lent"},
    {"let", "let", "let"},
    {"lose", "lost", "lost"},
    {"make", "made", "made"},
    {"mean", "meant", "meant"},
    {"meet", "met", "met"},
    {"pay", "paid", "paid"},
    {"put", "put", "put"},
    {"quit", "quit", "quit"},
    {"read", "read", "read"},
    {"ride", "rode", "ridden"},
    {"ring", "rang", "rung"},
    {"rise", "rose", "risen"},
    {"run", "ran", "run"},
    {"say", "said", "said"},
    {"see", "saw", "seen"},
    {"seek", "sought", "sought"},
    {"sell", "sold", "sold"},
    {"send", "sent", "sent"},
    {"set", "set", "set"},
    {"shake", "shook", "shaken"},
    {"shed", "shed", "shed"},
    {"shoot", "shot", "shot"},
    {"show", "showed", "shown"},
    {"shrink", "shrank", "shrunk"},
    {"shut", "shut", "shut"},
    {"sing", "sang", "sung"},
    {"sink", "sank", "sunk"},
    {"sit", "sat", "sat"},
    {"slay", "slew", "slain"},
    {"sleep", "slept", "slept"},
    {"slide", "slid", "slid"},
    {"speak", "spoke", "spoken"},
    {"spend", "spent", "spent"},
    {"spin", "spun", "spun"},
    {"split", "split", "split"},
    {"spread", "spread", "spread"},
    {"spring", "sprang", "sprung"},
    {"stand", "stood", "stood"},
    {"steal", "stole", "stolen"},
    {"stick", "stuck", "stuck"},
    {"sting", "stung", "stung"},
    {"strike", "struck", "struck"},
    {"strive", "strove", "striven"},
    {"swear", "swore", "sworn"},
    {"sweep", "swept", "swept"},
    {"swim", "swam", "swum"},
    {"swing", "swung", "swung"},
    {"take", "took", "taken"},
    {"teach", "taught", "taught"},
    {"tear", "tore", "torn"},
    {"tell", "told", "told"},
    {"think", "thought", "thought"},
    {"throw", "threw", "thrown"},
    {"thrust", "thrust", "thrust"},
    {"tread", "trod", "trodden"},
    {"wake", "woke", "woken"},
    {"wear", "wore", "worn"},
    {"weave", "wove", "woven"},
    {"weep", "wept", "wept"},
    {"win", "won", "won"},
    {"wind", "wound", "wound"},
    {"withdraw", "withdrew", "withdrawn"},
    {"wring", "wrung", "wrung"},
    {"write", "wrote", "written"},
    {"plead", "pleaded", "pleaded"},
    {"lie", "lied", "lied"},
    {"spit", "spat", "spat"},
    {"cleave", "cleft", "cleft"},
    {"string", "strung", "strung"},
    {"lean", "leaned", "leaned"},
    {"dwell", "dwelt", "dwelt"},
    {"forsake", "forsook", "forsaken"},
    {"light", "lit", "lit"},
    {"partake", "partook", "partaken"},
    {"rid", "rid", "rid"},
    {"shine", "shone", "shone"},
    {"sling", "slung", "slung"},
    {"slink", "slunk", "slunk"},
    {"smite", "smote", "smitten"},
    {"stink", "stank", "stunk"},
    {"stride", "strode", "stridden"},
    {"swell", "swelled", "swollen"},
    {"sublet", "sublet", "sublet"},
    {"typecast", "typecast", "typecast"},
    {"waylay", "waylaid", "waylaid"},
    {"proofread", "proofread", "proofread"},
    {"browbeat", "browbeat", "browbeaten"},
};

// Second past forms and participles: base, past, participle.
static const char *const variants[][3] = {
    {"awake", "awakened", "awakened"},
    {"beat", "beat", "beat"},
    {"bid", "bade", "bidden"},
    {"broadcast", "broadcasted", "broadcasted"},
    {"burn", "burnt", "burnt"},
    {"dream", "dreamt", "dreamt"},
    {"dive", "dove", "dived"},
    {"dwell", "dwelled", "dwelled"},
    {"forecast", "forecasted", "forecasted"},
    {"get", "got", "gotten"},
    {"hang", "hanged", "hanged"},
    {"kneel", "kneeled", "kneeled"},
    {"lean", "leant", "leant"},
    {"leap", "leapt", "leapt"},
    {"learn", "learnt", "learnt"},
    {"lie", "lay", "lain"},
    {"light", "lighted", "lighted"},
    {"mow", "mowed", "mown"},
    {"plead", "pled", "pled"},
    {"prove", "proved", "proven"},
    {"quit", "quitted", "quitted"},
    {"saw", "sawed", "sawn"},
    {"sew", "sewed", "sewn"},
    {"shear", "sheared", "shorn"},
    {"shine", "shined", "shined"},
    {"show", "showed", "showed"},
    {"shrink", "shrunk", "shrunken"},
    {"sink", "sunk", "sunken"},
    {"smell", "smelt", "smelt"},
    {"sneak", "snuck", "snuck"},
    {"sow", "sowed", "sown"},
    {"speed", "sped", "sped"},
    {"spell", "spelt", "spelt"},
    {"spill", "spilt", "spilt"},
    {"spoil", "spoilt", "spoilt"},
    {"spring", "sprung", "sprung"},

    {"strew", "strewed", "strewn"},
    {"strive", "strived", "strived"},
    {"swell", "swelled", "swelled"},
    {"thrive", "throve", "thriven"},
    {"wake", "waked", "waked"},
    {"weave", "weaved", "weaved"},
    {"wed", "wed", "wed"},
};

static const char *const prefixes[] = {"",    "re",   "over", "under", "out", "up", "un",
                                       "mis", "with", "fore", "off",   "re-", "be", "for"};

// Verbs of more than one syllable (or with two vowels) that double their last letter all the same.
static const char *const doubling[] = {
    "admit",   "commit", "deter",    "refer",    "permit",   "control",  "compel", "expel",  "rebut",
    "occur",   "submit", "transfer", "prefer",   "defer",    "regret",   "omit",   "equip",  "quit",
    "wiretap", "kidnap", "program",  "handicap", "propel",   "repel",    "rebel",  "patrol", "concur",
    "incur",   "recur",  "confer",   "infer",    "outstrip", "unplug",   "debug",  "abet",   "emit",
    "remit",   "acquit", "begin",    "forget",   "upset",    "reset",    "dispel", "impel",  "annul",
    "enrol",   "entrap", "interfer", "hotwir",   "backstab", "blackbal", "zigzag"};

static bool is_vowel(char c)
{
    return c && strchr("aeiou", c);
}

static bool ends(ag_str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.len >= n && memcmp(s.ptr + s.len - n, suffix, n) == 0;
}

// One vowel, then one consonant that doubles, in a word of one syllable: stop, ban, jam.
static bool doubles(ag_str w)
{
    for (size_t i = 0; i < AG_ARRAY_LEN(doubling); i++)
        if (ag_str_is(w, doubling[i]))
            return true;
    if (w.len < 3 || is_vowel(w.ptr[w.len - 1]) || strchr("wxyh", w.ptr[w.len - 1]) ||
        !is_vowel(w.ptr[w.len - 2]))
        return false;
    for (size_t i = 0; i + 2 < w.len; i++)
        if (is_vowel(w.ptr[i]) && !(i == 1 && w.ptr[0] == 'q'))
            return false;
    return true;
}

static bool hisses(ag_str w)
{
    return ends(w, "s") || ends(w, "x") || ends(w, "z") || ends(w, "ch") || ends(w, "sh");
}

static bool y_changes(ag_str w)
{
    return w.len > 1 && w.ptr[w.len - 1] == 'y' && !is_vowel(w.ptr[w.len - 2]);
}

static void join(char out[AG_WORD_MAX], ag_str stem, size_t cut, const char *ending)
{
    snprintf(out, AG_WORD_MAX, "%.*s%s", (int)(stem.len - cut), stem.ptr, ending);
}

static void s_form(ag_str w, char out[AG_WORD_MAX])
{
    if (y_changes(w))
        join(out, w, 1, "ies");
    else if (hisses(w) || ag_str_is(w, "go") || ends(w, "undergo") || ag_str_is(w, "do") || ends(w, "veto"))
        join(out, w, 0, "es");
    else if (ag_str_is(w, "have"))
        join(out, w, 2, "s");
    else
        join(out, w, 0, "s");
}

// British spelling doubles an l behind one vowel where American spelling does not: cancelled, signalling.
static bool doubles_in_british(ag_str w)
{
    static const char *const others[] = {"benefit", "combat", "dial",   "duel",    "focus", "format",
                                         "fuel",    "bias",   "trial",  "initial", "gas",   "target",
                                         "worship", "bus",    "gallop", "program"};
    for (size_t i = 0; i < AG_ARRAY_LEN(others); i++)
        if (ag_str_is(w, others[i]))
            return true;
    return w.len > 4 && ends(w, "l") && is_vowel(w.ptr[w.len - 2]) && !is_vowel(w.ptr[w.len - 3]) &&
           !doubles(w);
}

static void ed_form(ag_str w, char out[AG_WORD_MAX])
{
    char doubled[4] = {w.ptr[w.len - 1], 'e', 'd', '\0'};
    if (w.ptr[w.len - 1] == 'e')
        join(out, w, 0, "d");
    else if (y_changes(w))
        join(out, w, 1, "ied");
    else if (ends(w, "ic")) // panicked
        join(out, w, 0, "ked");
    else
        join(out, w, 0, doubles(w) ? doubled : "ed");
}

static void ing_form(ag_str w, char out[AG_WORD_MAX])
{
    char doubled[5] = {w.ptr[w.len - 1], 'i', 'n', 'g', '\0'};
    if (ends(w, "ie"))
        join(out, w, 2, "ying");
    else if (ends(w, "ic"))
        join(out, w, 0, "king");
    else if (w.ptr[w.len - 1] == 'e' && !ends(w, "ee") && !ends(w, "oe") && !ends(w, "ye") && w.len > 2)
        join(out, w, 1, "ing");
    else
        join(out, w, 0, doubles(w) ? doubled : "ing");
}

static const char *const *find_irregular(ag_str w, ag_str *prefix)
{
    for (size_t k = 0; k < AG_ARRAY_LEN(prefixes); k++) {
        size_t n = strlen(prefixes[k]);
        if (w.len <= n || memcmp(w.ptr, prefixes[k], n) != 0 ||
            (n && (w.len - n <= 2 || ag_str_is(w, "belie"))))
            continue;
        ag_str rest = {w.ptr + n, w.len - n};
        for (size_t i = 0; i < AG_ARRAY_LEN(irregular); i++)
            if (irregular[i][0][0] == rest.ptr[0] && ag_str_is(rest, irregular[i][0])) {
                *prefix = (ag_str){w.ptr, n};
                return irregular[i];
            }
    }
    return NULL;
}

bool ag_inflect_verb(ag_str w, ag_verb_forms *out)
{
    ag_str prefix;
    if (!w.len || w.len + 5 > AG_WORD_MAX)
        return false;
    join(out->form[0], w, 0, "");
    s_form(w, out->form[1]);
    ing_form(w, out->form[4]);
    const char *const *odd = find_irregular(w, &prefix);
    if (odd) {
        join(out->form[2], prefix, 0, odd[1]);
        join(out->form[3], prefix, 0, odd[2]);
        if (ends(w, "get") || ends(w, "put") || ends(w, "set") || ends(w, "let") || ends(w, "win") ||
            ends(w, "run") || ends(w, "begin") || ends(w, "cut") || ends(w, "hit") || ends(w, "bid")) {
            char doubled[5] = {w.ptr[w.len - 1], 'i', 'n', 'g', '\0'};
            join(out->form[4], w, 0, doubled);
        }
    } else {
        ed_form(w, out->form[2]);
        memcpy(out->form[3], out->form[2], AG_WORD_MAX);
    }
    return true;
}

bool ag_inflect_variant(ag_str w, ag_verb_forms *out)
{
    if (!ag_inflect_verb(w, out))
        return false;
    for (size_t i = 0; i < AG_ARRAY_LEN(variants); i++)
        if (ag_str_is(w, variants[i][0])) {
            snprintf(out->form[2], AG_WORD_MAX, "%s", variants[i][1]);
            snprintf(out->form[3], AG_WORD_MAX, "%s", variants[i][2]);
            return true;
        }
    if (!doubles_in_british(w))
        return false;
    char doubled[5] = {w.ptr[w.len - 1], 'e', 'd', '\0', '\0'};
    join(out->form[2], w, 0, doubled);
    memcpy(out->form[3], out->form[2], AG_WORD_MAX);
    memcpy(doubled + 1, "ing", 4);
    join(out->form[4], w, 0, doubled);
    return true;
}

bool ag_inflect_plural(ag_str w, char out[AG_WORD_MAX])
{
    static const char *const odd[][2] = {
        {"person", "people"},       {"child", "children"},    {"foot", "feet"},
        {"thief", "thieves"},       {"knife", "knives"},      {"wife", "wives"},
        {"life", "lives"},          {"veto", "vetoes"},       {"embargo", "embargoes"},
        {"hero", "heroes"},         {"torpedo", "torpedoes"}, {"half", "halves"},
        {"leaf", "leaves"},         {"loaf", "loaves"},       {"shelf", "shelves"},
        {"wolf", "wolves"},         {"self", "selves"},       {"scarf", "scarves"},
        {"calf", "calves"},         {"echo", "echoes"},       {"tooth", "teeth"},
        {"mouse", "mice"},          {"goose", "geese"},       {"potato", "potatoes"},
        {"mosquito", "mosquitoes"}, {"volcano", "volcanoes"}, {"tornado", "tornadoes"}};
    if (!w.len || w.len + 5 > AG_WORD_MAX)
        return false;
    for (size_t i = 0; i < AG_ARRAY_LEN(odd); i++)
        if (ends(w, odd[i][0])) {
            join(out, w, strlen(odd[i][0]), odd[i][1]);
            return true;
        }
    if (ends(w, "man") && w.len > 2 && !ends(w, "human") && !ends(w, "german"))
        join(out, w, 2, "en");
    else if (ends(w, "sis"))
        join(out, w, 2, "es");
    else if (y_changes(w))
        join(out, w, 1, "ies");
    else
        join(out, w, 0, hisses(w) ? "es" : "s");
    return true;
}
