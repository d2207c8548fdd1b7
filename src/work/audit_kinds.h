/* The kinds of acts of the record, in words: the one table. An act of a kind that is not in it is
 * refused by audit_act, so that every test of it fails. */
#ifndef TZ_WORK_AUDIT_KINDS_H
#define TZ_WORK_AUDIT_KINDS_H

#include "base/err.h"

struct audit_kind {
    const char *code, *zh, *en;
};

extern const struct audit_kind AUDIT_KINDS[];
extern const int AUDIT_KINDS_N;

/* NULL when there is none. */
const struct audit_kind *audit_kind_find(struct str code);
/* In words; the code itself when it is unknown (an older or newer program wrote it). */
struct str audit_kind_text(struct str code, enum lang lang);

#endif
