/* A million findings in a province of 120 counties: what a page of the list, the board of a county
 * and the rates of all counties cost in CPU, whole requests over the in-memory transport, beside
 * the cheapest request that passes the session and beside plain SQL over the same rows. Each
 * finding has three photos (their rows, no files).
 *
 * bench-findings [FINDINGS] [SEED]: 1,000,000 and a fixed seed when absent; the same numbers give
 * the same rows. Targets: page 300 us, board of a county 500 us, rates 5 ms. */
#include "../tests/api/api_test.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/rng.h"
#include "domain/lifecycle.h"
#include "store/campaign.h"
#include "store/finding.h"
#include "store/place.h"
#include "store/region.h"
#include "store/standard.h"
#include "store/unit.h"
#include "store/user.h"

#define PROVINCE ((region_code)52 * 10000000000000)
#define DAY INT64_C(86400000)
#define HOUR INT64_C(3600000)

enum {
    PREFECTURES = 12,
    COUNTIES = 10, /* of each */
    TOWNS = 5,     /* of each */
    UNITS = 20,    /* of each county */
    PLACES = 40,   /* of each county */
    DAYS = 400,    /* before now, over which they were found */
    BATCH = 20000,
    PHOTOS = 3, /* of each finding */
    REQUESTS = 300
};

struct world {
    struct api *api;
    struct rng rng;
    int64_t campaign, first_unit, first_place, findings, made;
    const struct standard_rows *standards;
};

static region_code county_of(int64_t i)
{
    return PROVINCE + (i / COUNTIES + 1) * 100000000000 + (i % COUNTIES + 1) * 1000000000;
}

/* ---- the world -------------------------------------------------------------------------------
 */

struct regions {
    int64_t at;
    char code[16], name[40];
};

static bool next_region(void *ctx, struct region_input *row, struct err *err)
{
    struct regions *r = ctx;
    int64_t counties = PREFECTURES * COUNTIES, i = r->at++;
    region_code code = PROVINCE;
    (void)err;
    if (i > counties * (TOWNS + 1) + PREFECTURES)
        return false;
    if (i > 0 && i <= PREFECTURES)
        code += i * 100000000000;
    else if (i > PREFECTURES && i <= PREFECTURES + counties)
        code = county_of(i - PREFECTURES - 1);
    else if (i > PREFECTURES)
        code = county_of((i - PREFECTURES - counties - 1) / TOWNS) +
               ((i - PREFECTURES - counties - 1) % TOWNS + 1) * 1000000;
    region_format(code, r->code);
    snprintf(r->name, sizeof r->name, "测试区划%lld", (long long)i);
    *row = (struct region_input){.code = str_of(r->code), .name = str_of(r->name), .row = (int)i};
    return true;
}

static bool make_people(struct store_tx *tx, struct world *w, struct err *err)
{
    struct arena *a = &w->api->arena;
    struct user_row row;
    bool found;
    int64_t user, unit, post;
    struct unit_row office = {
        .name = STR("province"), .kind = STR("office"), .region = PROVINCE, .version = 1};
    if (!store_user_find(tx, a, STR("coordinator"), &row, &found, err) || !found ||
        !store_unit_insert(tx, a, &office, &unit, err))
        return false;
    row.login = STR("province");
    row.unit = unit;
    struct post_row of = {.role = STR("coordinator")};
    if (!store_user_insert(tx, &row, &user, err))
        return false;
    of.user_id = user;
    of.unit = unit;
    return store_post_insert(tx, &of, &post, err);
}

static bool make_world(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct arena *a = &w->api->arena;
    char name[40];
    int64_t id;
    struct campaign_row c = {.standard = 1,
                             .region = PROVINCE,
                             .name_zh = STR("一百万条"),
                             .name_en = STR("A million"),
                             .period_from = 202501,
                             .period_to = 202612};
    struct round_row rounds[12];
    for (int i = 0; i < 12; i++)
        rounds[i] = (struct round_row){.number = i + 1,
                                       .name_zh = STR("轮"),
                                       .name_en = STR("Round"),
                                       .period = 202505 + i + (i > 7 ? 88 : 0)};
    if (!make_people(tx, w, err) || !store_campaign_insert(tx, &c, &w->campaign, err) ||
        !store_rounds_put(tx, w->campaign, rounds, 12, err))
        return false;
    for (int64_t i = 0; i < PREFECTURES * COUNTIES * UNITS; i++) {
        snprintf(name, sizeof name, "单位%lld", (long long)i);
        struct unit_row u = {.name = str_of(name),
                             .kind = STR("bureau"),
                             .region = county_of(i / UNITS),
                             .version = 1};
        if (!store_unit_insert(tx, a, &u, &id, err))
            return false;
        if (i == 0)
            w->first_unit = id;
    }
    static const char *const KINDS[] = {"market", "toilet", "school", "restaurant"};
    for (int64_t i = 0; i < PREFECTURES * COUNTIES * PLACES; i++) {
        snprintf(name, sizeof name, "点位%lld", (long long)i);
        region_code town = county_of(i / PLACES) + (i % TOWNS + 1) * 1000000;
        if (!store_place_put(tx, town, str_of(KINDS[i % 4]), str_of(name), &id, err))
            return false;
        if (i == 0)
            w->first_place = id;
    }
    return true;
}

/* ---- findings --------------------------------------------------------------------------------
 */

static void set_state(struct finding_row *f, enum finding_state s)
{
    f->state = str_of(FINDING_STATES[s].code);
    f->open = FINDING_STATES[s].open;
}

/* Old ones are closed, but for a few; new ones are on their way. */
static void live(struct world *w, struct finding_row *f, msec now, int64_t unit)
{
    int64_t p = rng_between(&w->rng, 0, 999), old = (now - f->found_at) / DAY;
    set_state(f, FINDING_REPORTED);
    if (p < 20) {
        set_state(f, FINDING_REFUSED);
        return;
    }
    if (old < 2)
        return;
    f->filed_at = f->found_at + DAY;
    if (p < 30 || old < 4) {
        set_state(f, FINDING_FILED);
        return;
    }
    f->lead_unit = unit;
    f->from_at = f->filed_at;
    f->due_at = f->from_at + rng_between(&w->rng, 1, 20) * DAY + rng_between(&w->rng, 0, 9) * HOUR;
    f->form = STR("dated");
    f->time_limit = STR("5 workdays");
    bool late = rng_between(&w->rng, 0, 9) == 0;
    f->fixed_at = f->due_at + (late ? 2 * DAY : -rng_between(&w->rng, 1, 18) * HOUR);
    if (p < 45 || f->fixed_at > now) {
        set_state(f, p < 25 ? FINDING_SUSPENDED : p < 35 ? FINDING_DISPATCHED : FINDING_FIXING);
        f->fixed_at = 0;
        return;
    }
    f->returns = rng_between(&w->rng, 0, 11) == 0;
    if (f->fixed_at + 2 * DAY > now) {
        set_state(f, FINDING_FIXED);
        return;
    }
    set_state(f, FINDING_CLOSED);
    f->closed_at = f->fixed_at + 2 * DAY;
    f->on_site = rng_between(&w->rng, 0, 4) > 0;
}

static const char *const ITEMS[] = {"M.1", "M.2", "M.3", "S.1", "S.2", "T.1", "T.2", "R.1"};

static struct finding_row one(struct world *w)
{
    int64_t county = rng_between(&w->rng, 0, PREFECTURES * COUNTIES - 1);
    msec now = w->api->now;
    struct finding_row f = {
        .campaign = w->campaign,
        .county = county_of(county),
        .region = county_of(county) + rng_between(&w->rng, 1, TOWNS) * 1000000,
        .place = w->first_place + county * PLACES + rng_between(&w->rng, 0, PLACES - 1),
        .item = str_of(ITEMS[rng_between(&w->rng, 0, (int64_t)ARRAY_LEN(ITEMS) - 1)]),
        .source = str_of(FINDING_SOURCES[rng_between(&w->rng, 0, 7)].code),
        .key = STR(""),
        .good = rng_between(&w->rng, 0, 99) == 0,
        .description = STR("垃圾收集点周边有散落垃圾，未及时清运，地面有积水和油污"),
        .address = STR("农贸市场西侧入口"),
        .severity = rng_between(&w->rng, 0, 9) < 8 ? 1 : rng_between(&w->rng, 2, 3),
        .found_at = now - rng_between(&w->rng, HOUR, DAYS * DAY),
        .finder = STR("检查组"),
        .form = STR(""),
        .requirement = STR(""),
        .time_limit = STR(""),
        .repeat_of = rng_between(&w->rng, 0, 15) == 0 ? 1 : 0,
        .version = 1};
    f.round = rng_between(&w->rng, 0, 2) ? 1 + (now - f.found_at) / DAY / 34 : 0;
    if (f.good)
        set_state(&f, FINDING_NOTED);
    else
        live(w, &f, now, w->first_unit + county * UNITS + rng_between(&w->rng, 0, UNITS - 1));
    return f;
}

static bool add_some(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    static struct finding_row rows[BATCH];
    size_t n = 0;
    while (n < BATCH && w->made < w->findings) {
        rows[n++] = one(w);
        w->made++;
    }
    return store_findings_insert(tx, rows, n, err);
}

/* ---- measuring -------------------------------------------------------------------------------
 */

static double cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

static bool ask(struct api *api, const char *target, size_t *bytes)
{
    struct raw_request raw = {
        .method = STR("GET"), .target = str_of(target), .address = STR("127.0.0.1")};
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost")};
    raw.headers[raw.n_headers++] = (struct header){STR("Cookie"), str_of(api->cookies[STRANGER])};
    struct reply r;
    server_handle(&api->server, &raw, &r, NULL);
    bool ok = r.status == 200;
    if (!ok)
        printf("%d %.*s\n", r.status, (int)r.body.n, r.body.p);
    *bytes = r.body.n;
    reply_release(&r);
    return ok;
}

/* The text with {c} campaign, {r} region and {now} in their places. */
static void expand(const struct world *w, const char *text, int64_t region, char *out, size_t n)
{
    size_t used = 0;
    while (*text && used + 24 < n) {
        int64_t value = strncmp(text, "{c}", 3) == 0     ? w->campaign
                        : strncmp(text, "{r}", 3) == 0   ? region
                        : strncmp(text, "{now}", 5) == 0 ? w->api->now
                                                         : -1;
        if (value < 0) {
            out[used++] = *text++;
            continue;
        }
        used += (size_t)snprintf(out + used, n - used, "%lld", (long long)value);
        text = strchr(text, '}') + 1;
    }
    out[used] = '\0';
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The median of the requests; {r} becomes another county each time. */
static bool measure(struct world *w, const char *what, const char *target, int requests,
                    double limit_us, double *base)
{
    static double each[REQUESTS];
    size_t bytes = 0;
    char text[300];
    bool ok = true;
    for (int i = -5; ok && i < requests; i++) {
        int64_t county = county_of((i + 5) * 7 % (PREFECTURES * COUNTIES)) / 1000000000;
        expand(w, target, county, text, sizeof text);
        double before = cpu_us();
        ok = ask(w->api, text, &bytes);
        if (i >= 0)
            each[i] = cpu_us() - before;
    }
    if (!ok)
        return false;
    qsort(each, (size_t)requests, sizeof *each, by_size);
    double median = each[requests / 2], late = each[requests * 9 / 10];
    if (*base == 0)
        *base = median;
    printf("%-34s %9.1f us %7.1f x (9 of 10 under %.1f us; %zu bytes)", what, median,
           median / *base, late, bytes);
    bool within = limit_us == 0 || median <= limit_us;
    if (limit_us > 0)
        printf("  target %.0f us: %s", limit_us, within ? "met" : "MISSED");
    printf("\n");
    return within;
}

static const char RATES[] =
    "SELECT county, sum(CASE WHEN state IN ('fixed', 'closed') OR (state IN ('dispatched', "
    "'fixing') AND due_at < {now}) THEN 1 ELSE 0 END), sum(CASE WHEN state IN ('fixed', 'closed') "
    "AND fixed_at <= due_at THEN 1 ELSE 0 END), sum(CASE WHEN state = 'closed' THEN 1 ELSE 0 END), "
    "sum(CASE WHEN state = 'closed' AND fixed_at <= due_at THEN 1 ELSE 0 END), sum(returns) FROM "
    "finding NOT INDEXED WHERE campaign = {c} AND good = 0 AND due_at > 0 GROUP BY county";
static const char BOARD[] =
    "SELECT state, severity, source, count(*), sum(due_at < {now}) FROM finding WHERE campaign = "
    "{c} AND county = 520301000000000 GROUP BY state, severity, source";

static bool plain(struct world *w, const char *what, const char *sql, double base)
{
    char path[100], text[1200];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/test.db", w->api->dir);
    expand(w, sql, 0, text, sizeof text);
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        return false;
    sqlite3_exec(db, "PRAGMA mmap_size = 4294967296", NULL, NULL, NULL);
    double best = 0;
    bool ok = true;
    for (int i = 0; i < 3; i++) {
        double before = cpu_us();
        ok = ok && sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK;
        double took = cpu_us() - before;
        best = i == 0 || took < best ? took : best;
    }
    printf("%-34s %9.1f us %7.1f x (best of 3)\n", what, best, best / base);
    sqlite3_close(db);
    return ok;
}

/* As the program writes them, but for files: rows and indexes of photos, a batch of findings at a
 * time. */
static const char ADD_PHOTOS[] =
    "INSERT INTO proof (campaign, finding, key, part, pass, kind, user_id, for_user, unit, at, "
    "name, "
    "media, bytes, sha256, thumb, note, amount, amount_unit, instrument, width, height, taken_at, "
    "camera, software, exif_lat, exif_lon, shot_at, lat, lon, accuracy, hints, tail, plain, near, "
    "fine, spot, spot_of) SELECT f.campaign, f.id, 'p' || n.value, CASE n.value WHEN 1 THEN "
    "'found' "
    "WHEN 2 THEN 'fix' ELSE 'check' END, 1, 'photo', 1, 0, f.lead_unit, f.found_at, 'IMG.jpg', "
    "'image/jpeg', 3000000, printf('%064x', f.id * 4 + n.value), printf('%064x', -f.id * 4 - "
    "n.value), '', '', '', '', 4000, 3000, f.found_at, 'phone', '', NULL, NULL, f.found_at, "
    "26500000, "
    "106700000, 10, 0, 0, 0, random(), randomblob(32), 0, 0 FROM finding f, photo_of n WHERE "
    "f.id > "
    "?1 AND f.id <= ?1 + ?2";

static bool photos(struct world *w)
{
    char path[100];
    sqlite3 *db;
    sqlite3_stmt *p = NULL;
    snprintf(path, sizeof path, "%s/test.db", w->api->dir);
    bool ok =
        sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_exec(db,
                     "PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; CREATE TEMP TABLE "
                     "photo_of (value); INSERT INTO photo_of VALUES (1), (2), (3)",
                     NULL, NULL, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db, ADD_PHOTOS, -1, &p, NULL) == SQLITE_OK;
    for (int64_t at = 0; ok && at < w->made; at += BATCH) {
        sqlite3_bind_int64(p, 1, at);
        sqlite3_bind_int64(p, 2, BATCH);
        ok = sqlite3_step(p) == SQLITE_DONE;
        sqlite3_reset(p);
    }
    if (!ok)
        printf("photos: %s\n", sqlite3_errmsg(db));
    sqlite3_finalize(p);
    sqlite3_close(db);
    return ok;
}

static bool seed(struct world *w)
{
    struct err err = {0};
    struct regions r = {0};
    struct region_import in = {.next = next_region, .ctx = &r};
    struct region_import_result result = {0};
    struct timespec a, b;
    clock_gettime(CLOCK_MONOTONIC, &a);
    bool ok = store_region_import(w->api->store, &in, &result, NULL, &err) &&
              store_write(w->api->store, make_world, w, &err);
    while (ok && w->made < w->findings)
        ok = store_write(w->api->store, add_some, w, &err);
    ok = ok && photos(w);
    clock_gettime(CLOCK_MONOTONIC, &b);
    if (!ok) {
        printf("seeding: %s %s\n", err_key(err.code), err.args[0]);
        return false;
    }
    printf("%lld findings with %d photos each in %d counties, with their counters, in %.1f s\n",
           (long long)w->made, PHOTOS, PREFECTURES * COUNTIES,
           (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9);
    return true;
}

static bool log_in(struct api *api)
{
    api_call(api, NOBODY, "POST", "/api/session",
             "{\"name\":\"province\",\"password\":\"taizhang-demo\"}");
    snprintf(api->cookies[STRANGER], sizeof api->cookies[STRANGER], "%.*s",
             (int)strcspn(api->cookie, ";"), api->cookie);
    return api->status == 200;
}

#define FINDINGS "/api/campaigns/{c}/findings"

static bool run(struct world *w)
{
    double base = 0;
    bool ok = measure(w, "session", "/api/session", REQUESTS, 0, &base);
    ok &= measure(w, "list: county, open, by deadline, 50",
                  FINDINGS "?region={r}&open=true&limit=50", REQUESTS, 300, &base);
    ok &= measure(w, "list: county, late, 50", FINDINGS "?region={r}&due=late&limit=50", REQUESTS,
                  0, &base);
    ok &= measure(w, "board of a county", FINDINGS "/board?region={r}", REQUESTS, 500, &base);
    ok &= measure(w, "board of a town", FINDINGS "/board?region={r}001", REQUESTS, 0, &base);
    ok &= measure(w, "board of the province", FINDINGS "/board?region=52", 20, 0, &base);
    ok &= measure(w, "rates of 120 counties, all", FINDINGS "/performance?region=52&by=county", 50,
                  5000, &base);
    ok &=
        measure(w, "rates of 120 counties, this month",
                FINDINGS "/performance?region=52&by=county&from=1774972800000&until=1777564800000",
                50, 5000, &base);
    ok &=
        measure(w, "rates of 120 counties, one week",
                FINDINGS "/performance?region=52&by=county&from=1774972800000&until=1775577600000",
                50, 5000, &base);
    ok &= measure(w, "rates of a county's units, all", FINDINGS "/performance?region={r}", 50, 0,
                  &base);
    ok &= measure(w, "rounds of a county", FINDINGS "/rounds?region={r}", REQUESTS, 0, &base);
    ok &=
        measure(w, "table of a county by item", FINDINGS "/table?region={r}&by=item", 50, 0, &base);
    ok &= measure(w, "table of the province by region", FINDINGS "/table?region=52&by=region", 3, 0,
                  &base);
    printf("the same asked of the rows in SQL:\n");
    ok &= plain(w, "rates of 120 counties", RATES, base);
    ok &= plain(w, "board of a county, without ageing", BOARD, base);
    return ok;
}

int main(int argc, char **argv)
{
    void *state = NULL;
    if (api_setup(&state) != 0)
        return 1;
    struct world w = {.api = state, .findings = argc > 1 ? atoll(argv[1]) : 1000000};
    w.rng.state = argc > 2 ? (uint64_t)atoll(argv[2]) : 20261127;
    bool ok = seed(&w) && log_in(w.api) && run(&w);
    api_teardown(&state);
    return ok ? 0 : 1;
}
