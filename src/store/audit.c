#include "store/audit.h"

#include "store/sql.h"

struct audit_entry store_audit_entry(const struct audit_row *r)
{
    return (struct audit_entry){.seq = r->seq,
                                .at = r->at,
                                .user = r->user_id,
                                .who = r->who,
                                .for_user = r->for_user,
                                .for_login = r->for_login,
                                .address = r->address,
                                .kind = r->kind,
                                .region = r->region,
                                .thing = r->thing,
                                .before = r->was,
                                .after = r->became,
                                .reason = r->reason};
}

bool store_audit_append(struct store_tx *tx, struct arena *arena, struct audit_entry *e,
                        struct err *err)
{
    struct audit_head_row head;
    bool found;
    enum audit_algorithm with;
    char hash[SHA256_HEX];
    if (!sql_audit_take(tx, arena, &head, &found, err))
        return false;
    if (!found || !audit_algorithm_parse(head.algorithm, &with))
        return err_set(err, ERR_INTERNAL, "audit_head");
    e->seq = head.seq;
    if (!audit_hash(with, head.hash, e, hash))
        return err_set(err, ERR_MEMORY, NULL);
    struct audit_row row = {.seq = e->seq,
                            .at = e->at,
                            .user_id = e->user,
                            .who = e->who,
                            .for_user = e->for_user,
                            .for_login = e->for_login,
                            .address = e->address,
                            .kind = e->kind,
                            .region = e->region,
                            .thing = e->thing,
                            .was = e->before,
                            .became = e->after,
                            .reason = e->reason,
                            .hash = str_of(hash)};
    return sql_audit_insert(tx, &row, NULL, err) &&
           sql_audit_set_head(tx, &(struct audit_set_head_in){str_of(hash)}, NULL, err);
}

bool store_audit_head(struct store_tx *tx, struct arena *arena, struct audit_head_row *out,
                      struct err *err)
{
    bool found;
    return sql_audit_head(tx, arena, out, &found, err) &&
           (found || err_set(err, ERR_INTERNAL, "audit_head"));
}

bool store_audit_choose(struct store_tx *tx, struct arena *arena, enum audit_algorithm with,
                        bool *chosen, struct err *err)
{
    struct audit_head_row head;
    return sql_audit_algorithm(tx, &(struct audit_algorithm_in){AUDIT_ALGORITHM_NAMES[with]}, arena,
                               &head, chosen, err);
}

bool store_audit_all(struct store_tx *tx,
                     bool (*row)(void *ctx, const struct audit_row *row, struct err *err),
                     void *ctx, struct err *err)
{
    return sql_audit_all(tx, row, ctx, err);
}

bool store_audit_page(struct store_tx *tx, struct arena *arena, int64_t before, int n,
                      struct audit_rows *out, struct err *err)
{
    return sql_audit_page(tx, &(struct audit_page_in){before, sql_page(n)}, arena, out, err);
}
