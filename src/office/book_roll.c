#include "office/book_roll.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include <zip.h>

enum { CELL_MAX = 32000, ROWS_MAX = 1048576 };
/* Large files belong here; /tmp may be memory. */
static const char FOLDER[] = "/var/tmp";

struct book_roll {
    lxw_workbook *wb;
    lxw_worksheet *ws;
    lxw_format *cell;
    int fd, n, lines; /* of the row so far */
    unsigned char widths[64];
    lxw_row_t row;
    lxw_col_t column;
    bool failed;
    char text[6 * CELL_MAX + 1]; /* of one cell */
};

static lxw_format *new_format(lxw_workbook *wb, bool head)
{
    lxw_format *f = workbook_add_format(wb);
    if (!f)
        return NULL;
    format_set_font_name(f, "宋体");
    format_set_font_size(f, head ? 11 : 10);
    format_set_text_wrap(f);
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, 0x8EA9C1);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    if (head) {
        format_set_bold(f);
        format_set_bg_color(f, 0xDDE8F3);
        format_set_align(f, LXW_ALIGN_CENTER);
    }
    return f;
}

static void set_page(struct book_roll *r, const char *notice)
{
    enum { A4 = 9 };
    char header[255];
    worksheet_set_paper(r->ws, A4);
    worksheet_set_landscape(r->ws);
    worksheet_fit_to_pages(r->ws, 1, 0);
    worksheet_set_margins(r->ws, 0.4, 0.4, 0.6, 0.6);
    worksheet_repeat_rows(r->ws, 0, 0);
    worksheet_freeze_panes(r->ws, 1, 0);
    worksheet_set_footer(r->ws, "&C&P / &N");
    if (!notice)
        return;
    snprintf(header, sizeof header, "&C&\"宋体,Bold\"&KC00000%s", notice);
    worksheet_set_header(r->ws, header);
    worksheet_set_tab_color(r->ws, 0xC00000);
}

static bool begin(struct book_roll *r, const char *title, msec created,
                  const struct book_column *columns, const char *notice)
{
    lxw_doc_properties p = {.title = (char *)(uintptr_t)title, .created = (time_t)(created / 1000)};
    lxw_format *head = new_format(r->wb, true);
    r->cell = new_format(r->wb, false);
    r->ws = workbook_add_worksheet(r->wb, title);
    if (!head || !r->cell || !r->ws || workbook_set_properties(r->wb, &p) != LXW_NO_ERROR)
        return false;
    set_page(r, notice);
    for (int i = 0; i < r->n; i++) {
        worksheet_set_column(r->ws, (lxw_col_t)i, (lxw_col_t)i, columns[i].width, NULL);
        r->widths[i] = (unsigned char)(columns[i].width > 1 ? columns[i].width : 12);
    }
    worksheet_set_row(r->ws, 0, 32, NULL);
    for (int i = 0; i < r->n; i++)
        if (worksheet_write_string(r->ws, 0, (lxw_col_t)i, columns[i].label, head) != LXW_NO_ERROR)
            return false;
    r->row = 1;
    return true;
}

struct book_roll *book_roll_create(const char *title, msec created,
                                   const struct book_column *columns, int n, const char *notice,
                                   struct err *err)
{
    char path[64], folder[sizeof FOLDER];
    memcpy(folder, FOLDER, sizeof FOLDER);
    lxw_workbook_options o = {.constant_memory = LXW_TRUE, .tmpdir = folder};
    struct book_roll *r = n <= (int)sizeof r->widths ? calloc(1, sizeof *r) : NULL;
    if (!r) {
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    r->n = n;
    r->fd = open(FOLDER, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (r->fd < 0) {
        err_system(err, FOLDER, errno);
        book_roll_free(r);
        return NULL;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", r->fd);
    r->wb = workbook_new_opt(path, &o);
    if (!r->wb || !begin(r, title, created, columns, notice)) {
        book_roll_free(r);
        err_set(err, ERR_MEMORY, NULL);
        return NULL;
    }
    return r;
}

void book_roll_free(struct book_roll *r)
{
    if (!r)
        return;
    if (r->wb)
        lxw_workbook_free(r->wb);
    if (r->fd >= 0)
        close(r->fd);
    free(r);
}

/* A zero behind it, and "_x0041_", which means "A" in this file format, with its "_" escaped. */
static const char *cell_text(struct book_roll *r, struct str s)
{
    char *to = r->text;
    if (s.n > CELL_MAX) {
        s.n = CELL_MAX;
        while (s.n && ((unsigned char)s.p[s.n] & 0xc0) == 0x80)
            s.n--;
    }
    if (!memmem(s.p, s.n, "_x", 2)) {
        memcpy(to, s.p, s.n);
        to[s.n] = '\0';
        return to;
    }
    for (size_t i = 0; i < s.n; i++) {
        bool code = s.n - i >= 7 && s.p[i] == '_' && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
        for (size_t k = 2; code && k < 6; k++)
            code = strchr("0123456789abcdefABCDEF", s.p[i + k]) != NULL;
        if (code) {
            memcpy(to, "_x005F", 6);
            to += 6;
        }
        *to++ = s.p[i];
    }
    *to = '\0';
    return r->text;
}

/* The row is as high as its longest cell needs: not every program finds that out by itself. */
static void next(struct book_roll *r, lxw_error rc)
{
    enum { LINES_MAX = 28 }; /* a row has at most 409 points */
    r->failed = r->failed || rc != LXW_NO_ERROR;
    if (++r->column < r->n)
        return;
    if (r->lines > 1)
        worksheet_set_row(r->ws, r->row, 14.0 * (r->lines < LINES_MAX ? r->lines : LINES_MAX) + 2,
                          NULL);
    r->lines = 0;
    r->column = 0;
    r->row++;
}

/* A Chinese character has three bytes and takes two columns; others fit all the better. */
static void measure(struct book_roll *r, size_t bytes)
{
    size_t width = r->widths[r->column], lines = (bytes * 2 / 3 + width) / width;
    if (lines > (size_t)r->lines)
        r->lines = lines < 100 ? (int)lines : 100;
}

void book_roll_text(struct book_roll *r, struct str text)
{
    if (r->row >= ROWS_MAX)
        r->failed = true;
    else if (!text.n)
        next(r, worksheet_write_blank(r->ws, r->row, r->column, r->cell));
    else {
        measure(r, text.n);
        next(r, worksheet_write_string(r->ws, r->row, r->column, cell_text(r, text), r->cell));
    }
}

void book_roll_number(struct book_roll *r, int64_t n)
{
    if (r->row >= ROWS_MAX)
        r->failed = true;
    else
        next(r, worksheet_write_number(r->ws, r->row, r->column, (double)n, r->cell));
}

/* The library looks at no error of its own files: is what it wrote there, and is there room for it
 * once more? Gives the bytes of the rows. */
static bool rows_kept(struct book_roll *r, uint64_t *bytes, struct err *err)
{
    FILE *rows = r->ws->optimize_tmpfile;
    struct stat s;
    struct statvfs v;
    if (fflush(rows) != 0 || ferror(rows))
        return err_system(err, FOLDER, errno ? errno : EIO);
    if (fstat(fileno(rows), &s) != 0 || fstatvfs(r->fd, &v) != 0)
        return err_system(err, FOLDER, errno);
    *bytes = (uint64_t)s.st_size;
    uint64_t need = *bytes + *bytes / 4 + ((uint64_t)1 << 20);
    return (uint64_t)v.f_bavail * v.f_frsize >= need || err_system(err, FOLDER, ENOSPC);
}

/* All of the rows are in the archive. */
static bool whole(int fd, uint64_t bytes, struct err *err)
{
    struct zip_stat s = {0};
    int copy = dup(fd), code;
    FILE *f = copy >= 0 ? fdopen(copy, "rb") : NULL;
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = f ? zip_source_filep_create(f, 0, -1, &why) : NULL;
    zip_t *z = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    bool ok = z && zip_stat(z, "xl/worksheets/sheet1.xml", 0, &s) == 0 && s.size >= bytes;
    code = zip_error_code_system(&why);
    zip_error_fini(&why);
    if (z)
        zip_discard(z);
    else if (source)
        zip_source_free(source);
    else if (f)
        fclose(f);
    return ok || err_system(err, FOLDER, code ? code : ENOSPC);
}

bool book_roll_finish(struct book_roll *r, int *fd, struct err *err)
{
    uint64_t bytes = 0;
    if (r->failed || r->column != 0) {
        book_roll_free(r);
        return err_set(err, ERR_INTERNAL, "workbook");
    }
    if (r->row > 1)
        worksheet_autofilter(r->ws, 0, 0, r->row - 1, (lxw_col_t)(r->n - 1));
    if (!rows_kept(r, &bytes, err)) {
        book_roll_free(r);
        return false;
    }
    lxw_error rc = workbook_close(r->wb);
    r->wb = NULL;
    bool ok = rc == LXW_NO_ERROR || err_system(err, FOLDER, errno ? errno : EIO);
    ok = ok && whole(r->fd, bytes, err);
    ok = ok && (lseek(r->fd, 0, SEEK_SET) == 0 || err_system(err, FOLDER, errno));
    if (ok) {
        *fd = r->fd;
        r->fd = -1;
    }
    book_roll_free(r);
    return ok;
}
