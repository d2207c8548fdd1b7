/* Values as entries of the record (work/audit.h). Inside of the write that changes them. */
#ifndef TZ_WORK_VALUE_ACT_H
#define TZ_WORK_VALUE_ACT_H

#include "store/value.h"
#include "work/audit.h"
#include "work/value_entry.h"

/* before NULL: it is new. */
bool value_act(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
               const struct value_row *before, const struct value_row *after, struct err *err);
/* Many at once: their number, and the digest of the list as docs/audit.md has it. */
bool values_act(struct app *app, struct store_tx *tx, struct arena *arena, const struct actor *who,
                const struct campaign_row *c, const struct value_entry *entries, int n,
                struct err *err);

#endif
