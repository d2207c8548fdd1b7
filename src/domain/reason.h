/* Building derivations: the pieces that the scoring files share. Every function accepts a NULL
 * reason (no trace wanted) and does nothing then. */
#ifndef TZ_DOMAIN_REASON_H
#define TZ_DOMAIN_REASON_H

#include "domain/score.h"

struct reasons {
    struct arena *arena;
    bool failed; /* memory ran out somewhere */
};

struct reason *reason_child(struct reasons *r, struct reason *parent, enum reason_kind kind,
                            struct str code, struct text2 name);
/* Formats into the reason's arena; zh and en have the same arguments. */
struct text2 reason_text(struct reasons *r, const char *zh, const char *en, ...);
struct str reason_str(struct reasons *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Appends "; text" to what is there. */
void reason_remark(struct reasons *r, struct reason *at, struct text2 text);
void reason_value(struct reasons *r, struct reason *at, const struct value *v);
void reason_points(struct reason *at, dec points, dec full);
/* The state in words and what it does to the score. */
void reason_state(struct reasons *r, struct reason *at, enum value_state state,
                  enum state_effect effect);

/* A decimal as text for printf("%s"): DT(d) lives until the end of the full expression. */
struct dec_text {
    char z[DEC_TEXT_MAX];
};
struct dec_text dec_text(dec d);
#define DT(d) dec_text(d).z

#endif
