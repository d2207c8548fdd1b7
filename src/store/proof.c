#include "store/proof.h"

#include <stdio.h>

#include "store/sql.h"

bool store_proof_add(struct store_tx *tx, const struct proof_row *row, int64_t *id, struct err *err)
{
    struct proof_add_out out;
    bool found;
    if (!sql_proof_add(tx, row, NULL, &out, &found, err))
        return false;
    *id = out.id;
    return true;
}

struct flag_run {
    size_t at, n;
    const struct proof_flag_row *rows;
};

static bool next_flag(void *ctx, struct proof_flag_row *in)
{
    struct flag_run *r = ctx;
    if (r->at == r->n)
        return false;
    *in = r->rows[r->at++];
    return true;
}

bool store_proof_flags_add(struct store_tx *tx, const struct proof_flag_row *rows, size_t n,
                           struct err *err)
{
    return sql_proof_flag_insert(tx, next_flag, &(struct flag_run){.n = n, .rows = rows}, err);
}

bool store_proof_flagged(struct store_tx *tx, int64_t finding, struct err *err)
{
    int64_t changed;
    return sql_proof_finding_flagged(tx, &(struct proof_finding_flagged_in){finding}, &changed,
                                     err);
}

bool store_proof_get(struct store_tx *tx, struct arena *arena, int64_t id, struct proof_row *out,
                     bool *found, struct err *err)
{
    return sql_proof_get(tx, &(struct proof_get_in){id}, arena, out, found, err);
}

bool store_proof_by_key(struct store_tx *tx, struct arena *arena, int64_t finding, struct str key,
                        struct proof_row *out, bool *found, struct err *err)
{
    return sql_proof_by_key(tx, &(struct proof_by_key_in){finding, key}, arena, out, found, err);
}

bool store_proof_lines(struct store_tx *tx, struct arena *arena, int64_t finding, int n,
                       struct proof_line_rows *out, struct err *err)
{
    return sql_proof_lines(tx, &(struct proof_lines_in){finding, sql_page(n)}, arena, out, err);
}

bool store_proof_flag_lines(struct store_tx *tx, struct arena *arena, int64_t finding,
                            struct proof_flag_line_rows *out, struct err *err)
{
    return sql_proof_flag_lines(tx, &(struct proof_flag_lines_in){finding}, arena, out, err);
}

bool store_proof_totals(struct store_tx *tx, int64_t finding, int64_t *n, int64_t *bytes,
                        struct err *err)
{
    struct proof_totals_out out;
    bool found;
    if (!sql_proof_totals(tx, &(struct proof_totals_in){finding}, NULL, &out, &found, err))
        return false;
    *n = out.n;
    *bytes = out.bytes;
    return true;
}

bool store_proof_count(struct store_tx *tx, int64_t finding, struct str part, struct str kind,
                       int64_t pass, int64_t unit, int64_t *n, struct err *err)
{
    struct proof_count_in in = {finding, part, kind, pass, unit};
    struct proof_count_out out;
    bool found;
    if (!sql_proof_count(tx, &in, NULL, &out, &found, err))
        return false;
    *n = out.n;
    return true;
}

bool store_proof_same_file(struct store_tx *tx, struct arena *arena, struct str sha256,
                           struct proof_same_rows *out, struct err *err)
{
    return sql_proof_same_file(tx, &(struct proof_same_file_in){sha256}, arena, out, err);
}

bool store_proof_photos(struct store_tx *tx, struct arena *arena, int64_t finding, struct str part,
                        struct proof_rows *out, struct err *err)
{
    return sql_proof_photos(tx, &(struct proof_photos_in){finding, part}, arena, out, err);
}

bool store_proof_keys_of(struct store_tx *tx, struct arena *arena, const int64_t *ids, size_t n,
                         struct proof_key_rows *out, struct err *err)
{
    enum { ONE = 22 };
    char *list = arena_alloc(arena, n * ONE + 3);
    size_t k = 0;
    if (!list)
        return err_set(err, ERR_MEMORY, NULL);
    list[k++] = '[';
    for (size_t i = 0; i < n; i++)
        k += (size_t)snprintf(list + k, ONE, "%s%lld", i ? "," : "", (long long)ids[i]);
    list[k++] = ']';
    return n == 0 || sql_proof_keys_of(tx, &(struct proof_keys_of_in){{list, k}}, arena, out, err);
}

bool store_proof_keys_after(struct store_tx *tx, struct arena *arena, int64_t id, int n,
                            struct proof_key_rows *out, struct err *err)
{
    return sql_proof_keys_after(tx, &(struct proof_keys_after_in){id, n}, arena, out, err);
}

bool store_proof_nears_after(struct store_tx *tx, struct arena *arena, int64_t id, int n,
                             struct proof_near_rows *out, struct err *err)
{
    return sql_proof_nears_after(tx, &(struct proof_nears_after_in){id, n}, arena, out, err);
}

bool store_proof_file_known(struct store_tx *tx, struct str sha256, bool *known, struct err *err)
{
    struct proof_file_known_out out;
    bool found;
    if (!sql_proof_file_known(tx, &(struct proof_file_known_in){sha256}, NULL, &out, &found, err))
        return false;
    *known = out.n > 0;
    return true;
}

bool store_proof_files(struct store_tx *tx,
                       bool (*row)(void *ctx, const struct proof_file_row *row, struct err *err),
                       void *ctx, struct err *err)
{
    return sql_check_proof_files(tx, row, ctx, err);
}
