#include "work/standard_store.h"

#include <stdio.h>

#include "store/standard.h"
#include "work/audit.h"
#include "work/standard_files.h"
#include "work/standards.h"

static bool invalid(const struct err_list *problems, struct err *err)
{
    char n[24];
    snprintf(n, sizeof n, "%zu", problems->total);
    return err_set(err, ERR_STANDARD_INVALID, n);
}

/* The latest edition of the same standard, and whether this very edition is there. */
static bool find_latest(struct store_tx *tx, struct arena *arena, const struct standard *s,
                        int64_t *latest, struct err *err)
{
    enum { PAGE = 200 };
    int64_t after = 0;
    *latest = 0;
    for (;;) {
        struct standard_rows rows = {0};
        if (!store_standard_page(tx, arena, after, PAGE, &rows, err))
            return false;
        for (size_t i = 0; i < rows.n; i++) {
            after = rows.at[i].id;
            if (!str_eq(rows.at[i].code, s->id))
                continue;
            *latest = rows.at[i].id;
            if (str_eq(rows.at[i].edition, s->edition)) {
                char text[ERR_ARG_MAX];
                snprintf(text, sizeof text, "%.*s %.*s", STR_ARG(s->id), STR_ARG(s->edition));
                return err_set(err, ERR_EXISTS, text);
            }
        }
        if (rows.n < PAGE)
            return true;
    }
}

struct storing {
    struct app *app;
    const struct actor *who;
    struct arena *arena;
    struct standard_row row;
    struct standard_file_row *files;
    size_t n_files;
    struct standard_part_row *parts;
    size_t n_parts;
    int64_t id;
};

static bool store_tx_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct storing *w = ctx;
    if (!store_standard_insert(tx, &w->row, w->files, w->n_files, w->parts, w->n_parts, &w->id,
                               err))
        return false;
    struct act act = {.kind = "standard.import",
                      .thing = arena_printf(w->arena, "standard %lld %.*s@%.*s", (long long)w->id,
                                            STR_ARG(w->row.code), STR_ARG(w->row.edition)),
                      .after = arena_printf(w->arena, "{\"follows\":%lld,\"sha256\":\"%.*s\"}",
                                            (long long)w->row.follows, STR_ARG(w->row.digest))};
    return act.thing.p && act.after.p ? audit_act(w->app, tx, w->who, &act, err)
                                      : err_set(err, ERR_MEMORY, NULL);
}

static bool write_edition(struct app *app, const struct actor *who, struct arena *arena,
                          const struct standard_source *src, struct standard_stored *out,
                          struct err *err)
{
    struct standard_digest digest;
    struct standard_file *files;
    size_t n;
    if (!standard_digest(out->standard, arena, &digest, err) ||
        !standard_files_of_source(arena, src, &files, &n, err))
        return false;
    struct storing w = {
        .app = app,
        .who = who,
        .arena = arena,
        .row = {.code = out->standard->id,
                .edition = out->standard->edition,
                .name_zh = out->standard->name.zh,
                .name_en = out->standard->name.en,
                .digest = str_of(digest.hex),
                .follows = out->follows,
                .imported_at = app_now(app)},
        .files = ARENA_ARRAY(arena, n + 1, struct standard_file_row),
        .n_files = n,
        .parts = ARENA_ARRAY(arena, (size_t)digest.n_parts + 1, struct standard_part_row),
        .n_parts = (size_t)digest.n_parts};
    if (!w.files || !w.parts)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < n; i++)
        w.files[i] = (struct standard_file_row){.name = files[i].name, .content = files[i].data};
    for (int i = 0; i < digest.n_parts; i++)
        w.parts[i] =
            (struct standard_part_row){.kind = str_of(part_kind_word(digest.parts[i].kind)),
                                       .code = digest.parts[i].code,
                                       .digest = str_of(digest.parts[i].hex)};
    if (!store_write(app->store, store_tx_fn, &w, err))
        return false;
    out->id = w.id;
    return true;
}

bool standard_store(struct app *app, const struct actor *who, struct arena *arena,
                    const struct standard_source *src, bool dry, struct standard_stored *out,
                    struct err_list *problems, struct err *err)
{
    static const struct standard NOTHING = {0};
    const struct standard *before = &NOTHING;
    *out = (struct standard_stored){.standard = standard_load(src, arena, problems)};
    if (!out->standard)
        return invalid(problems, err);
    struct store_tx *tx = store_read(app->store, err);
    bool ok = tx && find_latest(tx, arena, out->standard, &out->follows, err) &&
              (!out->follows || standard_get(app, tx, out->follows, &before, err));
    store_read_end(tx);
    if (!ok || !standard_diff(before, out->standard, arena, &out->changes, &out->n_changes, err))
        return false;
    return dry || write_edition(app, who, arena, src, out, err);
}

bool standard_stored_source(struct store_tx *tx, struct arena *arena, int64_t id,
                            struct standard_source *out, struct err *err)
{
    struct standard_file_rows rows = {0};
    if (!store_standard_files(tx, arena, id, &rows, err))
        return false;
    struct standard_file *files = ARENA_ARRAY(arena, rows.n + 1, struct standard_file);
    if (!files)
        return err_set(err, ERR_MEMORY, NULL);
    if (rows.n == 0) {
        char text[40];
        snprintf(text, sizeof text, "standard %lld", (long long)id);
        return err_set(err, ERR_NOT_FOUND, text);
    }
    for (size_t i = 0; i < rows.n; i++)
        files[i] = (struct standard_file){rows.at[i].name, rows.at[i].content};
    struct err_list problems = {.arena = arena};
    if (standard_source_of_files(arena, files, rows.n, out, &problems))
        return true;
    if (err && problems.items.n)
        *err = problems.items.at[0];
    return false;
}
