#include "api/handlers.h"

#include <stdio.h>

#include "store/standard.h"
#include "work/audit.h"
#include "work/standard_files.h"
#include "work/standard_store.h"
#include "work/standards.h"

enum { STANDARDS_SHOWN = 200 };

static void write_row(struct json *j, const struct standard_row *row)
{
    json_obj(j);
    json_ki64(j, "id", row->id);
    json_kstr(j, "code", row->code);
    json_kstr(j, "edition", row->edition);
    api_names(j, "name", row->name_zh, row->name_en);
    json_kstr(j, "digest", row->digest);
    json_ki64(j, "follows", row->follows);
    json_ki64(j, "imported_at", row->imported_at);
    json_end(j);
}

bool api_listStandards(struct request *q, struct reply *r, struct err *err)
{
    struct standard_rows rows = {0};
    struct json j;
    if (!request_read(q, err) ||
        !store_standard_page(q->tx, q->arena, 0, STANDARDS_SHOWN, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "standards");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++)
        write_row(&j, &rows.at[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

static bool open_standard(struct request *q, struct standard_row *row, const struct standard **s,
                          struct err *err)
{
    bool found;
    int64_t id = path_int(q, "standard");
    if (!request_read(q, err) || !store_standard_get(q->tx, q->arena, id, row, &found, err))
        return false;
    if (!found)
        return api_not_found("standard", id, err);
    return standard_get(q->app, q->tx, id, s, err);
}

static void coded(struct json *j, struct str code, struct text2 name)
{
    json_obj(j);
    json_kstr(j, "code", code);
    json_ktext2(j, "name", name);
    json_end(j);
}

static void coded_in(struct json *j, struct str code, struct str parent, struct text2 name,
                     enum basis basis)
{
    json_obj(j);
    json_kstr(j, "code", code);
    json_kstr(j, "parent", parent);
    json_ktext2(j, "name", name);
    api_basis(j, basis);
    json_end(j);
}

static void write_node(struct json *j, const struct standard *s, const struct node *n)
{
    json_obj(j);
    json_kstr(j, "code", n->code);
    json_kstr(j, "parent", n->parent >= 0 ? s->nodes[n->parent].code : STR_NONE);
    json_kstr(j, "method", str_of(node_word(n->method)));
    json_kstr(j, "ref", n->ref);
    json_kdec(j, "points", n->points);
    json_kdec(j, "weight", n->weight);
    json_ki64(j, "places", n->places);
    json_ktext2(j, "name", n->name);
    api_basis(j, n->basis);
    json_end(j);
}

static void write_text(struct json *j, const struct standard *s)
{
    json_key(j, "subjects");
    json_arr(j);
    for (int i = 0; i < s->n_subjects; i++)
        coded(j, s->subjects[i].code, s->subjects[i].name);
    json_end(j);
    json_key(j, "sections");
    json_arr(j);
    for (int i = 0; i < s->n_sections; i++) {
        json_obj(j);
        json_kstr(j, "code", s->sections[i].code);
        json_ktext2(j, "name", s->sections[i].name);
        api_basis(j, s->sections[i].basis);
        json_end(j);
    }
    json_end(j);
    json_key(j, "clauses");
    json_arr(j);
    for (int i = 0; i < s->n_clauses; i++)
        coded_in(j, s->clauses[i].code, s->sections[s->clauses[i].section].code, s->clauses[i].text,
                 s->clauses[i].basis);
    json_end(j);
    json_key(j, "requirements");
    json_arr(j);
    for (int i = 0; i < s->n_requirements; i++)
        coded_in(j, s->requirements[i].code, s->clauses[s->requirements[i].clause].code,
                 s->requirements[i].text, s->requirements[i].basis);
    json_end(j);
    json_key(j, "nodes");
    json_arr(j);
    for (int i = 0; i < s->n_nodes; i++)
        write_node(j, s, &s->nodes[i]);
    json_end(j);
    json_key(j, "rankings");
    json_arr(j);
    for (int i = 0; i < s->n_rankings; i++)
        coded(j, s->rankings[i].code, s->rankings[i].name);
    json_end(j);
    json_key(j, "groups");
    json_arr(j);
    for (int i = 0; i < s->n_groups; i++)
        coded(j, s->groups[i].code, s->groups[i].name);
    json_end(j);
    json_key(j, "milestones");
    json_arr(j);
    for (int i = 0; i < s->n_milestones; i++)
        coded(j, s->milestones[i].code, s->milestones[i].name);
    json_end(j);
}

bool api_getStandard(struct request *q, struct reply *r, struct err *err)
{
    struct standard_row row;
    const struct standard *s;
    struct confirmation_rows confirmed = {0};
    struct json j;
    if (!open_standard(q, &row, &s, err) ||
        !store_confirmations(q->tx, q->arena, row.id, &confirmed, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "standard");
    write_row(&j, &row);
    json_ktext2(&j, "note", s->note);
    json_key(&j, "document");
    json_obj(&j);
    json_kstr(&j, "number", s->basis_document.number);
    json_kstr(&j, "date", s->basis_document.date);
    json_ktext2(&j, "title", s->basis_document.title);
    json_ktext2(&j, "issuer", s->basis_document.issuer);
    json_end(&j);
    write_text(&j, s);
    json_key(&j, "confirmed");
    json_arr(&j);
    for (size_t i = 0; i < confirmed.n; i++) {
        json_obj(&j);
        json_kstr(&j, "kind", confirmed.at[i].kind);
        json_kstr(&j, "code", confirmed.at[i].code);
        json_ki64(&j, "at", confirmed.at[i].confirmed_at);
        json_end(&j);
    }
    json_end(&j);
    json_end(&j);
    return true;
}

/* ---- indicators
 * ---------------------------------------------------------------------------------------- */

static void write_applies(struct json *j, const struct standard *s, applies set)
{
    json_key(j, "applies");
    json_arr(j);
    for (int i = 0; i < s->n_subjects; i++)
        if (set & (applies)1 << i)
            json_str(j, s->subjects[i].code);
    json_end(j);
}

static void write_clauses(struct json *j, const struct standard *s, const struct int_list *list)
{
    json_key(j, "clauses");
    json_arr(j);
    for (int i = 0; i < list->n; i++)
        json_str(j, s->clauses[list->at[i]].code);
    json_end(j);
}

static void write_part(struct json *j, const struct part *p)
{
    json_obj(j);
    json_kstr(j, "code", p->code);
    json_ktext2(j, "name", p->name);
    json_kstr(j, "unit", p->unit);
    json_ki64(j, "factor", p->factor);
    json_ktext2(j, "numerator", p->numerator);
    json_ktext2(j, "denominator", p->denominator);
    json_end(j);
}

static void write_rule(struct json *j, const struct standard *s, const struct rule *rule)
{
    struct str part = rule->scope == RULE_EVERY_AREA   ? STR("@area")
                      : rule->scope == RULE_EVERY_PART ? STR("*")
                      : rule->part >= 0                ? s->parts[rule->part].code
                                                       : STR_NONE;
    json_obj(j);
    json_kstr(j, "part", part);
    json_kstr(j, "rule", str_of(rule_word(rule->kind)));
    json_kdec(j, "target", rule->target);
    json_kstr(j, "reference", rule->reference);
    json_kstr(j, "alternative",
              rule->alternative >= 0 ? str_of(rule_word((enum rule_kind)rule->alternative))
                                     : STR_NONE);
    write_applies(j, s, rule->applies);
    api_basis(j, rule->basis);
    json_end(j);
}

static void write_indicator(struct json *j, const struct standard *s, const struct indicator *ind)
{
    json_obj(j);
    json_kstr(j, "code", ind->code);
    json_kstr(j, "section", ind->section >= 0 ? s->sections[ind->section].code : STR_NONE);
    write_clauses(j, s, &ind->clauses);
    json_ktext2(j, "name", ind->name);
    json_kstr(j, "unit", ind->unit);
    json_ki64(j, "factor", ind->factor);
    json_ktext2(j, "numerator", ind->numerator);
    json_ktext2(j, "denominator", ind->denominator);
    json_ktext2(j, "scope", ind->scope);
    json_ktext2(j, "owner", ind->owner);
    json_ktext2(j, "lead", ind->lead);
    json_ki64(j, "years", ind->years);
    json_kdec(j, "weight", ind->weight);
    json_kbool(j, "veto", ind->veto);
    json_kbool(j, "coverage", ind->coverage);
    write_applies(j, s, ind->applies);
    api_basis(j, ind->basis);
    json_key(j, "parts");
    json_arr(j);
    for (int i = 0; i < ind->parts.n; i++)
        write_part(j, &s->parts[ind->parts.first + i]);
    json_end(j);
    json_key(j, "rules");
    json_arr(j);
    for (int i = 0; i < ind->rules.n; i++)
        write_rule(j, s, &s->rules[ind->rules.first + i]);
    json_end(j);
    json_end(j);
}

bool api_listIndicators(struct request *q, struct reply *r, struct err *err)
{
    struct standard_row row;
    const struct standard *s;
    struct json j;
    if (!open_standard(q, &row, &s, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "indicators");
    json_arr(&j);
    for (int i = 0; i < s->n_indicators; i++)
        write_indicator(&j, s, &s->indicators[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

/* ---- checklists
 * ---------------------------------------------------------------------------------------- */

static void write_item(struct json *j, const struct standard *s, const struct item *item)
{
    json_obj(j);
    json_kstr(j, "code", item->code);
    json_kstr(j, "kind", item->checklist >= 0 ? s->checklists[item->checklist].kind : STR_NONE);
    json_ktext2(j, "name", item->name);
    json_kstr(j, "method", str_of(item_word(item->method)));
    json_kdec(j, "points", item->points);
    json_kdec(j, "target", item->target);
    json_kbool(j, "key", item->key);
    json_kdec(j, "key_rate", item->key_rate);
    write_clauses(j, s, &item->clauses);
    api_basis(j, item->basis);
    json_end(j);
}

bool api_listChecklists(struct request *q, struct reply *r, struct err *err)
{
    struct standard_row row;
    const struct standard *s;
    struct json j;
    if (!open_standard(q, &row, &s, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "checklists");
    json_arr(&j);
    for (int i = 0; i < s->n_checklists; i++) {
        json_obj(&j);
        json_kstr(&j, "kind", s->checklists[i].kind);
        json_ktext2(&j, "name", s->checklists[i].name);
        json_ki64(&j, "places_min", s->checklists[i].places_min);
        json_kdec(&j, "points", s->checklists[i].points);
        api_basis(&j, s->checklists[i].basis);
        json_end(&j);
    }
    json_end(&j);
    json_key(&j, "items");
    json_arr(&j);
    for (int i = 0; i < s->n_items; i++)
        write_item(&j, s, &s->items[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

/* ---- editions
 * ------------------------------------------------------------------------------------------ */

static void write_changes(struct json *j, const struct diff_row *rows, int n)
{
    static const char *const WORDS[] = {[DIFF_SAME] = "unchanged",
                                        [DIFF_CHANGED] = "changed",
                                        [DIFF_ADDED] = "added",
                                        [DIFF_REMOVED] = "removed"};
    json_key(j, "changes");
    json_arr(j);
    for (int i = 0; i < n; i++) {
        if (rows[i].diff == DIFF_SAME)
            continue;
        json_obj(j);
        json_kstr(j, "kind", str_of(part_kind_word(rows[i].kind)));
        json_kstr(j, "code", rows[i].code);
        json_kstr(j, "change", str_of(WORDS[rows[i].diff]));
        json_ktext2(j, "name", rows[i].name);
        json_ktext2(j, "what", rows[i].what);
        json_end(j);
    }
    json_end(j);
}

bool api_diffStandards(struct request *q, struct reply *r, struct err *err)
{
    struct standard_row row;
    const struct standard *before, *now;
    struct diff_row *rows;
    int n;
    struct json j;
    if (!open_standard(q, &row, &before, err) ||
        !standard_get(q->app, q->tx, query_int(q, "to", 0), &now, err) ||
        !standard_diff(before, now, q->arena, &rows, &n, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    write_changes(&j, rows, n);
    json_end(&j);
    return true;
}

bool api_exportStandard(struct request *q, struct reply *r, struct err *err)
{
    struct standard_row row;
    const struct standard *s;
    struct standard_source src;
    if (!open_standard(q, &row, &s, err) ||
        !standard_stored_source(q->tx, q->arena, row.id, &src, err))
        return false;
    reply_file(q, r,
               arena_printf(q->arena, "%.*s-%.*s.xlsx", STR_ARG(row.code), STR_ARG(row.edition)));
    return standard_book_of_source(q->arena, &src, row.imported_at, &r->body, err);
}

bool api_importStandard(struct request *q, struct reply *r, struct err *err)
{
    struct standard_source src;
    struct standard_stored stored;
    struct json j;
    if (!standard_source_of_book(q->arena, api_file_name(q), q->body, &src, q->problems)) {
        char n[24];
        snprintf(n, sizeof n, "%zu", q->problems->total);
        return err_set(err, ERR_STANDARD_INVALID, n);
    }
    request_read_end(q);
    if (!standard_store(q->app, &q->actor, q->arena, &src, query_bool(q, "dry_run"), &stored,
                        q->problems, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "id", stored.id);
    json_kstr(&j, "code", stored.standard->id);
    json_kstr(&j, "edition", stored.standard->edition);
    json_ktext2(&j, "name", stored.standard->name);
    write_changes(&j, stored.changes, stored.n_changes);
    json_end(&j);
    return true;
}

struct confirming {
    struct request *q;
    const struct confirmation_row *row;
};

static bool confirm_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct confirming *c = ctx;
    struct act act = {.kind = "basis.confirm",
                      .thing = arena_printf(c->q->arena, "standard %lld %.*s %.*s",
                                            (long long)c->row->standard, STR_ARG(c->row->kind),
                                            STR_ARG(c->row->code)),
                      .reason = c->row->note};
    if (!act.thing.p)
        return err_set(err, ERR_MEMORY, NULL);
    return store_confirmation_put(tx, c->row, err) &&
           audit_act(c->q->app, tx, &c->q->actor, &act, err);
}

bool api_confirmBasis(struct request *q, struct reply *r, struct err *err)
{
    struct standard_row row;
    const struct standard *s;
    if (!open_standard(q, &row, &s, err))
        return false;
    struct str kind = body_str(q, "kind"), code = body_str(q, "code");
    const struct map *map = str_is(kind, "indicator") ? &s->indicator_by
                            : str_is(kind, "item")    ? &s->item_by
                            : str_is(kind, "clause")  ? &s->clause_by
                                                      : &s->node_by;
    if (map_get(map, code) < 0) {
        return err_set(err, ERR_NOT_FOUND, err_word(code).z);
    }
    struct confirmation_row confirmation = {.standard = row.id,
                                            .kind = kind,
                                            .code = code,
                                            .user_id = q->actor.user,
                                            .confirmed_at = app_now(q->app),
                                            .note = body_str(q, "note")};
    request_read_end(q);
    r->status = q->def->status;
    return store_write(q->app->store, confirm_tx, &(struct confirming){q, &confirmation}, err);
}
