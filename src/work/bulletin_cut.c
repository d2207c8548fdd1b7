#include "work/bulletin_cut.h"

#include "work/score_json.h"

#include <stdlib.h>

struct writer {
    const struct cut_source *src;
    const struct standard *std;
    struct arena *arena;
    struct json j;
};

static void write_head(struct writer *w)
{
    const struct cut_source *s = w->src;
    struct json *j = &w->j;
    char text[DATE_TEXT_MAX], when[WHEN_TEXT_MAX], per[PERIOD_TEXT_MAX];
    json_ki64(j, "format", 1);
    json_kbool(j, "demo", s->demo);
    json_ki64(j, "year", s->year);
    json_ki64(j, "number", s->number);
    date_format(s->date, text);
    json_kstr(j, "date", str_of(text));
    when_format(s->cut_at, when);
    json_kstr(j, "cut_at", str_of(when));
    json_ki64(j, "version", s->version);
    json_key(j, "record");
    json_obj(j);
    json_ki64(j, "entries", s->record_entries);
    json_kstr(j, "head", s->record_head);
    json_kstr(j, "algorithm", s->record_algorithm);
    json_end(j);
    json_kstr(j, "issuer", s->issuer);
    json_kstr(j, "campaign", s->campaign_name);
    json_kregion(j, "region", s->region);
    json_kstr(j, "region_name", s->region_name);
    json_kstr(j, "round", s->round_name);
    period_format(s->now->period, per);
    json_kstr(j, "period", str_of(per));
    json_key(j, "standard");
    json_obj(j);
    json_kstr(j, "id", w->std->id);
    json_kstr(j, "edition", w->std->edition);
    json_ktext2(j, "name", w->std->name);
    json_kstr(j, "document", w->std->basis_document.number);
    json_kstr(j, "digest", s->standard_digest);
    json_end(j);
}

/* The parts of the ranked score (county seat, its towns): the children of the ranked node. */
static void write_columns(struct writer *w, const struct ranking *r)
{
    const struct node *node = &w->std->nodes[r->node];
    struct json *j = &w->j;
    json_key(j, "ranking");
    json_obj(j);
    json_kstr(j, "code", r->code);
    json_ktext2(j, "name", r->name);
    json_kdec(j, "full", node->points);
    json_ki64(j, "places", node->places);
    json_ki64(j, "places_min", r->places_min);
    json_key(j, "parts");
    json_arr(j);
    for (int i = 0; i < node->children.n; i++) {
        const struct node *child = &w->std->nodes[node->children.at[i]];
        json_obj(j);
        json_kstr(j, "code", child->code);
        json_ktext2(j, "name", child->name);
        json_kdec(j, "weight", child->weight);
        json_end(j);
    }
    json_end(j);
    json_end(j);
}

static const char *unranked_word(const struct rank_row *row)
{
    return row->why == UNRANKED_SAMPLE ? "sample" : row->why == UNRANKED_STATE ? "state" : "";
}

static void write_row(struct writer *w, const struct ranking *r, const struct rank_row *row)
{
    const struct cut_source *s = w->src;
    const struct result *res = &s->now->results[row->subject];
    const struct node *node = &w->std->nodes[r->node];
    struct json *j = &w->j;
    json_obj(j);
    json_kregion(j, "region", s->now->values->subjects[row->subject].region);
    json_kstr(j, "name", s->names[row->subject]);
    json_ki64(j, "rank", row->rank);
    json_kbool(j, "tied", row->tied);
    json_kstr(j, "unranked", str_of(unranked_word(row)));
    if (res->nodes[r->node].state == SCORE_OK)
        json_kdec(j, "points", row->points);
    else
        json_knull(j, "points");
    json_key(j, "parts");
    json_arr(j);
    for (int i = 0; i < node->children.n; i++) {
        const struct score *part = &res->nodes[node->children.at[i]];
        if (part->state == SCORE_OK)
            json_dec(j, part->points);
        else
            json_nil(j);
    }
    json_end(j);
    json_kdec(j, "to_first", row->to_first);
    json_kdec(j, "to_next", row->to_next);
    json_ki64(j, "before", row->before);
    json_ki64(j, "moved", row->moved);
    json_ki64(j, "places", row->places);
    json_ki64(j, "passed", res->passed);
    json_ki64(j, "failed", res->failed);
    json_ki64(j, "missing", res->missing);
    json_ki64(j, "not_tested", res->not_tested);
    json_ki64(j, "open_findings", s->open_findings[row->subject]);
    json_end(j);
}

static bool write_groups(struct writer *w, struct err *err)
{
    const struct cut_source *s = w->src;
    const struct ranking *r = &w->std->rankings[s->ranking];
    struct rank_row *rows;
    int n;
    if (!rank_make(w->arena, s->now, s->earlier, s->ranking, &rows, &n, err))
        return false;
    struct json *j = &w->j;
    write_columns(w, r);
    json_key(j, "groups");
    json_arr(j);
    for (int i = 0; i < n;) {
        int group = rows[i].group;
        json_obj(j);
        if (group >= 0)
            json_ktext2(j, "name", w->std->groups[group].name);
        else
            json_ktext2(j, "name", r->name);
        json_key(j, "rows");
        json_arr(j);
        for (; i < n && rows[i].group == group; i++)
            write_row(w, r, &rows[i]);
        json_end(j);
        json_end(j);
    }
    json_end(j);
    return true;
}

struct weak {
    int indicator;
    int failed, judged, missing;
    int worst; /* subject with the widest gap in proportion to the target */
    int64_t worst_share;
};

static int by_weakness(const void *a, const void *b)
{
    const struct weak *x = a, *y = b;
    if (x->failed != y->failed)
        return y->failed - x->failed;
    if (x->worst_share != y->worst_share)
        return x->worst_share > y->worst_share ? -1 : 1;
    return x->indicator - y->indicator;
}

static struct weak weakness_of(const struct board *b, int indicator)
{
    struct weak w = {.indicator = indicator, .worst = -1, .worst_share = -1};
    for (int i = 0; i < b->values->n_subjects; i++) {
        const struct judgement *g = &b->results[i].indicators[indicator];
        if (!g->applies)
            continue;
        w.judged += g->verdict != VERDICT_NONE;
        w.missing += g->verdict == VERDICT_NONE && g->state == VALUE_MISSING;
        if (g->verdict != VERDICT_FAIL)
            continue;
        w.failed++;
        if (judgement_share(g) > w.worst_share) {
            w.worst_share = judgement_share(g);
            w.worst = i;
        }
    }
    return w;
}

static bool write_weakest(struct writer *w, struct err *err)
{
    const struct board *b = w->src->now;
    struct json *j = &w->j;
    struct weak *weak = ARENA_ARRAY(w->arena, (size_t)w->std->n_indicators + 1, struct weak);
    if (!weak)
        return err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; i < w->std->n_indicators; i++)
        weak[i] = weakness_of(b, i);
    qsort(weak, (size_t)w->std->n_indicators, sizeof *weak, by_weakness);
    json_key(j, "weakest");
    json_arr(j);
    for (int i = 0; i < w->std->n_indicators && i < CUT_WEAKEST && weak[i].failed > 0; i++) {
        const struct indicator *ind = &w->std->indicators[weak[i].indicator];
        const struct judgement *g = &b->results[weak[i].worst].indicators[weak[i].indicator];
        json_obj(j);
        json_kstr(j, "code", ind->code);
        json_ktext2(j, "name", ind->name);
        json_kstr(j, "unit", ind->unit);
        json_ki64(j, "failed", weak[i].failed);
        json_ki64(j, "judged", weak[i].judged);
        json_ki64(j, "missing", weak[i].missing);
        json_kstr(j, "worst", w->src->names[weak[i].worst]);
        json_kdec(j, "value", g->value);
        json_kdec(j, "target", g->target);
        json_kdec(j, "gap", g->has_gap ? g->gap : DEC_ZERO);
        json_kbool(j, "to_check", ind->basis == BASIS_RECALLED);
        json_end(j);
    }
    json_end(j);
    return true;
}

/* Values of a subject are sorted by place within an item, so a place is counted when it is first
 * met: the checklist's first item carries every sampled place. */
static int64_t places_of(const struct board *b, int subject, int checklist)
{
    const struct subject *s = &b->values->subjects[subject];
    const struct int_list *items = &b->standard->checklists[checklist].items;
    int64_t count = 0;
    for (int i = s->values.first; i < s->values.first + s->values.n; i++) {
        const struct value *v = &b->values->at[i];
        bool mark = v->item && v->period == b->period && v->place && items->n &&
                    b->standard->items[v->code].checklist == checklist;
        bool seen = false;
        for (int k = s->values.first; mark && !seen && k < i; k++) {
            const struct value *e = &b->values->at[k];
            seen = e->item && e->period == b->period && e->place == v->place &&
                   b->standard->items[e->code].checklist == checklist;
        }
        count += mark && !seen;
    }
    return count;
}

static void write_not_tested(struct writer *w, int subject, struct text2 what)
{
    struct json *j = &w->j;
    json_obj(j);
    json_kstr(j, "name", w->src->names[subject]);
    json_ktext2(j, "what", what);
    json_end(j);
}

static void write_samples(struct writer *w)
{
    const struct board *b = w->src->now;
    struct json *j = &w->j;
    json_key(j, "samples");
    json_arr(j);
    for (int k = 0; k < w->std->n_checklists; k++) {
        int64_t total = 0, regions = 0;
        for (int i = 0; i < b->values->n_subjects; i++) {
            int64_t n = places_of(b, i, k);
            total += n;
            regions += n > 0;
        }
        json_obj(j);
        json_kstr(j, "kind", w->std->checklists[k].kind);
        json_ktext2(j, "name", w->std->checklists[k].name);
        json_ki64(j, "places", total);
        json_ki64(j, "regions", regions);
        json_end(j);
    }
    json_end(j);
    json_key(j, "not_tested");
    json_arr(j);
    for (int i = 0; i < b->values->n_subjects; i++) {
        const struct result *r = &b->results[i];
        for (int k = 0; k < w->std->n_checklists; k++)
            if (places_of(b, i, k) == 0)
                write_not_tested(w, i, w->std->checklists[k].name);
        for (int k = 0; k < w->std->n_indicators; k++)
            if (r->indicators[k].applies && r->indicators[k].verdict == VERDICT_NONE &&
                r->indicators[k].state == VALUE_NOT_TESTED)
                write_not_tested(w, i, w->std->indicators[k].name);
    }
    json_end(j);
}

bool cut_write(const struct cut_source *source, struct arena *arena, struct buf *out,
               struct err *err)
{
    struct writer w = {.src = source, .std = source->now->standard, .arena = arena};
    json_begin(&w.j, out);
    json_obj(&w.j);
    write_head(&w);
    if (!write_groups(&w, err) || !write_weakest(&w, err))
        return false;
    write_samples(&w);
    json_end(&w.j);
    return buf_failed(out) ? err_set(err, ERR_MEMORY, NULL) : true;
}
