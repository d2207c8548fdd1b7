/* taizhang audit: the record of what was done, shown, exported and verified. */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/database.h"
#include "cli/desk.h"
#include "work/checkpoint.h"
#include "work/export.h"
#include "work/file.h"

#define AUDIT_FILE_MAX ((size_t)1 << 30)
#define CHECKPOINT_FILE_MAX 4096

static const struct list_column COLUMNS[] = {
    {"entry", "序号", "Entry", LIST_WHOLE}, {"at", "时间", "Time", LIST_TEXT},
    {"who", "账号", "Who", LIST_TEXT},      {"address", "地址", "Address", LIST_TEXT},
    {"kind", "行为", "Kind", LIST_TEXT},    {"region", "区划", "Region", LIST_TEXT},
    {"thing", "对象", "Thing", LIST_TEXT},  {"before", "之前", "Before", LIST_TEXT},
    {"after", "之后", "After", LIST_TEXT},  {"reason", "理由", "Reason", LIST_TEXT},
    {"for", "代为", "For", LIST_TEXT},
};

static void row(struct cli *cli, struct listing *l, const struct audit_row *e)
{
    char at[WHEN_TEXT_MAX];
    size_t n = when_format(e->at, at);
    listing_whole(l, e->seq);
    listing_text(l, arena_str(cli->arena, (struct str){at, n}));
    listing_text(l, e->who);
    listing_text(l, e->address);
    listing_text(l, e->kind);
    listing_text(l, e->region ? cli_region_text(cli, e->region) : STR_NONE);
    listing_text(l, e->thing);
    listing_text(l, e->was);
    listing_text(l, e->became);
    listing_text(l, e->reason);
    listing_text(l, e->for_login);
}

/* Who looks at the record on the console is in it too. */
static bool note(struct desk *d, const char *kind, struct err *err)
{
    struct act act = {
        .kind = kind,
        .thing = STR("audit"),
        .after = arena_printf(d->cli->arena, "{\"command\":\"%s\"}", d->cli->command->name)};
    return act.after.p ? act_alone(&d->app, &d->actor, &act, err) : err_set(err, ERR_MEMORY, NULL);
}

int run_audit_list(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct listing l;
    struct audit_rows rows = {0};
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              store_audit_page(d.tx, cli->arena, cli_count(cli, "before", INT64_MAX),
                               (int)cli_count(cli, "last", 50), &rows, &err);
    desk_read_end(&d);
    ok = ok && note(&d, "audit.read", &err);
    for (size_t i = 0; i < rows.n; i++)
        row(cli, &l, &rows.at[i]);
    int code = ok ? cli_list(cli, &l) : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

static bool export_row(void *ctx, const struct audit_row *row, struct err *err)
{
    struct cli *cli = ctx;
    struct buf line;
    buf_init(&line, 0);
    audit_line(row, &line);
    bool ok = !buf_failed(&line) || err_set(err, ERR_MEMORY, NULL);
    out_add(&cli->out, buf_str(&line));
    buf_release(&line);
    return ok;
}

static bool export_head(struct cli *cli, struct store_tx *tx, struct err *err)
{
    struct audit_head_row head;
    struct buf line;
    if (!store_audit_head(tx, cli->arena, &head, err))
        return false;
    buf_init(&line, 0);
    audit_first_line(&head, &line);
    bool ok = !buf_failed(&line) || err_set(err, ERR_MEMORY, NULL);
    out_add(&cli->out, buf_str(&line));
    buf_release(&line);
    return ok;
}

int run_audit_export(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    bool ok = desk_begin(&d, cli, false, &err) && note(&d, "audit.export", &err) &&
              desk_read(&d, &err) && export_head(cli, d.tx, &err) &&
              store_audit_all(d.tx, export_row, cli, &err);
    int code = ok ? EXIT_GOOD : cli_fail(cli, &err);
    desk_end(&d);
    return code;
}

/* ---- verifying ------------------------------------------------------------------------------ */

static bool walk_lines(struct str path, struct str rest, struct audit_walk *w, struct err *err)
{
    struct arena arena;
    struct str line;
    bool ok = true;
    arena_init(&arena, 0);
    for (int number = 2; ok && w->fault == AUDIT_SOUND && str_split(&rest, '\n', &line); number++) {
        struct audit_row row;
        if (line.n == 0)
            continue;
        arena_clear(&arena);
        ok = audit_line_read(&arena, line, &row, err) || err_at(err, path, number, 0, NULL);
        if (!ok)
            break;
        struct audit_entry e = store_audit_entry(&row);
        ok = audit_walk_next(w, &e, row.hash, err) || w->fault != AUDIT_SOUND;
    }
    arena_release(&arena);
    return ok;
}

static bool walk_file(struct cli *cli, const char *path, const struct audit_point *point,
                      struct audit_walk *w, struct err *err)
{
    struct str rest, line;
    struct audit_head_row head;
    enum audit_algorithm with = AUDIT_SHA256;
    if (!file_read(cli->arena, path, AUDIT_FILE_MAX, &rest, err))
        return false;
    str_split(&rest, '\n', &line);
    if (!audit_first_line_read(cli->arena, line, &head, err))
        return err_at(err, str_of(path), 1, 0, NULL);
    audit_algorithm_parse(head.algorithm, &with);
    audit_walk_begin(w, with, point);
    if (!walk_lines(str_of(path), rest, w, err))
        return false;
    audit_walk_end(w, head.seq, head.hash);
    return true;
}

static bool walk_database(struct cli *cli, const struct audit_point *point, struct audit_walk *w,
                          struct err *err)
{
    struct desk d;
    bool ok = desk_begin(&d, cli, false, err) && desk_read(&d, err) &&
              audit_verify_since(d.tx, point, w, err);
    desk_end(&d);
    return ok;
}

/* ---- length and head ------------------------------------------------------------------------ */

static const struct list_column HEAD[] = {{"entries", "条数", "Entries", LIST_WHOLE},
                                          {"head", "末条哈希", "Head", LIST_TEXT},
                                          {"algorithm", "算法", "Algorithm", LIST_TEXT}};

static int show_head(struct cli *cli, int64_t entries, struct str head, struct str algorithm)
{
    struct listing l;
    listing_init(&l, cli->arena, HEAD, (int)ARRAY_LEN(HEAD));
    listing_whole(&l, entries);
    listing_text(&l, arena_str(cli->arena, head));
    listing_text(&l, arena_str(cli->arena, algorithm));
    return cli_list(cli, &l);
}

/* "412:9f86d0...": what a paper says. */
static bool printed_head(struct str text, struct audit_point *out, struct err *err)
{
    struct str n, head = text;
    bool ok = str_split(&head, ':', &n) && str_to_i64(str_trim(n), &out->entries) &&
              out->entries >= 0 && str_trim(head).n == SHA256_HEX - 1;
    out->head = str_trim(head);
    return ok || err_set(err, ERR_BAD_REQUEST, "--head N:HASH");
}

int run_audit_verify(struct cli *cli)
{
    struct audit_walk w = {0};
    struct err err = {0};
    struct str file = cli_argument(cli, 0);
    struct str point_file = cli_option(cli, "checkpoint"), key = cli_option(cli, "public-key"),
               printed = cli_option(cli, "head"), line;
    struct checkpoint signed_point;
    struct audit_point point = {0}, *p = point_file.p || printed.p ? &point : NULL;
    bool ok = !printed.p || printed_head(printed, &point, &err);
    if (ok && point_file.p) {
        ok = file_read(cli->arena, point_file.p, CHECKPOINT_FILE_MAX, &line, &err) &&
             checkpoint_read(cli->arena, str_trim(line), key, &signed_point, &err);
        if (ok)
            point = (struct audit_point){signed_point.entries, signed_point.head};
    }
    ok = ok && (file.p ? walk_file(cli, file.p, p, &w, &err) : walk_database(cli, p, &w, &err));
    if (!ok || !audit_sound(&w, &err))
        return cli_fail(cli, &err);
    return show_head(cli, w.n, str_of(w.head), AUDIT_ALGORITHM_NAMES[w.with]);
}

/* ---- head and hash -------------------------------------------------------------------------- */

int run_audit_head(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct audit_head_row head;
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              store_audit_head(d.tx, cli->arena, &head, &err);
    desk_end(&d);
    return ok ? show_head(cli, head.seq, head.hash, head.algorithm) : cli_fail(cli, &err);
}

struct choosing {
    struct desk *desk;
    enum audit_algorithm with;
};

static bool choose(struct store_tx *tx, void *ctx, struct err *err)
{
    struct choosing *c = ctx;
    return audit_choose(&c->desk->app, tx, &c->desk->actor, c->with, err);
}

int run_audit_hash(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct choosing c = {.desk = &d};
    bool ok = desk_begin(&d, cli, true, &err) &&
              (audit_algorithm_parse(cli_argument(cli, 0), &c.with) ||
               err_set(&err, ERR_INTERNAL, "algorithm")) &&
              store_write(d.store, choose, &c, &err);
    desk_end(&d);
    return ok ? EXIT_GOOD : cli_fail(cli, &err);
}

/* ---- checkpoints ---------------------------------------------------------------------------- */

static bool load_seed(struct desk *d, unsigned char seed[SECRET_KEY], struct err *err)
{
    struct str path = database_audit_key(d->cli);
    return path.p ? secret_file(&d->app, path.p, seed, err)
                  : err_set(err, ERR_ARGUMENT_MISSING, "--key", d->cli->command->name, NULL);
}

int run_audit_key(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    unsigned char seed[SECRET_KEY];
    char key[CHECKPOINT_KEY_HEX];
    bool ok = desk_begin(&d, cli, false, &err) && load_seed(&d, seed, &err);
    desk_end(&d);
    if (!ok)
        return cli_fail(cli, &err);
    checkpoint_key(seed, key);
    out_add(&cli->out, str_of(key));
    out_add(&cli->out, STR("\n"));
    return EXIT_GOOD;
}

struct pointing {
    struct desk *desk;
    unsigned char seed[SECRET_KEY];
    struct checkpoint made;
};

static bool point(struct store_tx *tx, void *ctx, struct err *err)
{
    struct pointing *p = ctx;
    return checkpoint_make(&p->desk->app, tx, p->desk->cli->arena, &p->desk->actor, p->seed,
                           &p->made, err);
}

int run_audit_checkpoint(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct pointing p = {.desk = &d};
    struct buf line;
    bool ok = desk_begin(&d, cli, false, &err) && load_seed(&d, p.seed, &err) &&
              store_write(d.store, point, &p, &err);
    buf_init(&line, 0);
    if (ok) {
        checkpoint_line(&p.made, &line);
        ok = !buf_failed(&line) || err_set(&err, ERR_MEMORY, NULL);
        out_add(&cli->out, buf_str(&line));
    }
    buf_release(&line);
    desk_end(&d);
    return ok ? EXIT_GOOD : cli_fail(cli, &err);
}
