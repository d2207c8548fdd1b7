/* The record as a workbook. */
#include "office/book.h"
#include "store/region.h"
#include "work/audit_kinds.h"
#include "work/audit_parts.h"
#include "work/demo.h"

enum { CELL_BYTES = 32000 };

static const struct book_column COLUMNS[2][13] = {
    {{.label = "序号", .width = 10},
     {.label = "时间", .width = 26},
     {.label = "账号", .width = 16},
     {.label = "代为", .width = 16},
     {.label = "来源地址", .width = 18},
     {.label = "行为", .width = 24},
     {.label = "区划", .width = 18},
     {.label = "区划代码", .width = 16},
     {.label = "对象", .width = 30},
     {.label = "之前", .width = 40},
     {.label = "之后", .width = 40},
     {.label = "理由", .width = 24},
     {.label = "哈希", .width = 66}},
    {{.label = "Entry", .width = 10},
     {.label = "Time", .width = 26},
     {.label = "Who", .width = 16},
     {.label = "For", .width = 16},
     {.label = "From", .width = 18},
     {.label = "What", .width = 36},
     {.label = "Region", .width = 18},
     {.label = "Area code", .width = 16},
     {.label = "Thing", .width = 30},
     {.label = "Before", .width = 40},
     {.label = "After", .width = 40},
     {.label = "Reason", .width = 24},
     {.label = "Hash", .width = 66}},
};

struct collecting {
    struct arena *arena;
    struct audit_rows rows;
};

static bool collect(void *ctx, const struct audit_row *row, struct err *err)
{
    struct collecting *c = ctx;
    struct audit_row kept = *row;
    struct str *texts[] = {&kept.who, &kept.for_login, &kept.address, &kept.kind, &kept.thing,
                           &kept.was, &kept.became,    &kept.reason,  &kept.hash};
    if (c->rows.n == AUDIT_SHEET_MAX)
        return audit_too_many(AUDIT_SHEET_MAX, err);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        *texts[i] = arena_str(c->arena, *texts[i]);
        if (!texts[i]->p)
            return err_set(err, ERR_MEMORY, NULL);
    }
    return VEC_PUSH(c->arena, &c->rows, kept) || err_set(err, ERR_MEMORY, NULL);
}

static bool read_rows(struct app *app, const struct audit_filter *filter, struct collecting *c,
                      struct region_rows *regions, struct err *err)
{
    struct audit_query_row q;
    if (!audit_query_of(c->arena, filter, &q, err))
        return false;
    q.n = AUDIT_SHEET_MAX + 1;
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && store_audit_extract(tx, &q, collect, c, err);
    region_code *codes = ARENA_ARRAY(c->arena, c->rows.n + 1, region_code);
    ok = ok && (codes || err_set(err, ERR_MEMORY, NULL));
    for (size_t i = 0; ok && i < c->rows.n; i++)
        codes[i] = c->rows.at[i].region;
    ok = ok && store_regions_of(tx, c->arena, codes, c->rows.n, regions, err);
    store_read_end(tx);
    return ok;
}

static struct str name_of(const struct region_rows *regions, region_code code)
{
    size_t lo = 0, hi = regions->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (regions->at[mid].code < code)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < regions->n && regions->at[lo].code == code ? regions->at[lo].name : STR_NONE;
}

/* A cell holds 32,767 characters at most. */
static struct str fitting(struct str s)
{
    if (s.n <= CELL_BYTES)
        return s;
    s.n = CELL_BYTES;
    while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
        s.n--;
    return s;
}

static void write_row(struct book_sheet *s, int at, const struct audit_row *e,
                      const struct region_rows *regions, enum lang lang)
{
    char when[WHEN_TEXT_MAX], code[REGION_TEXT_MAX];
    size_t n = when_format(e->at, when);
    book_number(s, at, 1, DEC_INT(e->seq));
    book_text(s, at, 2, (struct str){when, n});
    book_text(s, at, 3, e->who);
    book_text(s, at, 4, e->for_login);
    book_text(s, at, 5, e->address);
    book_text(s, at, 6, audit_kind_text(e->kind, lang));
    if (e->region) {
        n = region_format(e->region, code);
        book_text(s, at, 7, name_of(regions, e->region));
        book_text(s, at, 8, (struct str){code, n});
    }
    book_text(s, at, 9, e->thing);
    book_text(s, at, 10, fitting(e->was));
    book_text(s, at, 11, fitting(e->became));
    book_text(s, at, 12, e->reason);
    book_text(s, at, 13, e->hash);
}

static bool write_book(struct app *app, struct collecting *c, const struct region_rows *regions,
                       enum lang lang, bool demo, struct buf *out, struct err *err)
{
    struct str title = lang == LANG_ZH ? STR("审计记录") : STR("Audit record");
    struct book *b = book_create(c->arena, title, app_now(app), err);
    if (!b)
        return false;
    if (demo)
        book_notice(b, DEMO_NOTICE[lang]);
    struct book_sheet *s = book_sheet(b, title, COLUMNS[lang], ARRAY_LEN(COLUMNS[0]), 0);
    for (size_t i = 0; i < c->rows.n; i++)
        write_row(s, (int)i + 2, &c->rows.at[i], regions, lang);
    book_rows(s, (int)c->rows.n + 1);
    return book_finish(b, out, err);
}

bool audit_sheet(struct app *app, const struct actor *who, const struct audit_filter *filter,
                 enum lang lang, bool demo, struct buf *out, struct err *err)
{
    struct arena arena;
    struct collecting c = {.arena = &arena};
    struct region_rows regions = {0};
    arena_init(&arena, 0);
    bool ok = read_rows(app, filter, &c, &regions, err) &&
              write_book(app, &c, &regions, lang, demo, out, err) &&
              audit_note_file(app, who, &arena, filter, "xlsx", (int64_t)c.rows.n, out, err);
    arena_release(&arena);
    return ok;
}
