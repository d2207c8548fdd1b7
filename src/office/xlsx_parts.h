/* Inside of the xlsx reader: what its files share. */
#ifndef TZ_OFFICE_XLSX_PARTS_H
#define TZ_OFFICE_XLSX_PARTS_H

#include "office/pack.h"
#include "office/xlsx.h"

struct xlsx {
    struct arena *arena;
    struct pack pack;
    struct table_limits max;
    const struct xlsx_options *options;
    struct err_list *errs;
    VEC(struct str) strings;  /* shared strings */
    VEC(bool) style_is_date;  /* by cell style */
    VEC(int64_t) date_format; /* custom number formats that show a date */
    size_t string_bytes;
    bool from_1904;
};

/* xlsx_texts.c: shared strings and styles; a part that is missing is no error;
 * err is not NULL. */
bool xlsx_strings(struct xlsx *x, const char *workbook_part, struct err *err);
bool xlsx_styles(struct xlsx *x, const char *workbook_part, struct err *err);
/* "_x000D_" back to the character; in place, returns the new length. */
size_t xlsx_unescape(char *p, size_t n);

/* xlsx_number.c */
enum { XLSX_NUMBER_MAX = 64 };
/* "0.10000000000000001" -> "0.1", "1.2E3" -> "1200"; false when raw is no number or far too long.
 */
bool xlsx_number(struct str raw, char out[XLSX_NUMBER_MAX]);
/* Serial day -> "2026-04-01", "2026-04-01T08:30", "08:30"; false when it is no date. */
bool xlsx_date(const char *number, bool from_1904, char out[XLSX_NUMBER_MAX]);
bool xlsx_format_is_date(const char *code);
bool xlsx_builtin_is_date(int64_t id);

/* xlsx_sheet.c: reads one worksheet part; problems go to x->errs. */
bool xlsx_sheet(struct xlsx *x, int64_t index, struct table *t);

#endif
