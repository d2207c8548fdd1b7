/* Numbered papers about findings: notices to units, the weekly bulletin, the ranking of units, the
 * red and the black list. Each is made from a frozen cut of data, and from that alone its files are
 * made: the same bytes each time. See docs/papers.md. */
#ifndef TZ_WORK_PAPERS_H
#define TZ_WORK_PAPERS_H

#include "base/buf.h"
#include "domain/performance.h"
#include "domain/region.h"
#include "store/rows_gen.h"
#include "work/app.h"

enum paper_kind {
    PAPER_RECTIFY,   /* 整改通知书 */
    PAPER_SUPERVISE, /* 限期整改督办单 */
    PAPER_ASSIGN,    /* 问题交办单 */
    PAPER_WEEKLY,    /* 问题整改情况通报 */
    PAPER_RANKING,   /* 责任单位问题整改排名 */
    PAPER_LISTS,     /* 问题整改红黑榜 */
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
    NOTICE_PHOTOS_EACH = 2, /* of a finding, those of what was found */
    NOTICE_PHOTOS_MAX = 200,
    REPORT_DAYS_MAX = 366,
    REPORT_MEMBERS_MAX = 300, /* of stated groups */
    WEEKLY_FINDINGS_MAX = 2000,
    REPLIES_MAX = 20, /* of one unit to one paper */
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

/* ---- bulletins, rankings, lists --------------------------------------------------------------
 */

struct report_member { /* of a stated group */
    int64_t unit;
    struct str group;
};
struct report_new {
    int64_t campaign;
    region_code region;
    int64_t from, until; /* days, both inside */
    struct str key;
    /* of rankings and lists */
    enum performance_rate by;            /* not RATE_RETURNED */
    int64_t min;                         /* fewer cases: no rank */
    int top, bottom;                     /* of lists */
    int64_t reply_until;                 /* day */
    const struct report_member *members; /* none: groups by kind of unit */
    int n_members;
};
/* What was found and closed in the period and is late now; published at once. ERR_REPORT_PERIOD,
 * ERR_OUT_OF_REGION, ERR_REPORT_LARGE. */
bool weekly_make(struct app *app, const struct actor *who, struct arena *arena,
                 const struct report_new *new, struct paper_line_row *out, bool *again,
                 struct err *err);
/* PAPER_RANKING or PAPER_LISTS, of findings whose deadline lies in the period; prepared, not
 * published. ERR_RANKING_OFF, ERR_REPORT_NOTHING, ERR_REPORT_REPLY. */
bool standing_make(struct app *app, const struct actor *who, struct arena *arena,
                   enum paper_kind kind, const struct report_new *new, struct paper_line_row *out,
                   bool *again, struct err *err);
bool standing_rate_parse(struct str code, enum performance_rate *out);

/* What is done with a ranking or a list. */
struct standing_call {
    int64_t campaign, paper;
    int64_t unit;    /* that replies, appeals, is heard or leaves; reply: 0 = the own one */
    struct str text; /* reply, reason or answer */
    bool appeal;     /* the reply is one; against a list only */
    bool uphold;     /* hearing */
};
/* ERR_REPORT_OVER after the time for it, ERR_OUT_OF_UNIT, ERR_REPORT_APPEAL. */
bool standing_reply(struct app *app, const struct actor *who, const struct standing_call *call,
                    struct err *err);
/* By somebody who neither made the list nor appealed: ERR_REPORT_HAND. */
bool standing_hear(struct app *app, const struct actor *who, const struct standing_call *call,
                   struct err *err);
/* Off the black list, by the rule: ERR_LIST_STAYS. */
bool standing_clear(struct app *app, const struct actor *who, const struct standing_call *call,
                    struct err *err);
/* ERR_REPORT_EARLY before the time for replies is over, ERR_REPORT_WAITS for an appeal. */
bool standing_publish(struct app *app, const struct actor *who, const struct standing_call *call,
                      struct err *err);
/* Ranking of units in this campaign, on or off altogether. */
bool ranking_switch(struct app *app, const struct actor *who, int64_t campaign, bool on,
                    struct err *err);
bool ranking_off(struct store_tx *tx, int64_t campaign, bool *off, struct err *err);

/* ---- files -----------------------------------------------------------------------------------
 */

/* With the photos that the cut names; ERR_FILE_LOST when one is not what it was. */
bool notice_docx(struct app *app, struct str cut, struct buf *out, struct err *err);
bool weekly_docx(struct str cut, struct buf *out, struct err *err);
bool weekly_xlsx(struct str cut, struct buf *out, struct err *err);
/* added: what was frozen with the publication; empty before. */
bool standing_docx(struct str cut, struct str added, struct buf *out, struct err *err);
bool standing_xlsx(struct str cut, struct str added, struct buf *out, struct err *err);

#endif
