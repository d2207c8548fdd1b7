#include "work/finding_filter.h"

#include "base/buf.h"
#include "domain/lifecycle.h"

const char *const FINDING_PARAMS[] = {
    "region", "open",        "mine",      "state",      "source",      "form",     "item",
    "clause", "kind",        "severity",  "round",      "unit",        "part",     "closing",
    "due",    "due_from",    "due_until", "found_from", "found_until", "repeated", "words",
    "sort",   "severity_to", "unowned",   "stage_late",
};
const int FINDING_PARAMS_N = (int)ARRAY_LEN(FINDING_PARAMS);

static int64_t number(struct str s)
{
    int64_t n = 0;
    return s.n && str_to_i64(s, &n) ? n : 0;
}

static struct str word(struct str s)
{
    return s.p ? s : STR("");
}

/* Codes of the items at which the clause stands first: as the table by clause counts them. */
static bool items_of(struct arena *arena, const struct standard *s, struct str clause,
                     struct str *out, struct err *err)
{
    struct buf text;
    int64_t c = map_get(&s->clause_by, clause);
    buf_init(&text, 0);
    buf_addc(&text, ' ');
    for (int i = 0; i < s->n_items; i++) {
        const struct int_list *of = &s->items[i].clauses;
        if (!of->n || of->at[0] != c)
            continue;
        buf_adds(&text, s->items[i].code);
        buf_addc(&text, ' ');
    }
    *out = buf_failed(&text) ? STR_NONE : arena_str(arena, buf_str(&text));
    buf_release(&text);
    return out->p || err_set(err, ERR_MEMORY, NULL);
}

bool finding_filter_read(finding_param_fn *get, const void *ctx, struct arena *arena,
                         const struct standard *s, int64_t campaign, const struct actor *who,
                         msec now, struct finding_filter *out, struct err *err)
{
    struct str open = get(ctx, "open"), due = get(ctx, "due"), closing = get(ctx, "closing"),
               clause = get(ctx, "clause"), part = get(ctx, "part");
    struct finding_filter f = {.campaign = campaign,
                               .which = !open.n                ? FINDINGS_ALL
                                        : str_is(open, "true") ? FINDINGS_OPEN
                                                               : FINDINGS_ENDED,
                               .sort = str_is(get(ctx, "sort"), "found") ? FINDINGS_BY_FOUND
                                                                         : FINDINGS_BY_DUE,
                               .unit = str_is(get(ctx, "mine"), "true") ? who->unit : 0,
                               .state = word(get(ctx, "state")),
                               .source = word(get(ctx, "source")),
                               .item = word(get(ctx, "item")),
                               .kind = word(get(ctx, "kind")),
                               .items = STR(""),
                               .form = word(get(ctx, "form")),
                               .part = STR(""),
                               .words = str_trim(word(get(ctx, "words"))),
                               .round = number(get(ctx, "round")),
                               .severity = number(get(ctx, "severity")),
                               .severity_to = number(get(ctx, "severity_to")),
                               .unowned = str_is(get(ctx, "unowned"), "true"),
                               .repeated = str_is(get(ctx, "repeated"), "true"),
                               .paper = str_is(closing, "paper"),
                               .again = str_is(closing, "again"),
                               .flagged = str_is(closing, "flagged"),
                               .due_from = number(get(ctx, "due_from")),
                               .due_until = number(get(ctx, "due_until")),
                               .found_from = number(get(ctx, "found_from")),
                               .found_until = number(get(ctx, "found_until"))};
    enum finding_state state;
    if (!region_parse(word(get(ctx, "region")), &f.region, err))
        return false;
    if (clause.n && !items_of(arena, s, clause, &f.items, err))
        return false;
    if (!f.words.p)
        f.words = STR("");
    if (!part.n || str_is(part, "lead")) {
        f.lead = number(get(ctx, "unit"));
    } else {
        f.partner = number(get(ctx, "unit"));
        f.part = str_is(part, "co") ? part : STR("");
    }
    if (finding_state_parse(f.state, &state))
        f.which = FINDING_STATES[state].open ? FINDINGS_OPEN : FINDINGS_ENDED;
    if (due.n) {
        f.which = FINDINGS_OPEN;
        f.before = now + (str_is(due, "soon") ? FINDING_SOON : 0);
    }
    if (str_is(get(ctx, "stage_late"), "true")) {
        f.which = FINDINGS_OPEN;
        f.stage = now;
        if (f.sort == FINDINGS_BY_DUE && !f.due_from && !f.due_until)
            f.sort = FINDINGS_BY_STAGE;
    }
    *out = f;
    return true;
}

void finding_filter_write(finding_param_fn *get, const void *ctx, struct json *j)
{
    for (int i = 0; i < FINDING_PARAMS_N; i++) {
        struct str value = get(ctx, FINDING_PARAMS[i]);
        if (value.n)
            json_kstr(j, FINDING_PARAMS[i], value);
    }
}
