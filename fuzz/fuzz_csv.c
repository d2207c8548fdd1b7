/* CSV: read, write, read again: the same cells. The first byte chooses the encoding. */
#include "fuzz.h"

#include "office/csv.h"

static void write_row(struct csv_writer *w, const struct cell *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        csv_cell(w, cells[i].text);
    csv_end_row(w);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct buf b;
    struct table t = {0}, u = {0};
    struct csv_options o = {.limits = {.rows = 1000, .columns = 50, .cell_bytes = 2000}};
    arena_init(&a, (size_t)32 << 20);
    buf_init(&b, 0);
    struct err_list errs = {.arena = &a};
    struct csv_writer w = {.buf = &b};
    o.gb18030 = n > 0 && data[0] == 'G';
    size_t skip = n > 0 && (data[0] == 'G' || data[0] == 'U');
    if (csv_read(&a, STR("f.csv"), fuzz_str(data + skip, n - skip), &o, &t, &errs)) {
        /* GB18030 gives up to twice the bytes; the text itself may start with a byte order mark */
        struct csv_options again = {.limits = {.rows = 1000, .columns = 50}};
        csv_bom(&w);
        write_row(&w, t.head, t.columns);
        for (size_t i = 0; i < t.rows.n; i++)
            write_row(&w, t.rows.at[i].cells, t.columns);
        FUZZ_CHECK(csv_read(&a, STR("g.csv"), buf_str(&b), &again, &u, &errs));
        FUZZ_CHECK(u.columns == t.columns && u.rows.n == t.rows.n);
        for (size_t i = 0; i < t.rows.n; i++)
            for (size_t k = 0; k < t.columns; k++)
                FUZZ_CHECK(str_eq(t.rows.at[i].cells[k].text, u.rows.at[i].cells[k].text));
    } else {
        FUZZ_CHECK(errs.total > 0);
    }
    buf_release(&b);
    arena_release(&a);
    return 0;
}
