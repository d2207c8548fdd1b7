/* Sections to requirements, groups, milestones; indicators with parts, coverage and rules. */
#include <stdio.h>

#include "domain/standard_parts.h"

#define T(name) STANDARD_TABLE_##name

/* A map of the codes of a table; the generic check has reported doubles. */
static bool put_code(struct loader *l, struct map *map, struct str code, int i)
{
    if (!code.n || map_get(map, code) >= 0)
        return true;
    return map_put(l->a, map, code, i) || no_memory(l);
}

static void load_clauses(struct loader *l)
{
    struct standard *s = l->s;
    for (int i = 0; i < rows_of(l, T(clauses)); i++) {
        s->clauses[i] = (struct clause){
            cell(l, T(clauses), i, COL_clauses_code),
            cell_ref(l, T(clauses), i, COL_clauses_section, &s->section_by, "sections"),
            cell2(l, T(clauses), i, COL_clauses_text_zh),
            cell_basis(l, T(clauses), i, COL_clauses_basis)};
        put_code(l, &s->clause_by, s->clauses[i].code, i);
        s->n_clauses = i + 1;
    }
    for (int i = 0; i < rows_of(l, T(requirements)); i++) {
        s->requirements[i] = (struct requirement){
            cell(l, T(requirements), i, COL_requirements_code),
            cell_ref(l, T(requirements), i, COL_requirements_clause, &s->clause_by, "clauses"),
            cell2(l, T(requirements), i, COL_requirements_text_zh),
            cell_basis(l, T(requirements), i, COL_requirements_basis)};
        put_code(l, &s->requirement_by, s->requirements[i].code, i);
        s->n_requirements = i + 1;
    }
}

void load_text(struct loader *l)
{
    struct standard *s = l->s;
    s->sections = ARENA_ARRAY(l->a, (size_t)rows_of(l, T(sections)) + 1, struct section);
    s->clauses = ARENA_ARRAY(l->a, (size_t)rows_of(l, T(clauses)) + 1, struct clause);
    s->requirements =
        ARENA_ARRAY(l->a, (size_t)rows_of(l, T(requirements)) + 1, struct requirement);
    s->groups = ARENA_ARRAY(l->a, (size_t)rows_of(l, T(groups)) + 1, struct group);
    s->milestones = ARENA_ARRAY(l->a, (size_t)rows_of(l, T(milestones)) + 1, struct milestone);
    if (!s->sections || !s->clauses || !s->requirements || !s->groups || !s->milestones) {
        no_memory(l);
        return;
    }
    for (int i = 0; i < rows_of(l, T(sections)); i++) {
        s->sections[i] = (struct section){cell(l, T(sections), i, COL_sections_code),
                                          cell2(l, T(sections), i, COL_sections_name_zh),
                                          cell_basis(l, T(sections), i, COL_sections_basis)};
        put_code(l, &s->section_by, s->sections[i].code, i);
        s->n_sections = i + 1;
    }
    load_clauses(l);
    for (int i = 0; i < rows_of(l, T(groups)); i++) {
        s->groups[i] = (struct group){cell(l, T(groups), i, COL_groups_code),
                                      cell2(l, T(groups), i, COL_groups_name_zh)};
        put_code(l, &s->group_by, s->groups[i].code, i);
        s->n_groups = i + 1;
    }
    for (int i = 0; i < rows_of(l, T(milestones)); i++) {
        s->milestones[i] =
            (struct milestone){cell(l, T(milestones), i, COL_milestones_code),
                               cell2(l, T(milestones), i, COL_milestones_name_zh),
                               (int)cell_int(l, T(milestones), i, COL_milestones_month, 0)};
        s->n_milestones = i + 1;
    }
}

/* ---- indicators --------------------------------------------------------------------------------
 */

static void load_indicator(struct loader *l, int i)
{
    struct indicator *ind = &l->s->indicators[i];
    *ind = (struct indicator){
        .code = cell(l, T(indicators), i, COL_indicators_code),
        .section =
            cell_ref(l, T(indicators), i, COL_indicators_section, &l->s->section_by, "sections"),
        .clauses =
            cell_refs(l, T(indicators), i, COL_indicators_clauses, &l->s->clause_by, "clauses"),
        .name = cell2(l, T(indicators), i, COL_indicators_name_zh),
        .unit = cell(l, T(indicators), i, COL_indicators_unit),
        .factor = cell_int(l, T(indicators), i, COL_indicators_factor, 1),
        .numerator = cell2(l, T(indicators), i, COL_indicators_numerator_zh),
        .denominator = cell2(l, T(indicators), i, COL_indicators_denominator_zh),
        .scope = cell2(l, T(indicators), i, COL_indicators_scope_zh),
        .owner = cell2(l, T(indicators), i, COL_indicators_owner_zh),
        .lead = cell2(l, T(indicators), i, COL_indicators_lead_zh),
        .years = (int)cell_int(l, T(indicators), i, COL_indicators_years, 1),
        .weight = cell_dec(l, T(indicators), i, COL_indicators_weight, DEC_INT(1)),
        .veto = str_is(cell(l, T(indicators), i, COL_indicators_veto), "yes"),
        .applies = cell_applies(l, T(indicators), i, COL_indicators_applies),
        .basis = cell_basis(l, T(indicators), i, COL_indicators_basis)};
    cell_range(l, T(indicators), i, COL_indicators_factor, DEC_INT(1), DEC_INT(100000000));
    cell_range(l, T(indicators), i, COL_indicators_years, DEC_INT(1), DEC_INT(30));
    cell_range(l, T(indicators), i, COL_indicators_weight, DEC_ZERO, DEC_INT(1000000));
    if ((ind->numerator.zh.n > 0) != (ind->denominator.zh.n > 0))
        bad(l, T(indicators), i,
            ind->numerator.zh.n ? COL_indicators_denominator_zh : COL_indicators_numerator_zh,
            ERR_EMPTY, NULL);
    put_code(l, &l->s->indicator_by, ind->code, i);
}

static void load_coverage(struct loader *l, int row, int i)
{
    struct standard *s = l->s;
    struct indicator *ind = &s->indicators[i];
    *ind = (struct indicator){.code = cell(l, T(coverage), row, COL_coverage_code),
                              .section = -1,
                              .name = cell2(l, T(coverage), row, COL_coverage_name_zh),
                              .unit = STR("%"),
                              .factor = 100,
                              .numerator = {STR("已命名的细胞数"), STR("titled cells")},
                              .denominator = {STR("该类单位总数"), STR("all of this kind")},
                              .years = 1,
                              .weight = DEC_INT(1),
                              .coverage = true,
                              .cell_kind = cell(l, T(coverage), row, COL_coverage_cell_kind),
                              .applies = cell_applies(l, T(coverage), row, COL_coverage_applies),
                              .basis = cell_basis(l, T(coverage), row, COL_coverage_basis)};
    cell_range(l, T(coverage), row, COL_coverage_at_least, DEC_ZERO, DEC_INT(100));
    if (map_get(&s->indicator_by, ind->code) >= 0)
        bad(l, T(coverage), row, COL_coverage_code, ERR_DUPLICATE, text_of(l, ind->code),
            "indicators");
    put_code(l, &s->indicator_by, ind->code, i);
}

/* Parts in the order of their indicators, so that each has one run. */
static void load_parts(struct loader *l)
{
    struct standard *s = l->s;
    int n = rows_of(l, T(parts));
    s->parts = ARENA_ARRAY(l->a, (size_t)n + 1, struct part);
    int *of = ARENA_ARRAY(l->a, (size_t)n + 1, int);
    if (!s->parts || !of) {
        no_memory(l);
        return;
    }
    for (int r = 0; r < n; r++) {
        of[r] = cell_ref(l, T(parts), r, COL_parts_indicator, &s->indicator_by, "indicators");
        cell_range(l, T(parts), r, COL_parts_factor, DEC_INT(1), DEC_INT(100000000));
    }
    struct span *spans;
    int *order = rows_by_owner(l, of, n, s->n_indicators, &spans);
    for (int i = 0; order && i < s->n_indicators; i++)
        s->indicators[i].parts = spans[i];
    for (int k = 0; order && order[k] >= 0; k++) {
        int r = order[k];
        const struct indicator *ind = &s->indicators[of[r]];
        struct str unit = cell(l, T(parts), r, COL_parts_unit);
        s->parts[k] =
            (struct part){.indicator = of[r],
                          .code = cell(l, T(parts), r, COL_parts_part),
                          .unit = unit.n ? unit : ind->unit,
                          .factor = cell_int(l, T(parts), r, COL_parts_factor, ind->factor),
                          .name = cell2(l, T(parts), r, COL_parts_name_zh),
                          .numerator = cell2(l, T(parts), r, COL_parts_numerator_zh),
                          .denominator = cell2(l, T(parts), r, COL_parts_denominator_zh)};
        s->n_parts = k + 1;
    }
}

void load_indicators(struct loader *l)
{
    struct standard *s = l->s;
    int n = rows_of(l, T(indicators)), n_coverage = rows_of(l, T(coverage));
    s->indicators = ARENA_ARRAY(l->a, (size_t)n + (size_t)n_coverage + 1, struct indicator);
    if (!s->indicators) {
        no_memory(l);
        return;
    }
    for (int i = 0; i < n; i++)
        load_indicator(l, i);
    for (int i = 0; i < n_coverage; i++)
        load_coverage(l, i, n + i);
    s->n_indicators = n + n_coverage;
    l->n_coverage = n_coverage;
    load_parts(l);
}
