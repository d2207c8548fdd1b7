/* Checklists, items with their deductions, bands. */
#include "domain/standard_parts.h"

#define T(name) STANDARD_TABLE_##name

static bool put_code(struct loader *l, struct map *map, struct str code, int i)
{
    if (!code.n || map_get(map, code) >= 0)
        return true;
    return map_put(l->a, map, code, i) || no_memory(l);
}

static void must_be_empty(struct loader *l, int row, enum standard_column_id col)
{
    struct str s = cell(l, T(items), row, col);
    if (s.n)
        bad(l, T(items), row, col, ERR_CHOICE, text_of(l, s), "(empty / 留空)");
}

static void check_item(struct loader *l, int i)
{
    struct item *it = &l->s->items[i];
    const dec most = DEC_INT(1000000), least = {1};
    cell_range(l, T(items), i, COL_items_points, least, most);
    cell_range(l, T(items), i, COL_items_key_rate, least, DEC_INT(100));
    cell_range(l, T(items), i, COL_items_deduct_cap, least, it->points);
    bool deducts = it->method == ITEM_DEDUCT || it->method == ITEM_DEDUCT_BY;
    if (!deducts)
        must_be_empty(l, i, COL_items_deduct_cap);
    struct str target = cell(l, T(items), i, COL_items_target);
    if (it->method == ITEM_DEDUCT) {
        if (!target.n)
            bad(l, T(items), i, COL_items_target, ERR_RULE_TARGET, "deduct",
                "points for each occurrence / 每处扣分");
        cell_range(l, T(items), i, COL_items_target, least, it->points);
    } else if (it->method == ITEM_PROPORTIONAL) {
        cell_range(l, T(items), i, COL_items_target, least, most);
    } else {
        must_be_empty(l, i, COL_items_target);
    }
}

static void load_item(struct loader *l, int i)
{
    struct standard *s = l->s;
    struct item *it = &s->items[i];
    int method = item_method_of(cell(l, T(items), i, COL_items_method));
    *it = (struct item){
        .code = cell(l, T(items), i, COL_items_code),
        .checklist = cell_ref(l, T(items), i, COL_items_kind, &s->checklist_by, "checklists"),
        .points = cell_dec(l, T(items), i, COL_items_points, DEC_ZERO),
        .method = method < 0 ? ITEM_GRADED : (enum item_method)method,
        .key = cell(l, T(items), i, COL_items_key_rate).n > 0,
        .key_rate = cell_dec(l, T(items), i, COL_items_key_rate, DEC_ZERO),
        .target = cell_dec(l, T(items), i, COL_items_target,
                           method == ITEM_PROPORTIONAL ? DEC_INT(100) : DEC_ZERO),
        .name = cell2(l, T(items), i, COL_items_name_zh),
        .clauses = cell_refs(l, T(items), i, COL_items_clauses, &s->clause_by, "clauses"),
        .basis = cell_basis(l, T(items), i, COL_items_basis)};
    it->deduct_cap = cell_dec(l, T(items), i, COL_items_deduct_cap, it->points);
    if (method >= 0)
        check_item(l, i);
    if (map_get(&s->indicator_by, it->code) >= 0)
        bad(l, T(items), i, COL_items_code, ERR_DUPLICATE, text_of(l, it->code), "indicators");
    put_code(l, &s->item_by, it->code, i);
    if (it->checklist < 0)
        return;
    struct checklist *list = &s->checklists[it->checklist];
    int_list_add(l, &list->items, i);
    if (!dec_add(list->points, it->points, &list->points))
        bad(l, T(items), i, COL_items_points, ERR_ARITHMETIC, text_of(l, list->kind));
}

static void load_deductions(struct loader *l)
{
    struct standard *s = l->s;
    int n = rows_of(l, T(deductions));
    s->deductions = ARENA_ARRAY(l->a, (size_t)n + 1, struct deduction);
    int *of = ARENA_ARRAY(l->a, (size_t)n + 1, int);
    if (!s->deductions || !of) {
        no_memory(l);
        return;
    }
    for (int r = 0; r < n; r++) {
        of[r] = cell_ref(l, T(deductions), r, COL_deductions_item, &s->item_by, "items");
        if (of[r] >= 0 && s->items[of[r]].method != ITEM_DEDUCT_BY)
            bad(l, T(deductions), r, COL_deductions_item, ERR_CHOICE,
                text_of(l, s->items[of[r]].code), "items with method deduct_by");
        cell_range(l, T(deductions), r, COL_deductions_points, (dec){1}, DEC_INT(1000000));
    }
    struct span *spans;
    int *order = rows_by_owner(l, of, n, s->n_items, &spans);
    for (int i = 0; order && i < s->n_items; i++) {
        s->items[i].deductions = spans[i];
        if (s->items[i].method == ITEM_DEDUCT_BY && !spans[i].n)
            bad(l, T(items), i, COL_items_code, ERR_DANGLING, text_of(l, s->items[i].code),
                "deductions");
    }
    for (int k = 0; order && order[k] >= 0; k++) {
        int r = order[k];
        s->deductions[k] =
            (struct deduction){of[r], cell(l, T(deductions), r, COL_deductions_part),
                               cell_dec(l, T(deductions), r, COL_deductions_points, DEC_ZERO),
                               cell2(l, T(deductions), r, COL_deductions_name_zh)};
        s->n_deductions = k + 1;
    }
}

void load_items(struct loader *l)
{
    struct standard *s = l->s;
    int n = rows_of(l, T(items)), n_lists = rows_of(l, T(checklists));
    s->checklists = ARENA_ARRAY(l->a, (size_t)n_lists + 1, struct checklist);
    s->items = ARENA_ARRAY(l->a, (size_t)n + 1, struct item);
    if (!s->checklists || !s->items) {
        no_memory(l);
        return;
    }
    for (int i = 0; i < n_lists; i++) {
        s->checklists[i] = (struct checklist){
            .kind = cell(l, T(checklists), i, COL_checklists_kind),
            .name = cell2(l, T(checklists), i, COL_checklists_name_zh),
            .places_min = (int)cell_int(l, T(checklists), i, COL_checklists_places_min, 0),
            .basis = cell_basis(l, T(checklists), i, COL_checklists_basis)};
        cell_range(l, T(checklists), i, COL_checklists_places_min, DEC_ZERO, DEC_INT(100000));
        put_code(l, &s->checklist_by, s->checklists[i].kind, i);
        s->n_checklists = i + 1;
    }
    for (int i = 0; i < n; i++) {
        s->n_items = i + 1;
        load_item(l, i);
    }
    for (int i = 0; i < n_lists; i++)
        if (!s->checklists[i].items.n)
            bad(l, T(checklists), i, COL_checklists_kind, ERR_DANGLING,
                text_of(l, s->checklists[i].kind), "items");
    load_deductions(l);
}

/* ---- bands -------------------------------------------------------------------------------------
 */

struct scale {
    bool item; /* points stand in from/to themselves */
    bool top_known;
    dec top;
};

static struct scale scale_of(const struct standard *s, int owner)
{
    if (owner >= s->n_items) {
        const struct node *n = &s->nodes[owner - s->n_items];
        return (struct scale){false, false, n->points};
    }
    const struct item *it = &s->items[owner];
    return (struct scale){true, true, it->method == ITEM_GRADED ? DEC_INT(10) : it->points};
}

static void check_band_points(struct loader *l, int row, struct scale scale)
{
    static const enum standard_column_id COLS[] = {COL_bands_points_from, COL_bands_points_to};
    for (size_t i = 0; i < ARRAY_LEN(COLS); i++) {
        struct str p = cell(l, T(bands), row, COLS[i]);
        if (scale.item && p.n)
            bad(l, T(bands), row, COLS[i], ERR_CHOICE, text_of(l, p), "(empty / 留空)");
        if (!scale.item && !p.n)
            bad(l, T(bands), row, COLS[i], ERR_EMPTY, NULL);
        if (!scale.item)
            cell_range(l, T(bands), row, COLS[i], DEC_ZERO, scale.top);
    }
    if (scale.item && !cell(l, T(bands), row, COL_bands_label_zh).n)
        bad(l, T(bands), row, COL_bands_label_zh, ERR_EMPTY, NULL);
}

/* The bands of one owner follow each other without gap; those of an item fill its scale. */
static void check_run(struct loader *l, const int *order, struct span run, struct scale scale)
{
    char want[DEC_TEXT_MAX];
    for (int k = 0; k < run.n; k++) {
        int row = order[run.first + k];
        const struct band *b = &l->s->bands[run.first + k];
        dec start = k ? b[-1].to : scale.item ? DEC_ZERO : b->from;
        if (dec_cmp(b->from, start)) {
            dec_format(start, want);
            bad(l, T(bands), row, COL_bands_from, ERR_CHOICE,
                text_of(l, cell(l, T(bands), row, COL_bands_from)), want);
        }
        if (dec_cmp(b->to, b->from) <= 0)
            bad(l, T(bands), row, COL_bands_to, ERR_CHOICE,
                text_of(l, cell(l, T(bands), row, COL_bands_to)), "> from");
        if (k == run.n - 1 && scale.top_known && dec_cmp(b->to, scale.top)) {
            dec_format(scale.top, want);
            bad(l, T(bands), row, COL_bands_to, ERR_CHOICE,
                text_of(l, cell(l, T(bands), row, COL_bands_to)), want);
        }
        check_band_points(l, row, scale);
    }
}

static int band_owner(struct loader *l, int row)
{
    struct standard *s = l->s;
    struct str code = cell(l, T(bands), row, COL_bands_code);
    int64_t item = map_get(&s->item_by, code), node = map_get(&s->node_by, code);
    if (!code.n)
        return -1;
    if (item >= 0) {
        enum item_method m = s->items[item].method;
        if (m == ITEM_GRADED || m == ITEM_BANDED)
            return (int)item;
    } else if (node >= 0 && s->nodes[node].method == NODE_BANDS) {
        return s->n_items + (int)node;
    }
    bad(l, T(bands), row, COL_bands_code, ERR_DANGLING, text_of(l, code),
        "items (graded, banded), scoring (bands)");
    return -1;
}

void load_bands(struct loader *l)
{
    struct standard *s = l->s;
    int n = rows_of(l, T(bands));
    s->bands = ARENA_ARRAY(l->a, (size_t)n + 1, struct band);
    int *of = ARENA_ARRAY(l->a, (size_t)n + 1, int);
    if (!s->bands || !of) {
        no_memory(l);
        return;
    }
    for (int r = 0; r < n; r++)
        of[r] = band_owner(l, r);
    struct span *spans;
    int *order = rows_by_owner(l, of, n, s->n_items + s->n_nodes, &spans);
    if (!order)
        return;
    for (int k = 0; order[k] >= 0; k++) {
        int r = order[k];
        s->bands[k] = (struct band){cell_dec(l, T(bands), r, COL_bands_from, DEC_ZERO),
                                    cell_dec(l, T(bands), r, COL_bands_to, DEC_ZERO),
                                    cell_dec(l, T(bands), r, COL_bands_points_from, DEC_ZERO),
                                    cell_dec(l, T(bands), r, COL_bands_points_to, DEC_ZERO),
                                    cell2(l, T(bands), r, COL_bands_label_zh)};
        s->n_bands = k + 1;
    }
    for (int i = 0; i < s->n_items + s->n_nodes; i++) {
        if (i < s->n_items)
            s->items[i].bands = spans[i];
        else
            s->nodes[i - s->n_items].bands = spans[i];
        check_run(l, order, spans[i], scale_of(s, i));
        if (i >= s->n_items && s->nodes[i - s->n_items].method == NODE_BANDS && !spans[i].n)
            bad(l, T(scoring), i - s->n_items, COL_scoring_node, ERR_DANGLING,
                text_of(l, s->nodes[i - s->n_items].code), "bands");
    }
}
