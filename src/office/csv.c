#include "office/csv.h"

#include "base/utf8.h"

#include <csv.h>
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

enum { BLOCK = 16384 };

/* One run of the reader. Bytes go block by block through iconv (on demand), the UTF-8 check and
 * libcsv, whose callbacks fill `text` and `ends`. libcsv cannot be stopped from a callback, so
 * `stopped` makes the rest of a block pass without effect. */
struct reader {
    struct str file;
    struct table_limits max;
    table_row_fn *fn;
    void *ctx;
    struct err_list *errs;
    struct csv_parser csv;
    struct buf text;   /* the cells of the current row, one behind the other */
    size_t *ends;      /* end of each cell in text */
    struct cell *view; /* the row as it is handed out */
    size_t cells;      /* cells seen in this row (may pass max.columns by one) */
    size_t columns;    /* of the head; 0 = the head was not seen */
    size_t rows, total;
    int row;
    bool after_cr, stopped, failed;
    char tail[4]; /* bytes of a character cut by the end of a block */
    size_t tail_n;
    uint64_t offset; /* bytes that went through the UTF-8 check */
};

static void fail(struct reader *r, struct err *e, int column)
{
    err_at(e, r->file, r->row, column, NULL);
    err_list_add(r->errs, e);
    r->failed = true;
}

static void stop(struct reader *r, struct err *e, int column)
{
    if (!r->stopped)
        fail(r, e, column);
    r->stopped = true;
}

static void stop_at_max(struct reader *r, enum err_code code, size_t max, const char *what)
{
    char n[24];
    struct err e = {0};
    snprintf(n, sizeof n, "%zu", max);
    if (code == ERR_ROWS_MAX)
        err_set(&e, code, n);
    else
        err_set(&e, code, what, n);
    stop(r, &e, (int)r->cells);
}

static void on_cell(void *p, size_t n, void *ctx)
{
    struct reader *r = ctx;
    r->after_cr = false;
    if (r->stopped)
        return;
    r->cells++;
    r->total += n;
    bool too_much =
        n > r->max.cell_bytes || r->total > r->max.total_bytes || r->cells > r->max.columns;
    if (too_much)
        r->row++; /* the row that is being read */
    if (n > r->max.cell_bytes)
        stop_at_max(r, ERR_TOO_LARGE, r->max.cell_bytes, "单元格 / cell (bytes)");
    else if (r->total > r->max.total_bytes)
        stop_at_max(r, ERR_TOO_LARGE, r->max.total_bytes, "表格 / table (bytes)");
    else if (r->cells > r->max.columns)
        stop_at_max(r, ERR_TOO_LARGE, r->max.columns, "列数 / columns");
    if (too_much)
        return;
    buf_add(&r->text, p, n);
    r->ends[r->cells - 1] = r->text.n;
}

static void deliver(struct reader *r, bool is_head)
{
    struct err e = {0};
    if (!is_head && r->cells != r->columns) {
        char have[24], want[24];
        snprintf(have, sizeof have, "%zu", r->cells);
        snprintf(want, sizeof want, "%zu", r->columns);
        err_set(&e, ERR_COLUMN_COUNT, have, want);
        fail(r, &e, (int)(r->cells < r->columns ? r->cells : r->columns + 1));
        return;
    }
    if (buf_failed(&r->text)) {
        err_set(&e, ERR_MEMORY, NULL);
        stop(r, &e, 0);
        return;
    }
    for (size_t i = 0, at = 0; i < r->cells; at = r->ends[i++])
        r->view[i] = (struct cell){{r->text.n ? r->text.p + at : "", r->ends[i] - at},
                                   r->row,
                                   (int)i + 1,
                                   r->ends[i] > at ? CELL_TEXT : CELL_EMPTY};
    struct table_row row = {r->row, r->view};
    if (!r->fn(r->ctx, is_head, r->cells, &row))
        r->stopped = r->failed = true;
}

static void on_row(int c, void *ctx)
{
    struct reader *r = ctx;
    bool second_half = c == '\n' && r->after_cr && r->cells == 0;
    r->after_cr = c == '\r';
    if (r->stopped || second_half || (c == -1 && r->cells == 0))
        return;
    r->row++;
    bool is_head = r->columns == 0;
    bool blank = r->text.n == 0 && !buf_failed(&r->text) && (r->cells <= 1 || !is_head);
    if (!blank && !is_head && ++r->rows > r->max.rows) {
        stop_at_max(r, ERR_ROWS_MAX, r->max.rows, NULL);
    } else if (!blank) {
        deliver(r, is_head);
        if (is_head)
            r->columns = r->cells;
    }
    r->cells = 0;
    if (!r->stopped)
        buf_clear(&r->text);
}

static int never(unsigned char c)
{
    (void)c;
    return 0;
}

static void parse(struct reader *r, struct str s)
{
    if (r->stopped || s.n == 0)
        return;
    size_t done = csv_parse(&r->csv, s.p, s.n, on_cell, on_row, r);
    struct err e = {0};
    if (done < s.n && !r->stopped) {
        r->row++;
        err_set(&e, csv_error(&r->csv) == CSV_EPARSE ? ERR_QUOTE : ERR_MEMORY, NULL);
        stop(r, &e, (int)r->cells + 1);
    } else if (r->csv.entry_pos > r->max.cell_bytes) {
        /* a cell that is still open: most often a quotation mark that is never closed */
        r->row++;
        r->cells++;
        stop_at_max(r, ERR_TOO_LARGE, r->max.cell_bytes, "单元格 / cell (bytes)");
    }
}

static void stop_encoding(struct reader *r, enum err_code code, uint64_t offset)
{
    char at[24];
    struct err e = {0};
    snprintf(at, sizeof at, "%llu", (unsigned long long)offset + 1);
    err_set(&e, code, at);
    r->row = 0; /* rows of this block are not counted yet: the byte says where */
    stop(r, &e, 0);
}

/* How many bytes of s form whole characters; stops the reader at the first that cannot be one. */
static size_t check_utf8(struct reader *r, struct str s, bool last)
{
    size_t i = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        size_t n = 1;
        if (c >= 0x80 && utf8_next((struct str){s.p + i, s.n - i}, &n) < 0) {
            size_t want = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : 2;
            if (!last && c >= 0xc2 && c < 0xf5 && s.n - i < want)
                break;
            stop_encoding(r, ERR_ENCODING, r->offset + i);
            break;
        }
        if (c == 0) {
            stop_encoding(r, ERR_NUL_BYTE, r->offset + i);
            break;
        }
        i += n;
    }
    return i;
}

/* Takes UTF-8 that may end inside a character. */
static void take(struct reader *r, const char *p, size_t n, bool last)
{
    char block[BLOCK * 2 + 4];
    if (r->stopped || n > sizeof block - sizeof r->tail)
        return;
    memcpy(block, r->tail, r->tail_n);
    if (n)
        memcpy(block + r->tail_n, p, n);
    struct str s = {block, r->tail_n + n};
    size_t bom = r->offset == 0 && s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    size_t whole = check_utf8(r, s, last);
    r->tail_n = s.n - whole;
    if (r->stopped)
        return;
    memcpy(r->tail, s.p + whole, r->tail_n);
    r->offset += whole;
    parse(r, (struct str){s.p + bom, whole > bom ? whole - bom : 0});
}

struct source {
    struct str data;
    FILE *stream;
    iconv_t convert;
    bool converts;
    char pending[8]; /* GB18030 bytes of a cut character */
    size_t pending_n;
    uint64_t offset; /* bytes converted */
};

/* The next block of input bytes; 0 at the end, on an input error too (told by ferror). */
static size_t next_block(struct source *s, char *out, size_t max)
{
    if (s->stream)
        return fread(out, 1, max, s->stream);
    size_t n = s->data.n < max ? s->data.n : max;
    if (n)
        memcpy(out, s->data.p, n);
    s->data.p += n;
    s->data.n -= n;
    return n;
}

/* Converts a block and hands it on; what is left of a cut character waits in `pending`. */
static void take_gb18030(struct reader *r, struct source *s, const char *p, size_t n)
{
    char in[BLOCK + 8], out[BLOCK * 2];
    memcpy(in, s->pending, s->pending_n);
    if (n)
        memcpy(in + s->pending_n, p, n);
    char *from = in;
    size_t left = s->pending_n + n;
    while (left > 0 && !r->stopped) {
        char *to = out, *start = from;
        size_t room = sizeof out;
        size_t rc = iconv(s->convert, &from, &left, &to, &room);
        int why = errno;
        s->offset += (uint64_t)(from - start);
        take(r, out, (size_t)(to - out), false);
        if (rc != (size_t)-1 || (why == EINVAL && n > 0 && left <= sizeof s->pending))
            break;
        if (why != E2BIG)
            stop_encoding(r, ERR_ENCODING_GB, s->offset);
    }
    s->pending_n = r->stopped ? 0 : left;
    memcpy(s->pending, from, s->pending_n);
}

static void run(struct reader *r, struct source *s)
{
    char block[BLOCK];
    struct err e = {0};
    for (size_t n; !r->stopped && (n = next_block(s, block, sizeof block)) > 0;) {
        if (s->converts)
            take_gb18030(r, s, block, n);
        else
            take(r, block, n, false);
    }
    if (s->stream && ferror(s->stream)) {
        char name[ERR_ARG_MAX];
        snprintf(name, sizeof name, "%.*s", (int)(r->file.n > 100 ? 100 : r->file.n), r->file.p);
        err_set(&e, ERR_IO, name, strerror(errno));
        stop(r, &e, 0);
    }
    if (s->converts && s->pending_n)
        take_gb18030(r, s, NULL, 0);
    take(r, NULL, 0, true);
    if (!r->stopped && csv_fini(&r->csv, on_cell, on_row, r) != 0) {
        r->row++;
        err_set(&e, ERR_QUOTE, NULL);
        stop(r, &e, (int)r->cells + 1);
    }
    if (!r->stopped && r->columns == 0) {
        err_set(&e, ERR_EMPTY, NULL);
        stop(r, &e, 0);
    }
}

bool csv_each(struct str file, struct str data, FILE *stream, const struct csv_options *options,
              table_row_fn *fn, void *ctx, struct err_list *errs)
{
    struct reader r = {.file = file, .fn = fn, .ctx = ctx, .errs = errs};
    struct source s = {.data = data, .stream = stream};
    struct err e = {0};
    r.max = table_limits_of(options ? &options->limits : NULL);
    buf_init(&r.text, r.max.total_bytes + 1);
    r.ends = calloc(r.max.columns, sizeof *r.ends);
    r.view = calloc(r.max.columns, sizeof *r.view);
    s.converts = options && options->gb18030;
    if (s.converts)
        s.convert = iconv_open("UTF-8", "GB18030");
    bool ready = r.ends && r.view && (!s.converts || s.convert != (iconv_t)-1);
    if (!ready || csv_init(&r.csv, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        err_set(&e, ready || !r.ends || !r.view ? ERR_MEMORY : ERR_INTERNAL, "iconv GB18030");
        stop(&r, &e, 0);
    } else {
        csv_set_space_func(&r.csv, never);
        csv_set_blk_size(&r.csv, 4096);
        run(&r, &s);
        csv_free(&r.csv);
    }
    if (s.converts && s.convert != (iconv_t)-1)
        iconv_close(s.convert);
    free(r.ends);
    free(r.view);
    buf_release(&r.text);
    return !r.failed;
}

bool csv_read(struct arena *arena, struct str file, struct str data,
              const struct csv_options *options, struct table *out, struct err_list *errs)
{
    struct table t = {.file = arena_str(arena, file)};
    struct table_collector c = {.arena = arena, .table = &t};
    struct err e = {0};
    bool ok = t.file.p && csv_each(t.file, data, NULL, options, table_collect, &c, errs);
    if (!t.file.p || c.out_of_memory) {
        err_set(&e, ERR_MEMORY, NULL);
        err_list_add(errs, &e);
        return false;
    }
    *out = t;
    return ok;
}
