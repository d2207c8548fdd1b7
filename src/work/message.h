/* What people are told. A message goes to posts: whoever acts in the post sees it, also for
 * somebody else, and a successor gets it. See docs/messages.md. */
#ifndef TZ_WORK_MESSAGE_H
#define TZ_WORK_MESSAGE_H

#include "store/message.h"
#include "work/app.h"

enum message_kind {
    MESSAGE_DISPATCHED,
    MESSAGE_ROUTED_AWAY,
    MESSAGE_SENT_BACK,
    MESSAGE_MERGED,
    MESSAGE_SUSPENDED,
    MESSAGE_RESUMED,
    MESSAGE_EXTENSION_ASKED,
    MESSAGE_EXTENDED,
    MESSAGE_DECLINED,
    MESSAGE_APPEALED,
    MESSAGE_UPHELD,
    MESSAGE_DISMISSED,
    MESSAGE_RECHECK,
    MESSAGE_CLOSED,
    MESSAGE_RETURNED,
    MESSAGE_REOPENED,
    MESSAGE_SUPERVISED,
    MESSAGE_DUE,
    MESSAGE_OVERDUE,
    MESSAGE_STAGE_LATE,
    MESSAGE_NOBODY,
    MESSAGE_KINDS
};

struct message_kind_def {
    const char *code, *zh, *en; /* its name */
    const char *text_zh,
        *text_en; /* what happened; {unit}, {level}, {into}, {state}, {until} are filled in */
};
extern const struct message_kind_def MESSAGE_KIND[MESSAGE_KINDS];
/* The place of the code, or -1. */
int message_kind_find(struct str code);

/* The one place where a message becomes a text: the kind's words with what stands in data. */
void message_text(struct str kind, int64_t finding, struct str data, enum lang lang,
                  struct buf *out);

/* ---- telling ---------------------------------------------------------------------------------
 */

/* Messages about one finding being collected inside of a write. */
struct telling {
    struct app *app;
    struct store_tx *tx;
    struct arena *arena;
    const struct finding_row *f;
    int64_t by, by_for; /* these users need not be told; 0 = nobody */
    struct str about;   /* tells this occasion from others: the same is told once */
    struct str reason, level, into;
    bool stage; /* the limit of its step is what it is about, not its deadline */
    struct told_post_rows units, offices; /* read when they are needed */
    bool have_units, have_offices, have_channels;
    VEC(struct message_row) rows;
    struct channel_for_rows channels;
    VEC(struct sending_row) sendings;
};
/* What tells this message from others. */
struct str message_key(struct telling *t, enum message_kind kind, int64_t unit);

/* Of a unit that takes part: to those of its people whose role answers for findings. When there is
 * none, the office is told that nobody acts there. */
bool tell_unit(struct telling *t, enum message_kind kind, int64_t unit, struct str name,
               struct str name_en, struct err *err);
/* Whoever may do this in the region: the coordinators of the smallest region around it that has
 * any, inspectors for whom it was chosen, leaders like coordinators; as roles have the permission.
 */
bool tell_office(struct telling *t, enum message_kind kind, enum permission permission,
                 int64_t unit, struct str name, struct str name_en, struct err *err);
/* The leaders of the smallest region around it that has any. */
bool tell_leaders(struct telling *t, enum message_kind kind, int64_t unit, struct str name,
                  struct str name_en, struct err *err);
/* Stores what was collected. */
bool tell_end(struct telling *t, struct err *err);

/* A post ends: what is unread goes to the successor's post (0 = to colleagues with the same role in
 * the unit; without any to the coordinators around it). In a write. */
bool messages_pass_on(struct app *app, struct store_tx *tx, struct arena *arena, int64_t post,
                      int64_t to_post, struct err *err);

/* ---- reading ---------------------------------------------------------------------------------
 */

enum { MESSAGE_KEEP_DAYS = 180 }; /* after they were read */

/* Marks those with an id of first .. last as read. */
bool messages_mark(struct app *app, const struct actor *who, int64_t first, int64_t last,
                   struct err *err);
/* Deletes what was read MESSAGE_KEEP_DAYS ago, some thousand at a time. */
bool messages_forget(struct app *app, int64_t *gone, struct err *err);

static inline struct message_reader message_reader_of(struct app *app, int64_t user)
{
    return (struct message_reader){user, app_now(app), app_today(app)};
}

#endif
