#include "work/score_json.h"

void json_ktext2(struct json *j, const char *key, struct text2 t)
{
    json_key(j, key);
    json_obj(j);
    json_kstr(j, "zh", t.zh);
    json_kstr(j, "en", t.en.n ? t.en : t.zh);
    json_end(j);
}

void json_kregion(struct json *j, const char *key, region_code code)
{
    char text[REGION_TEXT_MAX];
    size_t n = region_format(code, text);
    json_kstr(j, key, (struct str){text, n});
}

void json_kperiod(struct json *j, const char *key, period p)
{
    char text[PERIOD_TEXT_MAX];
    size_t n = period_format(p, text);
    json_kstr(j, key, (struct str){text, n});
}

const char *verdict_word(enum verdict v)
{
    static const char *const WORDS[] = {"pass", "fail", "none"};
    return WORDS[v];
}

const char *score_state_word(enum score_state s)
{
    static const char *const WORDS[] = {"ok", "none", "blocked"};
    return WORDS[s];
}

static const char *basis_word_of(enum basis b)
{
    static const char *const WORDS[] = {"annex", "item", "recalled"};
    return WORDS[b];
}

static void kword(struct json *j, const char *key, const char *word)
{
    json_kstr(j, key, str_of(word));
}

static void score_members(struct json *j, const struct score *s)
{
    kword(j, "state", score_state_word(s->state));
    kword(j, "why", s->state == SCORE_OK ? "present" : value_state_word(s->why));
    if (s->state == SCORE_OK) {
        json_kdec(j, "points", s->points);
        json_kdec(j, "full", s->full);
        json_kdec(j, "rate", s->rate);
    } else {
        json_knull(j, "points");
        json_knull(j, "full");
        json_knull(j, "rate");
    }
}

void score_to_json(struct json *j, const struct score *s)
{
    json_obj(j);
    score_members(j, s);
    json_end(j);
}

void judgement_to_json(struct json *j, const struct judgement *g)
{
    json_obj(j);
    kword(j, "verdict", verdict_word(g->verdict));
    kword(j, "state", value_state_word(g->state));
    if (g->applies && g->state == VALUE_PRESENT)
        json_kdec(j, "value", g->value);
    else
        json_knull(j, "value");
    if (g->has_gap) {
        json_kdec(j, "target", g->target);
        json_kdec(j, "gap", g->gap);
    } else {
        json_knull(j, "target");
        json_knull(j, "gap");
    }
    json_kbool(j, "by_alternative", g->by_alternative);
    json_end(j);
}

void result_to_json(struct json *j, const struct board *b, int subject, struct str name)
{
    const struct result *r = &b->results[subject];
    const struct standard *s = b->standard;
    json_obj(j);
    json_kregion(j, "region", b->values->subjects[subject].region);
    json_kstr(j, "name", name);
    json_kstr(j, "kind", s->subjects[b->values->subjects[subject].kind].code);
    json_kbool(j, "passes", r->passes);
    json_ki64(j, "passed", r->passed);
    json_ki64(j, "failed", r->failed);
    json_ki64(j, "missing", r->missing);
    json_ki64(j, "not_tested", r->not_tested);
    json_ki64(j, "not_applicable", r->not_applicable);
    json_ki64(j, "empty_denominator", r->empty_denominator);
    json_ki64(j, "vetoes", r->vetoes);
    json_ki64(j, "places", r->places);
    json_ki64(j, "items_not_tested", r->items_not_tested);
    json_key(j, "nodes");
    json_arr(j);
    for (int i = 0; i < s->n_nodes; i++) {
        if (r->nodes[i].state == SCORE_NONE && r->nodes[i].why == VALUE_NOT_APPLICABLE)
            continue;
        json_obj(j);
        json_kstr(j, "code", s->nodes[i].code);
        json_ktext2(j, "name", s->nodes[i].name);
        score_members(j, &r->nodes[i]);
        json_end(j);
    }
    json_end(j);
    json_end(j);
}

void rank_row_to_json(struct json *j, const struct board *b, int ranking, const struct rank_row *r,
                      struct str name)
{
    static const char *const WHY[] = {"", "sample", "state"};
    const struct result *res = &b->results[r->subject];
    const struct standard *s = b->standard;
    const struct node *node = &s->nodes[s->rankings[ranking].node];
    json_obj(j);
    json_kregion(j, "region", b->values->subjects[r->subject].region);
    json_kstr(j, "name", name);
    json_kstr(j, "group", r->group >= 0 ? s->groups[r->group].code : STR_NONE);
    json_ki64(j, "rank", r->rank);
    json_kbool(j, "tied", r->tied);
    kword(j, "unranked", WHY[r->why]);
    if (res->nodes[s->rankings[ranking].node].state == SCORE_OK)
        json_kdec(j, "points", r->points);
    else
        json_knull(j, "points");
    json_kdec(j, "full", node->points);
    json_kdec(j, "to_first", r->to_first);
    json_kdec(j, "to_next", r->to_next);
    json_ki64(j, "before", r->before);
    json_ki64(j, "moved", r->moved);
    json_ki64(j, "places", r->places);
    json_key(j, "parts");
    json_arr(j);
    for (int i = 0; i < node->children.n; i++) {
        int c = node->children.at[i];
        json_obj(j);
        json_kstr(j, "code", s->nodes[c].code);
        json_ktext2(j, "name", s->nodes[c].name);
        score_members(j, &res->nodes[c]);
        json_end(j);
    }
    json_end(j);
    json_end(j);
}

static const char *reason_word(enum reason_kind k)
{
    static const char *const WORDS[] = {"node",  "indicator", "part",   "checklist",
                                        "place", "item",      "member", "value"};
    return WORDS[k];
}

static void value_to_json(struct json *j, const struct value *v)
{
    json_obj(j);
    json_ki64(j, "id", v->id);
    json_kregion(j, "region", v->region);
    json_kstr(j, "part", v->part);
    json_ki64(j, "place", v->place);
    json_kperiod(j, "period", v->period);
    kword(j, "state", value_state_word(v->state));
    if (v->state == VALUE_PRESENT)
        json_kdec(j, "value", v->value);
    else
        json_knull(j, "value");
    if (v->ratio) {
        json_kdec(j, "numerator", v->numerator);
        json_kdec(j, "denominator", v->denominator);
    } else {
        json_knull(j, "numerator");
        json_knull(j, "denominator");
    }
    json_kstr(j, "source", v->source);
    json_kstr(j, "note", v->note);
    json_end(j);
}

void reason_to_json(struct json *j, const struct reason *r)
{
    json_obj(j);
    kword(j, "kind", reason_word(r->kind));
    json_kstr(j, "code", r->code);
    json_ktext2(j, "name", r->name);
    json_ktext2(j, "rule", r->rule);
    json_kstr(j, "arithmetic", r->arithmetic);
    json_ktext2(j, "remark", r->remark);
    kword(j, "state", score_state_word(r->state));
    kword(j, "value_state", value_state_word(r->value_state));
    kword(j, "verdict", verdict_word(r->verdict));
    if (r->has_points) {
        json_kdec(j, "points", r->points);
        json_kdec(j, "full", r->full);
    } else {
        json_knull(j, "points");
        json_knull(j, "full");
    }
    json_kbool(j, "veto", r->veto);
    kword(j, "basis", basis_word_of(r->basis));
    if (r->region)
        json_kregion(j, "region", r->region);
    else
        json_knull(j, "region");
    json_key(j, "value");
    if (r->value)
        value_to_json(j, r->value);
    else
        json_nil(j);
    json_key(j, "children");
    json_arr(j);
    for (const struct reason *c = r->children; c; c = c->next)
        reason_to_json(j, c);
    json_end(j);
    json_end(j);
}
