/* Numbered papers about findings: notices to units, the weekly bulletin, the ranking of units, the
 * red and the black list. Each is made from a frozen cut of data, and from that alone its files are
 * made: the same bytes each time. See docs/papers.md. */
#ifndef TZ_WORK_PAPERS_H
#define TZ_WORK_PAPERS_H

#include "base/buf.h"
#include "store/rows_gen.h"
#include "work/app.h"

enum paper_kind {
    PAPER_RECTIFY,   /* 整改通知书 */
    PAPER_SUPERVISE, /* 限期整改督办单 */
    PAPER_ASSIGN,    /* 问题交办单 */
    PAPER_KINDS
};
struct paper_kind_def {
    const char *code, *shelf;
    const char *mark; /* before the number: 创建整改〔2026〕1号 */
    const char *zh, *en;
};
extern const struct paper_kind_def PAPERS[PAPER_KINDS];
bool paper_kind_parse(struct str code, enum paper_kind *out);
/* "创建整改〔2026〕1号" */
struct str paper_number_text(struct arena *arena, struct str kind, int64_t year, int64_t number);

enum {
    NOTICE_FINDINGS_MAX = 500, /* in one call */
    NOTICE_UNITS_MAX = 60,
    PAPER_TEXT_MAX = 1200, /* bytes of what is added in words */
};

/* ---- notices ---------------------------------------------------------------------------------
 */

struct notice_new {
    int64_t campaign;
    enum paper_kind kind;
    const int64_t *findings;
    int n;
    int64_t unit;           /* for this one alone; 0 = one notice for each lead unit */
    bool co;                /* and one for each that takes part */
    struct str requirement; /* in words, may be empty */
    struct str receive;     /* limit of the receipt, as domain/deadline.h reads it */
    struct str key;         /* of this call, may be empty: again is harmless */
};
/* One transaction: all of them or none. Lines in the arena, by number. ERR_NOTICE_STATE for a
 * finding that waits for no unit, ERR_NOTICE_UNIT for one that the unit does not answer for,
 * ERR_OUT_OF_REGION, ERR_NOTICE_UNITS, ERR_KEY_USED. */
bool notices_make(struct app *app, const struct actor *who, struct arena *arena,
                  const struct notice_new *new, struct paper_line_rows *out, bool *again,
                  struct err *err);
/* The unit says that it has it; *again when it was said before (what stands is not changed). */
bool notice_receive(struct app *app, const struct actor *who, int64_t paper, struct str note,
                    bool *again, struct err *err);

/* ---- files -----------------------------------------------------------------------------------
 */

bool notice_docx(struct str cut, struct buf *out, struct err *err);

#endif
