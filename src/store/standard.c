#include "store/standard.h"

#include "base/hash.h"
#include "store/sql.h"

struct run { /* feeds an array to a bulk statement */
    size_t at, n;
    int64_t standard;
    struct standard_file_row *files;
    struct standard_part_row *parts;
    char hex[SHA256_HEX]; /* of the file that is being stored */
};

static bool next_file(void *ctx, struct standard_file_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    r->files[r->at].standard = r->standard;
    sha256_hex(r->files[r->at].content, r->hex);
    r->files[r->at].digest = str_of(r->hex);
    *in = r->files[r->at++];
    return true;
}

static bool next_part(void *ctx, struct standard_part_row *in)
{
    struct run *r = ctx;
    if (r->at == r->n)
        return false;
    r->parts[r->at].standard = r->standard;
    *in = r->parts[r->at++];
    return true;
}

bool store_standard_insert(struct store_tx *tx, const struct standard_row *row,
                           struct standard_file_row *files, size_t n_files,
                           struct standard_part_row *parts, size_t n_parts, int64_t *id,
                           struct err *err)
{
    struct standard_insert_out made;
    bool found;
    if (!sql_standard_insert(tx, row, NULL, &made, &found, err))
        return false;
    struct run f = {.n = n_files, .standard = made.id, .files = files};
    struct run p = {.n = n_parts, .standard = made.id, .parts = parts};
    if (!sql_standard_file_insert(tx, next_file, &f, err) ||
        !sql_standard_part_insert(tx, next_part, &p, err))
        return false;
    *id = made.id;
    return true;
}

bool store_standard_get(struct store_tx *tx, struct arena *arena, int64_t id,
                        struct standard_row *out, bool *found, struct err *err)
{
    return sql_standard_get(tx, &(struct standard_get_in){id}, arena, out, found, err);
}

bool store_standard_find(struct store_tx *tx, struct arena *arena, struct str code,
                         struct str edition, struct standard_row *out, bool *found, struct err *err)
{
    return sql_standard_find(tx, &(struct standard_find_in){code, edition}, arena, out, found, err);
}

bool store_standard_page(struct store_tx *tx, struct arena *arena, int64_t after, int n,
                         struct standard_rows *out, struct err *err)
{
    return sql_standard_page(tx, &(struct standard_page_in){after, sql_page(n)}, arena, out, err);
}

bool store_standard_files(struct store_tx *tx, struct arena *arena, int64_t standard,
                          struct standard_file_rows *out, struct err *err)
{
    return sql_standard_files(tx, &(struct standard_files_in){standard}, arena, out, err);
}

bool store_standard_parts(struct store_tx *tx, struct arena *arena, int64_t standard,
                          struct standard_part_rows *out, struct err *err)
{
    return sql_standard_parts(tx, &(struct standard_parts_in){standard}, arena, out, err);
}

bool store_confirmation_put(struct store_tx *tx, const struct confirmation_row *row,
                            struct err *err)
{
    return sql_confirmation_put(tx, row, NULL, err);
}

bool store_confirmations(struct store_tx *tx, struct arena *arena, int64_t standard,
                         struct confirmation_rows *out, struct err *err)
{
    return sql_confirmations(tx, &(struct confirmations_in){standard}, arena, out, err);
}
