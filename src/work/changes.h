/* What changed of a thing, as the record keeps it: two JSON objects of the fields that differ. */
#ifndef TZ_WORK_CHANGES_H
#define TZ_WORK_CHANGES_H

#include "base/json.h"
#include "work/audit.h"

struct changes {
    struct buf before_text, after_text;
    struct json before, after;
    int n; /* fields that differ */
};

/* changes_end also after a failure. */
void changes_begin(struct changes *c);
void changes_str(struct changes *c, const char *field, struct str before, struct str after);
void changes_i64(struct changes *c, const char *field, int64_t before, int64_t after);
void changes_bool(struct changes *c, const char *field, bool before, bool after);
void changes_region(struct changes *c, const char *field, region_code before, region_code after);
/* The entry, in the write that changes; none when nothing differs. made: there was nothing before.
 */
bool changes_act(struct changes *c, struct app *app, struct store_tx *tx, const struct actor *who,
                 struct act *act, bool made, struct err *err);
void changes_end(struct changes *c);

#endif
