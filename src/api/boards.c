/* Pages made from a scored round: ranking, overview, matrix, explanations. */
#include <stdlib.h>

#include "api/handlers.h"
#include "work/boards.h"
#include "work/value_entry.h"

static bool hold_board(struct request *q, struct board_hold *hold, struct err *err)
{
    return request_read(q, err) &&
           board_take(q->app, q->tx, q->campaign, (int)query_int(q, "round", 0), hold, err);
}

typedef bool on_board(struct request *q, struct reply *r, const struct board_hold *h,
                      struct err *err);

static bool with_board(struct request *q, struct reply *r, on_board *write, struct err *err)
{
    struct board_hold h;
    if (!hold_board(q, &h, err))
        return false;
    bool ok = write(q, r, &h, err);
    board_give(q->app, &h);
    return ok;
}

static void write_round(struct json *j, const struct board_hold *h)
{
    json_ki64(j, "round", h->round);
    json_kperiod(j, "period", h->now->period);
}

/* Inside the range of whoever asks; the ranking itself is shown whole, it is public to those
 * ranked. */
static bool visible(const struct request *q, const struct board_hold *h, int subject)
{
    return region_set_has(&q->actor.within, h->now->values->subjects[subject].region);
}

/* ---- ranking
 * ----------------------------------------------------------------------------------------- */

static int ranking_of(const struct standard *s, struct str code, struct err *err)
{
    if (code.n == 0 && s->n_rankings)
        return 0;
    for (int i = 0; i < s->n_rankings; i++)
        if (str_eq(s->rankings[i].code, code))
            return i;
    err_set(err, ERR_NOT_FOUND, err_word(code.n ? code : STR("ranking")).z);
    return -1;
}

static bool write_ranking(struct request *q, struct reply *r, const struct board_hold *h,
                          struct err *err)
{
    const struct standard *s = h->standard;
    struct rank_row *rows;
    int n, ranking = ranking_of(s, query_str(q, "ranking"), err);
    if (ranking < 0 || !rank_make(q->arena, h->now, h->earlier, ranking, &rows, &n, err))
        return false;
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    write_round(&j, h);
    json_kstr(&j, "ranking", s->rankings[ranking].code);
    json_ktext2(&j, "name", s->rankings[ranking].name);
    json_kstr(&j, "node", s->nodes[s->rankings[ranking].node].code);
    json_key(&j, "groups");
    json_arr(&j);
    for (int i = 0; i < s->n_groups; i++) {
        json_obj(&j);
        json_kstr(&j, "code", s->groups[i].code);
        json_ktext2(&j, "name", s->groups[i].name);
        json_end(&j);
    }
    json_end(&j);
    json_key(&j, "rankings");
    json_arr(&j);
    for (int i = 0; i < s->n_rankings; i++) {
        json_obj(&j);
        json_kstr(&j, "code", s->rankings[i].code);
        json_ktext2(&j, "name", s->rankings[i].name);
        json_end(&j);
    }
    json_end(&j);
    json_key(&j, "rows");
    json_arr(&j);
    for (int i = 0; i < n; i++)
        rank_row_to_json(&j, h->now, ranking, &rows[i], h->names[rows[i].subject]);
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_getRanking(struct request *q, struct reply *r, struct err *err)
{
    return with_board(q, r, write_ranking, err);
}

/* ---- overview
 * ------------------------------------------------------------------------------------------ */

struct weak {
    int indicator, failed, judged, worst;
    int64_t share;
};

static int by_weakness(const void *a, const void *b)
{
    const struct weak *x = a, *y = b;
    if (x->failed != y->failed)
        return y->failed - x->failed;
    if (x->share != y->share)
        return x->share > y->share ? -1 : 1;
    return x->indicator - y->indicator;
}

static bool write_weakest(struct request *q, struct json *j, const struct board_hold *h,
                          struct err *err)
{
    enum { SHOWN = 10 };
    const struct standard *s = h->standard;
    struct weak *weak = ARENA_ARRAY(q->arena, (size_t)s->n_indicators + 1, struct weak);
    if (!weak)
        return err_set(err, ERR_MEMORY, NULL);
    json_key(j, "weakest");
    json_arr(j);
    for (int k = 0; k < s->n_indicators; k++) {
        weak[k] = (struct weak){.indicator = k, .worst = -1, .share = -1};
        for (int i = 0; i < h->now->values->n_subjects; i++) {
            const struct judgement *g = &h->now->results[i].indicators[k];
            if (!g->applies || !visible(q, h, i))
                continue;
            weak[k].judged += g->verdict != VERDICT_NONE;
            if (g->verdict != VERDICT_FAIL)
                continue;
            weak[k].failed++;
            int64_t share = judgement_share(g);
            if (weak[k].worst < 0 || share > weak[k].share) {
                weak[k].share = share;
                weak[k].worst = i;
            }
        }
    }
    qsort(weak, (size_t)s->n_indicators, sizeof *weak, by_weakness);
    for (int k = 0; k < s->n_indicators && k < SHOWN && weak[k].failed; k++) {
        const struct indicator *ind = &s->indicators[weak[k].indicator];
        int worst = weak[k].worst;
        json_obj(j);
        json_kstr(j, "code", ind->code);
        json_ktext2(j, "name", ind->name);
        json_kstr(j, "unit", ind->unit);
        json_ki64(j, "failed", weak[k].failed);
        json_ki64(j, "judged", weak[k].judged);
        json_kregion(j, "worst_region", h->now->values->subjects[worst].region);
        json_kstr(j, "worst_name", h->names[worst]);
        json_key(j, "judgement");
        judgement_to_json(j, &h->now->results[worst].indicators[weak[k].indicator]);
        json_end(j);
    }
    json_end(j);
    return true;
}

static void write_missing(struct request *q, struct json *j, const struct board_hold *h)
{
    enum { SHOWN = 200 };
    const struct standard *s = h->standard;
    int shown = 0;
    json_key(j, "missing");
    json_arr(j);
    for (int i = 0; i < h->now->values->n_subjects; i++)
        for (int k = 0; k < s->n_indicators && shown < SHOWN; k++) {
            const struct judgement *g = &h->now->results[i].indicators[k];
            if (!visible(q, h, i) || !g->applies || g->verdict != VERDICT_NONE ||
                g->state != VALUE_MISSING)
                continue;
            shown++;
            json_obj(j);
            json_ktext2(j, "lead", s->indicators[k].lead);
            json_kregion(j, "region", h->now->values->subjects[i].region);
            json_kstr(j, "name", h->names[i]);
            json_kstr(j, "code", s->indicators[k].code);
            json_ktext2(j, "indicator", s->indicators[k].name);
            json_end(j);
        }
    json_end(j);
}

static bool write_overview(struct request *q, struct reply *r, const struct board_hold *h,
                           struct err *err)
{
    struct rank_row *rows;
    int n, ranking = ranking_of(h->standard, STR_NONE, err);
    if (ranking < 0 || !rank_make(q->arena, h->now, h->earlier, ranking, &rows, &n, err))
        return false;
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    write_round(&j, h);
    json_key(&j, "subjects");
    json_arr(&j);
    for (int i = 0; i < n; i++) {
        const struct result *res = &h->now->results[rows[i].subject];
        if (!visible(q, h, rows[i].subject))
            continue;
        json_obj(&j);
        json_key(&j, "row");
        rank_row_to_json(&j, h->now, ranking, &rows[i], h->names[rows[i].subject]);
        json_kbool(&j, "passes", res->passes);
        json_ki64(&j, "passed", res->passed);
        json_ki64(&j, "failed", res->failed);
        json_ki64(&j, "missing", res->missing);
        json_ki64(&j, "not_tested", res->not_tested);
        json_ki64(&j, "not_applicable", res->not_applicable);
        json_ki64(&j, "vetoes", res->vetoes);
        json_ki64(&j, "open_findings", h->open_findings[rows[i].subject]);
        json_end(&j);
    }
    json_end(&j);
    if (!write_weakest(q, &j, h, err))
        return false;
    write_missing(q, &j, h);
    json_end(&j);
    return true;
}

bool api_getOverview(struct request *q, struct reply *r, struct err *err)
{
    return with_board(q, r, write_overview, err);
}

/* ---- matrix
 * -------------------------------------------------------------------------------------------- */

static bool in_section(const struct standard *s, int indicator, struct str section)
{
    int at = s->indicators[indicator].section;
    return section.n == 0 || (at >= 0 && str_eq(s->sections[at].code, section));
}

/* Subjects of the kind that the first ranking is about: towns have no indicators of their own. */
static void write_matrix(struct request *q, struct reply *r, const struct board_hold *h)
{
    const struct standard *s = h->standard;
    const struct values *v = h->now->values;
    struct str section = query_str(q, "section");
    int kind = s->n_rankings ? s->rankings[0].subject : 0;
    region_code within = query_region(q, "within"); /* 0, the nation, when it is not given */
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    write_round(&j, h);
    json_key(&j, "indicators");
    json_arr(&j);
    for (int k = 0; k < s->n_indicators; k++) {
        const struct indicator *ind = &s->indicators[k];
        if (!in_section(s, k, section) || !(ind->applies & (applies)1 << kind))
            continue;
        json_obj(&j);
        json_kstr(&j, "code", ind->code);
        json_kstr(&j, "section", ind->section >= 0 ? s->sections[ind->section].code : STR_NONE);
        json_ktext2(&j, "name", ind->name);
        json_kstr(&j, "unit", ind->unit);
        api_basis(&j, ind->basis);
        json_end(&j);
    }
    json_end(&j);
    json_key(&j, "rows");
    json_arr(&j);
    for (int i = 0; i < v->n_subjects; i++) {
        if (v->subjects[i].kind != kind || !visible(q, h, i) ||
            !region_inside(v->subjects[i].region, within))
            continue;
        json_obj(&j);
        json_kregion(&j, "region", v->subjects[i].region);
        json_kstr(&j, "name", h->names[i]);
        json_key(&j, "cells");
        json_arr(&j);
        for (int k = 0; k < s->n_indicators; k++)
            if (in_section(s, k, section) && s->indicators[k].applies & (applies)1 << kind)
                judgement_to_json(&j, &h->now->results[i].indicators[k]);
        json_end(&j);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
}

bool api_getMatrix(struct request *q, struct reply *r, struct err *err)
{
    struct board_hold h;
    if (!hold_board(q, &h, err))
        return false;
    write_matrix(q, r, &h);
    board_give(q->app, &h);
    return true;
}

/* ---- explanations
 * --------------------------------------------------------------------------------------- */

/* Names of the subject and of everything assessed inside it. */
static void write_explanation(struct request *q, struct reply *r, const struct board_hold *h,
                              int subject, const struct reason *reason)
{
    const struct values *v = h->now->values;
    region_code region = v->subjects[subject].region;
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kregion(&j, "region", region);
    json_kstr(&j, "name", h->names[subject]);
    write_round(&j, h);
    json_key(&j, "reason");
    reason_to_json(&j, reason);
    json_key(&j, "names");
    json_obj(&j);
    for (int i = 0; i < v->n_subjects; i++) {
        char code[REGION_TEXT_MAX];
        if (!region_inside(v->subjects[i].region, region))
            continue;
        region_format(v->subjects[i].region, code);
        json_kstr(&j, code, h->names[i]);
    }
    json_end(&j);
    json_end(&j);
}

static int subject_of(struct request *q, const struct board_hold *h, struct err *err)
{
    int subject = values_subject(h->now->values, path_region(q, "region"));
    if (subject < 0) {
        char code[REGION_TEXT_MAX];
        region_format(path_region(q, "region"), code);
        err_set(err, ERR_NOT_FOUND, code);
    }
    return subject;
}

static bool no_such_code(struct str code, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, err_word(code).z);
}

static bool explain_node(struct request *q, struct reply *r, const struct board_hold *h,
                         struct err *err)
{
    const struct standard *s = h->standard;
    struct str code = query_str(q, "node");
    int subject = subject_of(q, h, err);
    int64_t node = code.n ? map_get(&s->node_by, code) : s->n_rankings ? s->rankings[0].node : -1;
    if (subject < 0)
        return false;
    if (node < 0)
        return no_such_code(code.n ? code : STR("node"), err);
    struct reason *reason = board_explain(h->now, q->arena, subject, (int)node, err);
    if (!reason)
        return false;
    write_explanation(q, r, h, subject, reason);
    return true;
}

bool api_explainScore(struct request *q, struct reply *r, struct err *err)
{
    return with_board(q, r, explain_node, err);
}

static bool explain_indicator(struct request *q, struct reply *r, const struct board_hold *h,
                              struct err *err)
{
    struct str code = path_str(q, "code");
    int subject = subject_of(q, h, err);
    int64_t indicator = map_get(&h->standard->indicator_by, code);
    if (subject < 0)
        return false;
    if (indicator < 0)
        return no_such_code(code, err);
    struct reason *reason = board_explain_indicator(h->now, q->arena, subject, (int)indicator, err);
    if (!reason)
        return false;
    write_explanation(q, r, h, subject, reason);
    return true;
}

bool api_explainIndicator(struct request *q, struct reply *r, struct err *err)
{
    return with_board(q, r, explain_indicator, err);
}
