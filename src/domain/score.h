/* Scores with their reasons.
 *
 * score_subject evaluates the whole scoring tree of a standard for one region and period; the same
 * code, given a trace, writes the derivation down as data, so that a reason can never differ from
 * the score it explains. Pure: no clock, files or SQL. A board holds the scores of all subjects of
 * one period and is what pages, ranks and bulletins are made from. */
#ifndef TZ_DOMAIN_SCORE_H
#define TZ_DOMAIN_SCORE_H

#include "domain/values.h"

enum verdict { VERDICT_PASS, VERDICT_FAIL, VERDICT_NONE /* see state */ };

struct judgement { /* of one indicator for one subject */
    enum verdict verdict;
    enum value_state state; /* VALUE_PRESENT when judged */
    bool applies;
    bool by_alternative; /* passed by the trend, not by the fixed value */
    dec value;           /* the deciding value (the worst part when there are several) */
    dec target;
    bool has_gap;
    dec gap; /* what is missing to the target, >= 0; 0 when reached */
};

/* The gap in millionths of the target, to compare indicators of different units. */
static inline int64_t judgement_share(const struct judgement *j)
{
    int64_t target = j->target.micro < 0 ? -j->target.micro : j->target.micro;
    if (!j->has_gap || target == 0)
        return 0;
    dec_wide share = (dec_wide)j->gap.micro * DEC_ONE / target;
    return share > INT64_MAX ? INT64_MAX : (int64_t)share;
}

enum score_state {
    SCORE_OK,
    SCORE_NONE,    /* everything below was excluded: nothing to score, shown as its state */
    SCORE_BLOCKED, /* a blocking state below: unknown until the value is there */
};

struct score { /* of one node for one subject */
    enum score_state state;
    enum value_state why; /* with SCORE_NONE / SCORE_BLOCKED */
    dec points;           /* rounded as the node says */
    dec full; /* points that could be reached (after exclusion, scaled to node points) */
    dec rate; /* points / full before rounding, 6 places */
};

struct result {                   /* of one subject */
    struct score *nodes;          /* standard.n_nodes */
    struct judgement *indicators; /* standard.n_indicators */
    int passed, failed, missing, not_tested, not_applicable, empty_denominator;
    int places; /* sampled places, members' included */
    int items_not_tested;
    int vetoes;  /* veto indicators failed and key items below their rate */
    bool passes; /* all conditions of `passing`, and no veto */
};

/* ---- derivation --------------------------------------------------------------------------------
 */

enum reason_kind {
    REASON_NODE,
    REASON_INDICATOR,
    REASON_PART,
    REASON_CHECKLIST,
    REASON_PLACE,
    REASON_ITEM,
    REASON_MEMBER,
    REASON_VALUE
};

struct reason {
    enum reason_kind kind;
    struct str code;
    struct text2 name;
    struct text2 rule;     /* in words: "at least 90 %", "points x grade / 10" */
    struct str arithmetic; /* numbers put in: "20 x 9 / 10 = 18" */
    struct text2 remark;   /* state and its effect, veto, alternative, rounding; may be empty */
    enum score_state state;
    enum value_state value_state;
    enum verdict verdict;
    bool has_points;
    dec points, full;
    bool veto;
    const struct value *value; /* leaf: the entered value (numbers, source, note), or NULL */
    region_code region;        /* of a member */
    enum basis basis;
    struct reason *children, *last, *next; /* in order */
};

/* ---- board -------------------------------------------------------------------------------------
 */

struct board {
    struct arena *arena;
    const struct standard *standard;
    const struct values *values;
    period period;
    struct result *results;     /* one per values.subjects, same order */
    struct board_range *ranges; /* smallest and largest values, when the standard scores by them */
    bool *dirty;                /* per subject, for updates of compared scores */
    struct arena scratch;
};

bool board_make(struct board *b, struct arena *arena, const struct values *v, period p,
                struct err *err);
/* The temporary memory that a board keeps for its updates; its results stay with the arena. */
void board_release(struct board *b);
/* Scores one subject again after values_change, with every subject around it (and, where a node is
 * relative, all that are compared with it). The same results as a board made anew. */
bool board_update(struct board *b, int subject, struct err *err);
/* The reason of one node of one subject, all the way down. */
struct reason *board_explain(const struct board *b, struct arena *arena, int subject, int node,
                             struct err *err);
/* The reason of one indicator's verdict. */
struct reason *board_explain_indicator(const struct board *b, struct arena *arena, int subject,
                                       int indicator, struct err *err);

/* ---- ranks -------------------------------------------------------------------------------------
 */

struct rank_row {
    int subject;
    int group;
    int rank;  /* 1.. inside the group; 0 = not ranked (see why) */
    bool tied; /* shares its rank */
    enum { UNRANKED_NO = 0, UNRANKED_SAMPLE, UNRANKED_STATE } why;
    dec points;
    dec to_first, to_next; /* distance to the first, and to the one before; >= 0 */
    int places;
    int before; /* rank in the earlier board, 0 = none */
    int moved;  /* before - rank: > 0 went up */
};

/* Rows in order: group, then rank, then region code; the unranked behind. `earlier` may be NULL. */
bool rank_make(struct arena *arena, const struct board *now, const struct board *earlier,
               int ranking, struct rank_row **rows, int *n, struct err *err);
/* After board_update(now, subject): puts the rows of this subject, and of those around it, where
 * they belong now and numbers their groups again; every other row stays. The same rows as rank_make
 * gives. With relative scores the others of the group have changed too: then make them anew. */
bool rank_update(const struct board *now, int ranking, struct rank_row *rows, int n, int subject,
                 struct err *err);

#endif
