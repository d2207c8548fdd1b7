/* Board, tables and rounds of findings. */
#include <stdio.h>

#include "api/finding_json.h"
#include "api/handlers.h"
#include "domain/performance.h"
#include "store/campaign.h"
#include "store/region.h"
#include "work/finding_board.h"
#include "work/finding_filter.h"
#include "work/stage.h"

static void rate(struct json *j, const char *key, int64_t part, int64_t whole)
{
    dec value;
    if (performance_share(part, whole, &value))
        json_kdec(j, key, value);
    else
        json_knull(j, key);
}

/* ---- board -----------------------------------------------------------------------------------
 */

static void number(struct json *j, const char *key, const char *code, int64_t n)
{
    json_obj(j);
    json_kstr(j, key, str_of(code));
    json_ki64(j, "n", n);
    json_end(j);
}

/* With the days as moments, as listFindings takes them. */
static void write_ages(struct json *j, const struct finding_board *b, int64_t today)
{
    json_key(j, "ages");
    json_arr(j);
    for (int i = 0; i < FINDING_AGES; i++) {
        bool last = i == FINDING_AGES - 1;
        int from = i ? AGE_DAYS[i - 1] + 1 : 0;
        json_obj(j);
        json_ki64(j, "from", from);
        if (last)
            json_knull(j, "to");
        else
            json_ki64(j, "to", AGE_DAYS[i]);
        json_ki64(j, "found_from", last ? 1 : calendar_midnight(today - AGE_DAYS[i]));
        json_ki64(j, "found_until", calendar_midnight(today - from + 1));
        json_ki64(j, "n", b->ages[i]);
        json_end(j);
    }
    json_end(j);
}

bool api_getFindingBoard(struct request *q, struct reply *r, struct err *err)
{
    struct finding_board b;
    struct json j;
    msec now = app_now(q->app);
    if (!request_read(q, err) ||
        !finding_board_make(q->tx, q->campaign, query_region(q, "region"), now, &b, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "at", now);
    json_ki64(&j, "soon_until", now + FINDING_SOON);
    json_ki64(&j, "open", b.open);
    json_ki64(&j, "good", b.good);
    json_ki64(&j, "late", b.late);
    json_ki64(&j, "soon", b.soon);
    json_ki64(&j, "unowned", b.unowned);
    json_key(&j, "states");
    json_arr(&j);
    for (int i = 0; i < FINDING_COUNT; i++)
        number(&j, "state", FINDING_STATES[i].code, b.states[i]);
    json_end(&j);
    json_key(&j, "stages_late");
    json_arr(&j);
    for (int i = 0; i < FINDING_COUNT; i++)
        if (stage_limited((enum finding_state)i))
            number(&j, "state", FINDING_STATES[i].code, b.stages_late[i]);
    json_end(&j);
    json_key(&j, "severities");
    json_arr(&j);
    for (int i = 0; i < 3; i++)
        json_i64(&j, b.severities[i]);
    json_end(&j);
    json_key(&j, "sources");
    json_arr(&j);
    for (int i = 0; i < SOURCE_COUNT; i++)
        number(&j, "source", FINDING_SOURCES[i].code, b.sources[i]);
    json_end(&j);
    write_ages(&j, &b, calendar_day_of(now));
    json_end(&j);
    return true;
}

/* ---- rounds ----------------------------------------------------------------------------------
 */

bool api_listFindingRounds(struct request *q, struct reply *r, struct err *err)
{
    struct finding_rounds all = {0};
    struct round_rows rounds = {0};
    struct json j;
    if (!request_read(q, err) ||
        !finding_rounds_make(q->tx, q->arena, q->campaign, query_region(q, "region"), &all, err) ||
        !store_rounds(q->tx, q->arena, q->campaign, &rounds, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "rounds");
    json_arr(&j);
    for (size_t i = 0; i < all.n; i++) {
        const struct finding_round *f = &all.at[i];
        struct text2 name = {STR(""), STR("")};
        for (size_t k = 0; k < rounds.n; k++)
            if (rounds.at[k].number == f->round)
                name = (struct text2){rounds.at[k].name_zh, rounds.at[k].name_en};
        json_obj(&j);
        json_ki64(&j, "round", f->round);
        api_names(&j, "name", name.zh, name.en.n ? name.en : name.zh);
        json_ki64(&j, "found", f->found);
        json_ki64(&j, "repeated", f->repeated);
        json_ki64(&j, "fixed", f->fixed);
        json_ki64(&j, "closed", f->closed);
        json_ki64(&j, "open", f->open);
        json_ki64(&j, "self", f->self);
        json_ki64(&j, "independent", f->independent);
        rate(&j, "repeat_rate", f->repeated, f->found);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

/* ---- tables ----------------------------------------------------------------------------------
 */

static const struct {
    const char *word;
    enum finding_by by;
} BY[] = {{"unit", FINDINGS_BY_UNIT},
          {"region", FINDINGS_BY_REGION},
          {"item", FINDINGS_BY_ITEM},
          {"kind", FINDINGS_BY_KIND},
          {"clause", FINDINGS_BY_ITEM}};

/* Each under the first clause of its item; in the order of the standard's clauses, what has none
 * first. */
static bool join_clauses(struct request *q, const struct standard *s, struct finding_sum_rows *rows,
                         struct err *err)
{
    struct finding_sum_row *sums =
        ARENA_ARRAY(q->arena, (size_t)s->n_clauses + 1, struct finding_sum_row);
    size_t n = 0;
    if (!sums)
        return err_set(err, ERR_MEMORY, NULL);
    memset(sums, 0, ((size_t)s->n_clauses + 1) * sizeof *sums);
    for (size_t i = 0; i < rows->n; i++) {
        const struct finding_sum_row *row = &rows->at[i];
        int64_t item = row->code.n ? map_get(&s->item_by, row->code) : -1;
        const struct int_list *of = item >= 0 ? &s->items[item].clauses : NULL;
        struct finding_sum_row *sum = &sums[of && of->n ? of->at[0] + 1 : 0];
        sum->found += row->found;
        sum->open += row->open;
        sum->late += row->late;
        sum->fixed += row->fixed;
        sum->closed += row->closed;
        sum->returned += row->returned;
        sum->repeated += row->repeated;
    }
    for (int i = 0; i <= s->n_clauses; i++) {
        if (!sums[i].found)
            continue;
        sums[n] = sums[i];
        sums[n++].code = i ? s->clauses[i - 1].code : STR("");
    }
    *rows = (struct finding_sum_rows){sums, n, n};
    return true;
}

static struct text2 name_of(const struct standard *s, struct str by,
                            const struct finding_sum_row *row)
{
    int64_t i;
    if (str_is(by, "unit"))
        return (struct text2){row->name, row->name_en.n ? row->name_en : row->name};
    if (str_is(by, "clause") && (i = map_get(&s->clause_by, row->code)) >= 0)
        return s->clauses[i].text;
    if (str_is(by, "item") && (i = map_get(&s->item_by, row->code)) >= 0)
        return s->items[i].name;
    if (str_is(by, "kind") && (i = map_get(&s->checklist_by, row->code)) >= 0)
        return s->checklists[i].name;
    return (struct text2){row->code, row->code};
}

static void write_sum(struct json *j, struct str by, const struct finding_sum_row *row,
                      struct text2 name)
{
    json_obj(j);
    json_ki64(j, "unit", str_is(by, "unit") ? row->key : 0);
    if (str_is(by, "region"))
        json_kregion(j, "code", row->key);
    else
        json_kstr(j, "code", row->code);
    api_names(j, "name", name.zh, name.en.n ? name.en : name.zh);
    json_ki64(j, "found", row->found);
    json_ki64(j, "open", row->open);
    json_ki64(j, "late", row->late);
    json_ki64(j, "fixed", row->fixed);
    json_ki64(j, "closed", row->closed);
    json_ki64(j, "returned", row->returned);
    json_ki64(j, "repeated", row->repeated);
    rate(j, "repeat_rate", row->repeated, row->found);
    json_end(j);
}

static bool read_names(struct request *q, const struct finding_sum_rows *rows,
                       struct region_rows *regions, struct err *err)
{
    region_code *codes = ARENA_ARRAY(q->arena, rows->n + 1, region_code);
    if (!codes)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows->n; i++)
        codes[i] = rows->at[i].key;
    return !rows->n || store_regions_of(q->tx, q->arena, codes, rows->n, regions, err);
}

static bool write_table(struct request *q, struct reply *r, const struct standard *s, struct str by,
                        const struct finding_sum_rows *rows, size_t n, struct err *err)
{
    struct region_rows regions = {0};
    struct json j;
    struct str next = STR("");
    if (str_is(by, "region") && !read_names(q, rows, &regions, err))
        return false;
    if (rows->n > n)
        next = str_is(by, "unit") || str_is(by, "region")
                   ? arena_printf(q->arena, "%lld", (long long)rows->at[n - 1].key)
                   : rows->at[n - 1].code;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "rows");
    json_arr(&j);
    for (size_t i = 0; i < rows->n && i < n; i++) {
        struct text2 name = name_of(s, by, &rows->at[i]);
        if (str_is(by, "region")) {
            if (!api_name_in(q, &regions, rows->at[i].key, &name.zh, err))
                return false;
            name.en = name.zh;
        }
        write_sum(&j, by, &rows->at[i], name);
    }
    json_end(&j);
    json_kstr(&j, "next", next);
    json_end(&j);
    return true;
}

bool api_getFindingTable(struct request *q, struct reply *r, struct err *err)
{
    enum { PAGE = 200, ITEMS_MAX = 1000 };
    struct str by = query_str(q, "by"), behind = query_str(q, "after");
    struct finding_table t = {.campaign = q->campaign,
                              .region = query_region(q, "region"),
                              .found = {.from = query_int(q, "from", 1),
                                        .until = query_int(q, "until", INT64_MAX),
                                        .now = app_now(q->app)}};
    struct finding_sum_rows rows = {0};
    struct finding_sum_row after = {.code = behind};
    const struct standard *s;
    bool clauses = str_is(by, "clause");
    size_t n = clauses ? ITEMS_MAX : PAGE;
    for (size_t i = 0; i < ARRAY_LEN(BY); i++)
        if (str_is(by, BY[i].word))
            t.by = BY[i].by;
    if (behind.n && (t.by == FINDINGS_BY_UNIT || t.by == FINDINGS_BY_REGION) &&
        !str_to_i64(behind, &after.key))
        return err_set(err, ERR_NUMBER, err_word(behind).z, "12") ||
               err_at(err, STR_NONE, 0, 0, "after");
    return request_read(q, err) && api_campaign_standard(q, &s, err) &&
           store_finding_table(q->tx, q->arena, &t, behind.n ? &after : NULL,
                               (int)n + (clauses ? 0 : 1), &rows, err) &&
           (!clauses || join_clauses(q, s, &rows, err)) && write_table(q, r, s, by, &rows, n, err);
}
