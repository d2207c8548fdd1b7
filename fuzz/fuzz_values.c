/* Files of values, as CSV or (when the input starts like an archive) as a workbook, against a small
 * standard. What is taken comes back from its canonical text as the same values. */
#include "fuzz.h"

#include "office/csv.h"
#include "office/xlsx.h"
#include "work/standard_files.h"
#include "work/value_table.h"

static const struct standard *standard(void)
{
    static struct arena a;
    static const struct standard *s;
    if (s)
        return s;
    arena_init(&a, 0);
    struct err_list errs = {.arena = &a};
    s = standard_of_path(&a, SOURCE_ROOT "/tests/data/outsider/tidy-county-2026", &errs);
    FUZZ_CHECK(s);
    return s;
}

static void put_number(struct csv_writer *w, bool present, dec d)
{
    char text[DEC_TEXT_MAX];
    size_t n = present ? dec_format(d, text) : 0;
    csv_cell(w, (struct str){text, n});
}

static void put_row(struct csv_writer *w, const struct value_table_row *r)
{
    const struct value *v = &r->value;
    char region[REGION_TEXT_MAX], period[PERIOD_TEXT_MAX];
    bool present = v->state == VALUE_PRESENT, ratio = present && v->ratio;
    csv_cell(w, (struct str){region, region_format(v->region, region)});
    csv_cell(w, v->item ? standard()->items[v->code].code : standard()->indicators[v->code].code);
    csv_cell(w, v->part);
    csv_cell(w, v->place_name);
    csv_cell(w, (struct str){period, period_format(v->period, period)});
    csv_cell(w, present ? STR_NONE : str_of(value_state_word(v->state)));
    put_number(w, present && !ratio, v->value);
    put_number(w, ratio, v->numerator);
    put_number(w, ratio, v->denominator);
    csv_cell(w, r->group < 0 ? STR_NONE : standard()->groups[r->group].code);
    csv_cell(w, v->source);
    csv_cell(w, v->note);
    csv_end_row(w);
}

static void put_head(struct csv_writer *w)
{
    for (int i = VALUE_REGION; i <= VALUE_NOTE; i++)
        csv_cell(w, str_of(VALUE_TABLE_COLUMNS[i].id));
    csv_end_row(w);
}

static void check_back(struct arena *a, const struct value_table *in)
{
    struct buf b;
    struct table t = {0};
    struct value_table out = {0};
    struct err_list errs = {.arena = a};
    struct value_table_options options = {0};
    buf_init(&b, 0);
    struct csv_writer w = {.buf = &b};
    put_head(&w);
    for (size_t i = 0; i < in->rows.n; i++)
        put_row(&w, &in->rows.at[i]);
    FUZZ_CHECK(csv_read(a, STR("again.csv"), buf_str(&b), NULL, &t, &errs));
    FUZZ_CHECK(value_table_read(&t, standard(), a, &options, &out, &errs));
    FUZZ_CHECK(out.values.n == in->values.n && out.values.n_subjects == in->values.n_subjects);
    for (size_t i = 0; i < in->values.n; i++) {
        const struct value *x = &in->values.at[i], *y = &out.values.at[i];
        FUZZ_CHECK(x->region == y->region && x->code == y->code && x->period == y->period);
        FUZZ_CHECK(x->state == y->state && dec_cmp(x->value, y->value) == 0);
        FUZZ_CHECK(str_eq(x->part, y->part) && str_eq(x->place_name, y->place_name));
    }
    buf_release(&b);
}

static void check_table(struct arena *a, const struct table *t)
{
    struct value_table out = {0}, filled = {0};
    struct value_table_options lenient = {.empty_rows_allowed = true}, strict = {0};
    struct err_list errs = {.arena = a}, more = {.arena = a};
    bool ok = value_table_read(t, standard(), a, &strict, &out, &errs);
    FUZZ_CHECK(ok == (errs.total == 0));
    bool also = value_table_read(t, standard(), a, &lenient, &filled, &more);
    FUZZ_CHECK(also == (more.total == 0));
    FUZZ_CHECK(!ok || also);
    if (ok)
        check_back(a, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct str in = fuzz_str(data, n);
    arena_init(&a, (size_t)64 << 20);
    struct err_list errs = {.arena = &a};
    if (n > (1 << 17)) {
        arena_release(&a);
        return 0;
    }
    if (n > 1 && data[0] == 'P' && data[1] == 'K') {
        struct workbook w = {0};
        xlsx_read(&a, STR("values.xlsx"), in, NULL, &w, &errs);
        for (size_t i = 0; i < w.sheets.n; i++)
            check_table(&a, &w.sheets.at[i].table);
    } else {
        struct table t = {0};
        if (csv_read(&a, STR("values.csv"), in, NULL, &t, &errs))
            check_table(&a, &t);
        else
            FUZZ_CHECK(errs.total > 0);
    }
    arena_release(&a);
    return 0;
}
