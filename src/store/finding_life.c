#include "store/finding_life.h"

#include "store/sql.h"

/* Feeds an array to a bulk statement. */
#define FEED(name)                                                                                 \
    struct name##_run {                                                                            \
        size_t at, n;                                                                              \
        const struct name##_row *rows;                                                             \
    };                                                                                             \
    static bool next_##name(void *ctx, struct name##_row *in)                                      \
    {                                                                                              \
        struct name##_run *r = ctx;                                                                \
        if (r->at == r->n)                                                                         \
            return false;                                                                          \
        *in = r->rows[r->at++];                                                                    \
        return true;                                                                               \
    }
FEED(finding_defect)
FEED(finding_unit)
FEED(finding_step)
FEED(finding_stage)
#undef FEED

bool store_finding_defects_insert(struct store_tx *tx, const struct finding_defect_row *rows,
                                  size_t n, struct err *err)
{
    return sql_finding_defect_insert(tx, next_finding_defect,
                                     &(struct finding_defect_run){.n = n, .rows = rows}, err);
}

bool store_finding_defects(struct store_tx *tx, struct arena *arena, int64_t finding,
                           struct finding_defect_rows *out, struct err *err)
{
    return sql_finding_defects(tx, &(struct finding_defects_in){finding}, arena, out, err);
}

bool store_finding_defect_move(struct store_tx *tx, int64_t finding, int64_t n, int64_t to_finding,
                               int64_t to_n, struct err *err)
{
    int64_t changed;
    return sql_finding_defect_move(
        tx, &(struct finding_defect_move_in){finding, n, to_finding, to_n}, &changed, err);
}

bool store_finding_units_put(struct store_tx *tx, const struct finding_unit_row *rows, size_t n,
                             struct err *err)
{
    return sql_finding_unit_put(tx, next_finding_unit,
                                &(struct finding_unit_run){.n = n, .rows = rows}, err);
}

bool store_finding_units(struct store_tx *tx, struct arena *arena, int64_t finding,
                         struct finding_unit_line_rows *out, struct err *err)
{
    return sql_finding_units(tx, &(struct finding_units_in){finding}, arena, out, err);
}

bool store_finding_units_follow(struct store_tx *tx, int64_t finding, msec due_at, bool waiting,
                                struct err *err)
{
    int64_t changed;
    return sql_finding_units_follow(tx, &(struct finding_units_follow_in){finding, due_at, waiting},
                                    &changed, err);
}

bool store_finding_unit_load(struct store_tx *tx, int64_t unit, int64_t *n, struct err *err)
{
    struct finding_unit_load_out out;
    bool found;
    if (!sql_finding_unit_load(tx, &(struct finding_unit_load_in){unit}, NULL, &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

bool store_finding_step_add(struct store_tx *tx, struct finding_step_row *row, struct err *err)
{
    struct finding_step_last_out last;
    bool found;
    if (!sql_finding_step_last(tx, &(struct finding_step_last_in){row->finding}, NULL, &last,
                               &found, err))
        return false;
    row->n = last.n + 1;
    return store_finding_steps_insert(tx, row, 1, err);
}

bool store_finding_steps_insert(struct store_tx *tx, const struct finding_step_row *rows, size_t n,
                                struct err *err)
{
    return sql_finding_step_insert(tx, next_finding_step,
                                   &(struct finding_step_run){.n = n, .rows = rows}, err);
}

bool store_finding_step_by_key(struct store_tx *tx, struct arena *arena, int64_t finding,
                               struct str key, struct finding_step_row *out, bool *found,
                               struct err *err)
{
    return sql_finding_step_by_key(tx, &(struct finding_step_by_key_in){finding, key}, arena, out,
                                   found, err);
}

bool store_finding_steps(struct store_tx *tx, struct arena *arena, int64_t finding, int n,
                         struct finding_step_line_rows *out, struct err *err)
{
    return sql_finding_steps(tx, &(struct finding_steps_in){finding, sql_page(n)}, arena, out, err);
}

bool store_finding_hand_put(struct store_tx *tx, int64_t finding, int64_t user, struct str hand,
                            struct err *err)
{
    int64_t changed;
    return sql_finding_hand_put(tx, &(struct finding_hand_put_in){finding, user, hand}, &changed,
                                err);
}

bool store_finding_hands_of(struct store_tx *tx, struct arena *arena, int64_t finding, int64_t user,
                            int64_t for_user, struct finding_held_rows *out, struct err *err)
{
    return sql_finding_hands_of(tx, &(struct finding_hands_of_in){finding, user, for_user}, arena,
                                out, err);
}

bool store_finding_hands_copy(struct store_tx *tx, int64_t finding, int64_t to_finding,
                              struct err *err)
{
    int64_t changed;
    return sql_finding_hands_copy(tx, &(struct finding_hands_copy_in){finding, to_finding},
                                  &changed, err);
}

bool store_finding_request_insert(struct store_tx *tx, const struct finding_request_row *row,
                                  struct err *err)
{
    int64_t changed;
    return sql_finding_request_insert(tx, row, &changed, err);
}

bool store_finding_requests(struct store_tx *tx, struct arena *arena, int64_t finding,
                            struct finding_request_rows *out, struct err *err)
{
    return sql_finding_requests(tx, &(struct finding_requests_in){finding}, arena, out, err);
}

bool store_finding_request_decide(struct store_tx *tx, const struct finding_request_row *row,
                                  bool *decided, struct err *err)
{
    struct finding_request_decide_in in = {.finding = row->finding,
                                           .n = row->n,
                                           .decided_at = row->decided_at,
                                           .decided_by = row->decided_by,
                                           .granted = row->granted,
                                           .given = row->given,
                                           .answer = row->answer};
    int64_t changed;
    if (!sql_finding_request_decide(tx, &in, &changed, err))
        return false;
    *decided = changed == 1;
    return true;
}

bool store_finding_pause_begin(struct store_tx *tx, int64_t finding, msec at, struct err *err)
{
    int64_t changed;
    return sql_finding_pause_begin(tx, &(struct finding_pause_begin_in){finding, at}, &changed,
                                   err);
}

bool store_finding_pause_end(struct store_tx *tx, int64_t finding, msec at, struct err *err)
{
    int64_t changed;
    return sql_finding_pause_end(tx, &(struct finding_pause_end_in){finding, at}, &changed, err);
}

bool store_finding_pauses(struct store_tx *tx, struct arena *arena, int64_t finding,
                          struct finding_pause_rows *out, struct err *err)
{
    return sql_finding_pauses(tx, &(struct finding_pauses_in){finding}, arena, out, err);
}

bool store_finding_stages_put(struct store_tx *tx, const struct finding_stage_row *rows, size_t n,
                              struct err *err)
{
    return sql_finding_stage_put(tx, next_finding_stage,
                                 &(struct finding_stage_run){.n = n, .rows = rows}, err);
}

bool store_finding_stages(struct store_tx *tx, struct arena *arena, int64_t finding,
                          struct finding_stage_rows *out, struct err *err)
{
    return sql_finding_stages(tx, &(struct finding_stages_in){finding}, arena, out, err);
}
