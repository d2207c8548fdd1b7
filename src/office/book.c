#include "office/book.h"

#include "base/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { PLACES_MAX = 4 };

struct book {
    struct arena *arena;
    lxw_workbook *wb;
    int fd; /* memory file that libxlsxwriter writes to */
    lxw_format *head;
    lxw_format *style[BOOK_STYLES][2]; /* locked, open */
    lxw_format *places[PLACES_MAX][2]; /* BOOK_PLAIN with 1.. digits behind the point */
    const char *notice;                /* or NULL */
    enum err_code failed;
};

struct book_sheet {
    struct book *book;
    lxw_worksheet *ws;
    const struct book_column *columns;
    size_t n;
    unsigned flags;
};

enum { TEXT_MAX = 32000, COMMENT_MAX = 1000, EXCEL_ROWS = 1048576, EXCEL_COLUMNS = 16384 };

static void fail(struct book *b, enum err_code code)
{
    if (b->failed == ERR_OK)
        b->failed = code;
}

static lxw_format *new_style(struct book *b, enum book_style style, bool open)
{
    lxw_format *f = workbook_add_format(b->wb);
    if (!f)
        return NULL;
    format_set_font_name(f, "宋体");
    format_set_font_size(f, 11);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (open)
        format_set_unlocked(f);
    if (style == BOOK_BAD) {
        format_set_bg_color(f, 0xFFC7CE);
        format_set_font_color(f, 0x9C0006);
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, 0x9C0006);
    } else if (style == BOOK_BOLD) {
        format_set_bold(f);
    } else if (style == BOOK_MUTED) {
        format_set_font_color(f, 0x7F7F7F);
    } else if (style == BOOK_WRAP) {
        format_set_text_wrap(f);
    } else if (style == BOOK_NOTICE) {
        format_set_bold(f);
        format_set_font_color(f, 0xC00000);
    }
    return f;
}

static bool make_styles(struct book *b)
{
    bool ok = true;
    for (int i = 0; i < BOOK_STYLES; i++) {
        b->style[i][0] = new_style(b, (enum book_style)i, false);
        b->style[i][1] = new_style(b, (enum book_style)i, true);
        ok = ok && b->style[i][0] && b->style[i][1];
    }
    static const char *const FORMATS[PLACES_MAX] = {"0.0", "0.00", "0.000", "0.0000"};
    for (int i = 0; i < PLACES_MAX; i++)
        for (int open = 0; open < 2; open++) {
            b->places[i][open] = new_style(b, BOOK_PLAIN, open);
            ok = ok && b->places[i][open];
            if (b->places[i][open])
                format_set_num_format(b->places[i][open], FORMATS[i]);
        }
    b->head = new_style(b, BOOK_BOLD, false);
    if (!b->head)
        return false;
    format_set_bg_color(b->head, 0xDDE8F3);
    format_set_border(b->head, LXW_BORDER_THIN);
    format_set_border_color(b->head, 0x8EA9C1);
    format_set_text_wrap(b->head);
    format_set_align(b->head, LXW_ALIGN_CENTER);
    return ok;
}

struct book *book_create(struct arena *a, struct str title, msec created, struct err *err)
{
    struct book *b = ARENA_NEW(a, struct book);
    struct str t = arena_str(a, title);
    if (!b || !t.p) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    b->arena = a;
    b->fd = memfd_create("book", MFD_CLOEXEC);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", b->fd);
    b->wb = b->fd >= 0 ? workbook_new(path) : NULL;
    if (!b->wb || !make_styles(b)) {
        if (b->wb)
            lxw_workbook_free(b->wb);
        if (b->fd >= 0)
            close(b->fd);
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    lxw_doc_properties p = {.title = (char *)(uintptr_t)t.p, .created = (time_t)(created / 1000)};
    if (workbook_set_properties(b->wb, &p) != LXW_NO_ERROR)
        fail(b, ERR_MEMORY);
    return b;
}

/* A name that Excel takes: forbidden characters replaced, cut to 31 characters. */
static struct str sheet_name(struct arena *a, struct str name)
{
    struct str s = arena_str(a, name.n ? name : STR("Sheet"));
    if (!s.p)
        return s;
    char *p = (char *)(uintptr_t)s.p;
    size_t at = 0;
    for (int count = 0; at < s.n && count < 31; count++) {
        size_t n;
        int32_t cp = utf8_next((struct str){p + at, s.n - at}, &n);
        bool edge = cp == '\'' && (at == 0 || at + 1 == s.n);
        if (cp < 32 || edge || (cp < 128 && strchr("[]:*?/\\", (int)cp)))
            p[at] = '_';
        at += n;
    }
    p[at] = '\0';
    s.n = at;
    return s;
}

/* Half-width characters that a text takes on the screen. */
static int text_width(const char *z)
{
    struct str s = str_of(z);
    int width = 0;
    for (size_t i = 0, n; i < s.n; i += n)
        width += utf8_next((struct str){s.p + i, s.n - i}, &n) >= 0x1100 ? 2 : 1;
    return width;
}

static void write_head(struct book_sheet *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct book_column *c = &s->columns[i];
        lxw_row_col_options o = {.hidden = c->hidden};
        int width = c->width ? c->width : text_width(c->label) + 4;
        width = width < 12 && !c->width ? 12 : width > 80 ? 80 : width;
        lxw_format *f = s->book->style[BOOK_PLAIN][c->open];
        worksheet_set_column_opt(s->ws, (lxw_col_t)i, (lxw_col_t)i, width, f, &o);
        if (worksheet_write_string(s->ws, 0, (lxw_col_t)i, c->label, s->book->head))
            fail(s->book, ERR_MEMORY);
        if (c->note)
            book_note(s, 1, (int)i + 1, str_of(c->note));
    }
    if (s->n) {
        worksheet_set_row(s->ws, 0, 30, NULL);
        worksheet_freeze_panes(s->ws, 1, 0);
    }
}

void book_notice(struct book *b, const char *text)
{
    b->notice = text;
}

static void set_page(struct book_sheet *s)
{
    char header[255];
    enum { A4 = 9 };
    worksheet_set_paper(s->ws, A4);
    worksheet_set_landscape(s->ws);
    worksheet_fit_to_pages(s->ws, 1, 0);
    if (s->n)
        worksheet_repeat_rows(s->ws, 0, 0);
    worksheet_set_footer(s->ws, "&C&P / &N");
    if (!s->book->notice)
        return;
    snprintf(header, sizeof header, "&C&\"宋体,Bold\"&KC00000%s", s->book->notice);
    worksheet_set_header(s->ws, header);
    worksheet_set_tab_color(s->ws, 0xC00000);
}

struct book_sheet *book_sheet(struct book *b, struct str name, const struct book_column *columns,
                              size_t n, unsigned flags)
{
    struct book_sheet *s = ARENA_NEW(b->arena, struct book_sheet);
    struct str safe = sheet_name(b->arena, name);
    if (!s || !safe.p || b->failed != ERR_OK) {
        fail(b, ERR_MEMORY);
        return NULL;
    }
    *s = (struct book_sheet){.book = b, .columns = columns, .n = n, .flags = flags};
    if (!workbook_get_worksheet_by_name(b->wb, safe.p))
        s->ws = workbook_add_worksheet(b->wb, safe.p);
    if (!s->ws)
        s->ws = workbook_add_worksheet(b->wb, NULL);
    if (!s->ws) {
        fail(b, ERR_MEMORY);
        return NULL;
    }
    worksheet_set_comments_author(s->ws, "taizhang");
    write_head(s);
    set_page(s);
    if (flags & BOOK_HIDDEN)
        worksheet_hide(s->ws);
    if (flags & BOOK_LOCKED) {
        lxw_protection p = {.format_columns = 1, .format_rows = 1, .autofilter = 1, .sort = 1};
        worksheet_protect(s->ws, NULL, &p);
    }
    return s;
}

static bool inside(struct book_sheet *s, int row, int column)
{
    bool ok = s && row >= 1 && column >= 1 && row <= EXCEL_ROWS && column <= EXCEL_COLUMNS;
    if (s && !ok)
        fail(s->book, ERR_INTERNAL);
    return ok;
}

static lxw_format *format_of(const struct book_sheet *s, int row, int column, enum book_style style)
{
    if (row == 1 && s->n && style != BOOK_BAD)
        return s->book->head;
    bool known = (size_t)column <= s->n, open = known && s->columns[column - 1].open;
    int places = known && style == BOOK_PLAIN ? s->columns[column - 1].places : 0;
    return places ? s->book->places[places - 1][open] : s->book->style[style][open];
}

/* Excel holds 15 significant digits; more would come back changed. */
static bool fits_double(dec d)
{
    int64_t m = d.micro < 0 ? -d.micro : d.micro;
    while (m && m % 10 == 0)
        m /= 10;
    return m < (int64_t)1000000000000000;
}

/* "_x0041_" means "A" in this file format, so a text that looks like it has its "_" escaped. */
static struct str escape(struct arena *a, struct str text)
{
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < text.n; i++) {
        bool code =
            text.n - i >= 7 && text.p[i] == '_' && text.p[i + 1] == 'x' && text.p[i + 6] == '_';
        for (size_t k = 2; code && k < 6; k++)
            code = strchr("0123456789abcdefABCDEF", text.p[i + k]) != NULL;
        if (code)
            buf_addz(&b, "_x005F");
        buf_addc(&b, text.p[i]);
    }
    struct str out = buf_failed(&b) ? STR_NONE : arena_str(a, buf_str(&b));
    buf_release(&b);
    return out;
}

void book_cell(struct book_sheet *s, int row, int column, struct str text, enum cell_kind kind,
               enum book_style style)
{
    dec d;
    lxw_error rc;
    if (!inside(s, row, column))
        return;
    lxw_format *f = format_of(s, row, column, style);
    lxw_row_t r = (lxw_row_t)row - 1;
    lxw_col_t c = (lxw_col_t)(column - 1);
    if (kind == CELL_EMPTY || text.n == 0) {
        rc = worksheet_write_blank(s->ws, r, c, f);
    } else if (kind == CELL_NUMBER && dec_parse(text, &d) && fits_double(d)) {
        /* The file format stores doubles: the nearest one prints as the same 15 digits. */
        rc = worksheet_write_number(s->ws, r, c, (double)d.micro / (double)DEC_ONE, f);
    } else if (kind == CELL_BOOL) {
        rc = worksheet_write_boolean(s->ws, r, c, str_is(text, "true"), f);
    } else {
        if (text.n > TEXT_MAX) {
            text.n = TEXT_MAX;
            while (((unsigned char)text.p[text.n] & 0xc0) == 0x80)
                text.n--;
        }
        text = escape(s->book->arena, text);
        rc = text.p ? worksheet_write_string(s->ws, r, c, text.p, f)
                    : LXW_ERROR_MEMORY_MALLOC_FAILED;
    }
    if (rc != LXW_NO_ERROR)
        fail(s->book, ERR_MEMORY);
}

void book_text(struct book_sheet *s, int row, int column, struct str text)
{
    book_cell(s, row, column, text, CELL_TEXT, BOOK_PLAIN);
}

void book_number(struct book_sheet *s, int row, int column, dec value)
{
    char text[DEC_TEXT_MAX];
    size_t n = dec_format(value, text);
    book_cell(s, row, column, (struct str){text, n}, CELL_NUMBER, BOOK_PLAIN);
}

void book_note(struct book_sheet *s, int row, int column, struct str text)
{
    if (!inside(s, row, column))
        return;
    if (text.n > COMMENT_MAX) {
        text.n = COMMENT_MAX;
        while (((unsigned char)text.p[text.n] & 0xc0) == 0x80)
            text.n--;
    }
    text = arena_str(s->book->arena, text);
    lxw_comment_options o = {.width = 280, .height = 90, .font_size = 10, .font_name = "宋体"};
    if (!text.p || worksheet_write_comment_opt(s->ws, (lxw_row_t)row - 1, (lxw_col_t)(column - 1),
                                               text.p, &o) != LXW_NO_ERROR)
        fail(s->book, ERR_MEMORY);
}

static void add_choices(struct book_sheet *s, size_t i, lxw_row_t last)
{
    const struct book_column *c = &s->columns[i];
    char **list = ARENA_ARRAY(s->book->arena, c->choices_n + 1, char *);
    if (!list) {
        fail(s->book, ERR_MEMORY);
        return;
    }
    for (size_t k = 0; k < c->choices_n; k++)
        list[k] = (char *)(uintptr_t)c->choices[k];
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST,
                             .value_list = list,
                             .error_type = LXW_VALIDATION_ERROR_TYPE_STOP};
    if (worksheet_data_validation_range(s->ws, 1, (lxw_col_t)i, last, (lxw_col_t)i, &v) !=
        LXW_NO_ERROR)
        fail(s->book, ERR_INTERNAL);
}

void book_rows(struct book_sheet *s, int last_row)
{
    if (!s || s->n == 0 || last_row < 2 || last_row > EXCEL_ROWS)
        return;
    for (size_t i = 0; i < s->n; i++)
        if (s->columns[i].choices)
            add_choices(s, i, (lxw_row_t)last_row - 1);
    if (!(s->flags & BOOK_NO_FILTER))
        worksheet_autofilter(s->ws, 0, 0, (lxw_row_t)last_row - 1, (lxw_col_t)(s->n - 1));
}

static bool copy_out(int fd, struct buf *out, struct err *err)
{
    char block[16384];
    ssize_t n;
    if (lseek(fd, 0, SEEK_SET) != 0)
        return err_set(err, ERR_IO, "memory file", strerror(errno));
    while ((n = read(fd, block, sizeof block)) > 0)
        buf_add(out, block, (size_t)n);
    if (n < 0)
        return err_set(err, ERR_IO, "memory file", strerror(errno));
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

bool book_finish(struct book *b, struct buf *out, struct err *err)
{
    bool ok = b->failed == ERR_OK;
    if (!ok)
        err_set(err, b->failed, "workbook");
    if (ok && workbook_close(b->wb) != LXW_NO_ERROR)
        ok = err_set(err, ERR_IO, "xlsx", "libxlsxwriter");
    else if (!ok)
        lxw_workbook_free(b->wb);
    ok = ok && copy_out(b->fd, out, err);
    close(b->fd);
    return ok;
}
