/* Hand-over: what somebody leaves behind goes to a successor in one step. docs/organisation.md. */
#ifndef TZ_WORK_HANDOVER_H
#define TZ_WORK_HANDOVER_H

#include "store/rows_gen.h"
#include "work/app.h"

enum work_kind { WORK_POST, WORK_CONTACT, WORK_GIVEN, WORK_RECEIVED, WORK_KINDS };
extern const char *const WORK_KIND_WORDS[WORK_KINDS];

struct work_item {
    enum work_kind kind;
    int64_t thing; /* post, unit or delegation */
    int64_t unit;
    struct str unit_name, role; /* role of the post, or empty */
    bool can;                   /* the successor can take it */
};
struct work_list {
    VEC(struct work_item) items;
};

/* successor 0 = nobody was chosen: nothing can be taken. */
bool handover_list(struct app *app, struct store_tx *tx, struct arena *arena, int64_t from,
                   int64_t successor, struct work_list *out, struct err *err);

struct handover {
    int64_t from, successor;
    struct str reason;
    bool disable;
};
/* Posts end, the successor is the contact from now on, delegations end; `out` is what went over.
 * All or nothing: ERR_HANDOVER_POST when the successor does not have a post yet, ERR_PERSON_SELF,
 * ERR_PERSON_DISABLED, ERR_PERSON_GUARDED. Entries: one each, and "handover". */
bool handover_do(struct app *app, const struct actor *who, struct arena *arena,
                 const struct handover *h, struct work_list *out, struct err *err);

#endif
