/* From the store to ranks: bench-score-store STANDARD [COUNTIES [MONTHS]]
 *
 * Fills a SQLite file in /tmp with one value per county, indicator and month, then measures, each
 * from a cold program state: reading all values, making the board of the latest round with its
 * ranks, one changed value until it is ranked again. Prints milliseconds and, as a yardstick of the
 * machine, the same rows read by a bare walk over the table. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/rng.h"
#include "store/campaign.h"
#include "store/user.h"
#include "store/value.h"
#include "work/boards.h"
#include "work/standard_files.h"
#include "work/standard_store.h"
#include "work/value_entry.h"

struct fill {
    const struct standard *s;
    int64_t campaign, standard;
    int counties, months;
    long at;
    struct rng rng;
};

static int die(const char *what, const struct err *err)
{
    struct buf text;
    buf_init(&text, 0);
    err_line(err, LANG_EN, &text);
    fprintf(stderr, "%s: %.*s\n", what, STR_ARG(buf_str(&text)));
    exit(1);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Made-up county codes: 60 in each of the prefectures 1101, 1102, ... */
static region_code county(int i)
{
    return (region_code)(110000 + (i / 60 + 1) * 100 + i % 60 + 1) * 1000000000;
}

static bool next_value(void *ctx, struct value_row *row)
{
    struct fill *f = ctx;
    long per_county = (long)f->s->n_indicators * f->months;
    if (f->at == per_county * f->counties)
        return false;
    const struct indicator *ind = &f->s->indicators[f->at % per_county / f->months];
    *row = (struct value_row){.campaign = f->campaign,
                              .region = county((int)(f->at / per_county)),
                              .code = ind->code,
                              .period = 202601 + f->at % f->months,
                              .number = {rng_between(&f->rng, 1, 4) * DEC_ONE},
                              .has_number = true};
    f->at++;
    return true;
}

static void rewind_values(void *ctx)
{
    struct fill *f = ctx;
    f->at = 0;
    f->rng.state = 7;
}

static bool fill_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct fill *f = ctx;
    struct campaign_row c = {.standard = f->standard,
                             .region = 0,
                             .name_zh = STR("bench"),
                             .period_from = 202601,
                             .period_to = 202612};
    struct user_row user = {.login = STR("bench")};
    int64_t id;
    if (!store_campaign_insert(tx, &c, &f->campaign, err) ||
        !store_user_insert(tx, &user, &id, err))
        return false;
    for (int i = 0; i < f->counties; i++) {
        struct subject_row s = {
            .campaign = f->campaign, .region = county(i), .kind = STR("county")};
        if (!store_subjects_put(tx, f->campaign, &s, 1, err))
            return false;
    }
    for (int m = 1; m <= f->months; m++) {
        struct round_row r = {
            .campaign = f->campaign, .number = m, .name_zh = STR("bench"), .period = 202600 + m};
        if (!store_rounds_put(tx, f->campaign, &r, 1, err))
            return false;
    }
    struct value_source source = {next_value, rewind_values, f};
    return store_values_import(tx, f->campaign, source, id, 0, err);
}

static bool count_row(void *ctx, const struct value_fact_row *row, struct err *err)
{
    (void)err;
    *(int64_t *)ctx += row->number.micro;
    return true;
}

static void measure(struct app *app, const struct fill *f)
{
    struct err err = {0};
    int64_t sum = 0;
    struct board_hold hold;
    struct store_tx *tx = store_read(app->store, &err);
    double t0 = now_ms();
    if (!tx || !store_value_facts(tx, f->campaign, 0, INT64_MAX, count_row, &sum, &err))
        die("read", &err);
    double t1 = now_ms();
    if (!board_take(app, tx, f->campaign, 0, &hold, &err))
        die("board", &err);
    struct arena arena;
    struct rank_row *rows;
    int n;
    arena_init(&arena, 0);
    if (!rank_make(&arena, hold.now, hold.earlier, 0, &rows, &n, &err))
        die("rank", &err);
    double t2 = now_ms();
    board_give(app, &hold);
    store_read_end(tx);
    struct actor who = {.user = 1, .within = {.n = 1}};
    struct value_entry e = {.campaign = f->campaign,
                            .region = county(1),
                            .code = f->s->indicators[0].code,
                            .period = 202600 + f->months,
                            .has_value = true,
                            .value = DEC_INT(3),
                            .version = 1};
    struct value_outcome o;
    if (!value_enter(app, &who, &e, &o, &err))
        die("enter", &err);
    double t3 = now_ms();
    printf("%d counties, %d indicators, %d months, %ld values\n", f->counties, f->s->n_indicators,
           f->months, (long)f->counties * f->s->n_indicators * f->months);
    printf("bare walk over the values   %8.1f ms\n", t1 - t0);
    printf("board of a round and ranks  %8.1f ms  = %.1f x the walk\n", t2 - t1,
           (t2 - t1) / (t1 - t0));
    printf("one value, durable, ranked  %8.1f ms\n", t3 - t2);
    arena_release(&arena);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: %s STANDARD [COUNTIES [MONTHS]]\n", argv[0]);
        return 2;
    }
    struct err err = {0};
    struct arena arena;
    struct app app;
    struct standard_source src;
    struct standard_stored stored;
    char path[] = "/tmp/tz-bench.XXXXXX", where[64];
    arena_init(&arena, 0);
    struct err_list problems = {.arena = &arena};
    struct fill f = {.counties = argc > 2 ? atoi(argv[2]) : 2844,
                     .months = argc > 3 ? atoi(argv[3]) : 12};
    if (!mkdtemp(path))
        return 1;
    snprintf(where, sizeof where, "sqlite:%s/bench.db", path);
    struct store *store = store_open(where, &err);
    if (!store || !app_init(&app, store, &err))
        die("open", &err);
    if (!standard_source_of_path(&arena, argv[1], &src, &problems) ||
        !standard_store(&app, &ACTOR_CONSOLE, &arena, &src, false, &stored, &problems, &err))
        die("standard", problems.items.n ? &problems.items.at[0] : &err);
    f.s = stored.standard;
    f.standard = stored.id;
    if (!store_write(store, fill_tx, &f, &err))
        die("fill", &err);
    measure(&app, &f);
    app_release(&app);
    store_close(store);
    char command[96];
    snprintf(command, sizeof command, "%s/bench.db", path);
    unlink(command);
    snprintf(command, sizeof command, "%s/bench.db-wal", path);
    unlink(command);
    snprintf(command, sizeof command, "%s/bench.db-shm", path);
    unlink(command);
    rmdir(path);
    arena_release(&arena);
    return 0;
}
