/* The ledger of 130,000 findings as .xlsx: the job as the server runs it (rights, reading, writing,
 * telling how far it is, hashing, keeping the file in the database) against a bare loop of
 * libxlsxwriter over the same cells, which lie in memory then. Both take turns; the ratio is the
 * median of the pairs. Targets: at most 1.3 x, less than 100 MB while the job runs: of the
 * process's own; pages of the database's file that it looks at where the system has them are told
 * beside it. */
#include "../tests/api/api_test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "store/finding.h"
#include "store/finding_find.h"
#include "store/finding_life.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/demo.h"
#include "work/finding_ledger.h"
#include "work/jobs.h"
#include "work/standards.h"

enum { FINDINGS = 130000, BATCH = 5000, PAIRS = 5 };
#define COUNTY INT64_C(532622000000000)

static int64_t cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (int64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

static int64_t wall_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The most that was seen, MB: of the process's own, and of files it maps. */
struct memory {
    pthread_t thread;
    atomic_bool stop;
    long own, files;
};

static long status_mb(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at ? atol(at + strlen(name)) / 1024 : 0;
}

static void *watch(void *ctx)
{
    struct memory *m = ctx;
    char text[4096];
    while (!atomic_load(&m->stop)) {
        FILE *f = fopen("/proc/self/status", "r");
        size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
        text[n] = 0;
        if (f)
            fclose(f);
        long own = status_mb(text, "RssAnon:"), files = status_mb(text, "RssFile:");
        m->own = own > m->own ? own : m->own;
        m->files = files > m->files ? files : m->files;
        nanosleep(&(struct timespec){0, 20000000}, NULL);
    }
    return NULL;
}

/* ---- what is written ------------------------------------------------------------------------ */

struct filling {
    int64_t first, user, units[2];
};

/* Two of three were answered and re-checked, as in a ledger at the end of a round. */
static bool one(struct store_tx *tx, const struct filling *f, int64_t i, struct err *err)
{
    static const char *const TEXTS[] = {
        "农贸市场入口处生活垃圾未及时清运，周边地面有积水和油污",
        "公厕内洗手台无水，墙面污渍明显，无专人保洁记录",
        "背街小巷乱贴小广告，电线私拉乱接，杂物占用通道",
        "餐饮店三防设施不全，餐厨垃圾桶未加盖，从业人员无有效健康证"};
    bool done = i % 3 != 0;
    int64_t id;
    struct finding_row row = {.campaign = 1,
                              .region = COUNTY,
                              .county = COUNTY,
                              .item = STR("M.01"),
                              .source = STR("unannounced"),
                              .description = str_of(TEXTS[i % 4]),
                              .address = STR("江那镇东门社区建设路 112 号"),
                              .severity = 1 + i % 3,
                              .found_at = INT64_C(1770000000000) + i * 1000,
                              .finder = STR("县爱卫办第三督查组"),
                              .form = STR("dated"),
                              .requirement = STR("三日内整改到位并举一反三"),
                              .time_limit = STR("3 workdays"),
                              .due_at = INT64_C(1770300000000) + i * 1000,
                              .state = done ? STR("closed") : STR("fixing"),
                              .open = !done,
                              .lead_unit = f->units[0],
                              .fixed_at = done ? INT64_C(1770200000000) + i * 1000 : 0,
                              .closed_at = done ? INT64_C(1770250000000) + i * 1000 : 0,
                              .version = 1};
    if (!store_finding_add(tx, &row, &id, err))
        return false;
    struct finding_unit_row parts[2];
    for (int k = 0; k < 2; k++)
        parts[k] = (struct finding_unit_row){.finding = id,
                                             .unit = f->units[k],
                                             .part = k ? STR("co") : STR("lead"),
                                             .state = done ? STR("fixed") : STR("claimed"),
                                             .due_at = row.due_at,
                                             .answer = done ? STR("已清运并安排专人保洁，每日巡查")
                                                            : STR("")};
    struct finding_step_row step = {.finding = id,
                                    .n = 1,
                                    .at = row.closed_at,
                                    .user_id = f->user,
                                    .action = STR("close"),
                                    .was = STR("fixed"),
                                    .became = STR("closed"),
                                    .reason = STR("现场核查，符合要求")};
    return store_finding_units_put(tx, parts, 2, err) &&
           (!done || store_finding_steps_insert(tx, &step, 1, err));
}

static bool fill(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct filling *f = ctx;
    for (int64_t i = f->first; i < f->first + BATCH; i++)
        if (!one(tx, f, i, err))
            return false;
    return true;
}

static bool prepare(struct store_tx *tx, void *ctx, struct err *err)
{
    struct filling *f = ctx;
    struct user_row user;
    bool found;
    struct arena arena;
    arena_init(&arena, 0);
    struct unit_row a = {.name = STR("砚山县市场监督管理局（演示）"),
                         .kind = STR("bureau"),
                         .region = COUNTY},
                    b = {.name = STR("砚山县住房和城乡建设局（演示）"),
                         .kind = STR("bureau"),
                         .region = COUNTY};
    bool ok = store_unit_insert(tx, &arena, &a, &f->units[0], err) &&
              store_unit_insert(tx, &arena, &b, &f->units[1], err) &&
              store_user_find(tx, &arena, STR("coordinator"), &user, &found, err) && found;
    f->user = ok ? user.id : 0;
    arena_release(&arena);
    return ok;
}

/* ---- the bare loop -------------------------------------------------------------------------- */

struct cells {
    char *text; /* one after the other, each with its zero; a number begins with '\1' */
    size_t n, cap;
};

static void keep(struct cells *c, const char *p, size_t n)
{
    if (c->n + n + 2 > c->cap) {
        c->cap = (c->cap + n + 2) * 2;
        c->text = realloc(c->text, c->cap);
        if (!c->text)
            abort();
    }
    memcpy(c->text + c->n, p, n);
    c->n += n;
    c->text[c->n++] = '\0';
}

static void keep_text(void *to, struct str s)
{
    keep(to, s.n ? s.p : "", s.n);
}

static void keep_number(void *to, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "\1%lld", (long long)v);
    keep(to, text, (size_t)n);
}

static bool keep_row(void *ctx, const struct finding_ledger_row *row, struct err *err)
{
    (void)err;
    ledger_row(ctx, row);
    return true;
}

static bool collect(struct api *api, struct cells *cells)
{
    struct err err = {0};
    struct ledger l = {.lang = LANG_ZH, .columns = (1u << LEDGER_COLUMNS) - 1, .now = api->now};
    struct finding_filter f = {.campaign = 1, .region = COUNTY};
    l.sink = (struct ledger_sink){keep_text, keep_number, cells};
    struct store_tx *tx = store_read(api->store, &err);
    struct arena arena;
    arena_init(&arena, 0);
    struct finding_names names = {.tx = store_read(api->store, &err), .arena = &arena};
    l.names = &names;
    bool ok = tx && names.tx && standard_get(&api->app, tx, 1, &l.standard, &err) &&
              store_finding_ledger(tx, &f, LEDGER_ROWS_MAX, keep_row, &l, &err);
    store_read_end(names.tx);
    store_read_end(tx);
    arena_release(&arena);
    return ok && l.n >= FINDINGS;
}

static size_t bare(const struct cells *cells)
{
    char path[] = "/var/tmp/bench-ledger.XXXXXX", folder[] = "/var/tmp";
    int fd = mkstemp(path);
    lxw_workbook_options o = {.constant_memory = LXW_TRUE, .tmpdir = folder};
    lxw_workbook *wb = fd >= 0 ? workbook_new_opt(path, &o) : NULL;
    lxw_worksheet *ws = wb ? workbook_add_worksheet(wb, NULL) : NULL;
    lxw_format *f = wb ? workbook_add_format(wb) : NULL;
    if (!ws || !f)
        return 0;
    format_set_text_wrap(f);
    format_set_border(f, LXW_BORDER_THIN);
    lxw_row_t row = 0;
    lxw_col_t column = 0;
    for (const char *p = cells->text; p < cells->text + cells->n; p += strlen(p) + 1) {
        if (*p == '\1')
            worksheet_write_number(ws, row, column, (double)atoll(p + 1), f);
        else if (*p == '\0')
            worksheet_write_blank(ws, row, column, f);
        else
            worksheet_write_string(ws, row, column, p, f);
        if (++column == LEDGER_COLUMNS) {
            column = 0;
            row++;
        }
    }
    workbook_close(wb);
    size_t n = (size_t)lseek(fd, 0, SEEK_END);
    close(fd);
    unlink(path);
    return n;
}

/* ---- both ----------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct spent {
    int64_t cpu, wall;
};

static bool job(struct api *api, struct spent *out)
{
    struct err err = {0};
    bool ran = false;
    api_call(api, COORDINATOR, "POST", "/api/campaigns/1/findings/ledger?region=532622", NULL);
    int64_t id = api->status == 201 ? api_int(api, "id") : 0;
    out->cpu = cpu_us();
    out->wall = wall_us();
    bool ok = id && jobs_run_next(&api->app, STR("bench"), &ran, &err) && ran;
    out->cpu = cpu_us() - out->cpu;
    out->wall = wall_us() - out->wall;
    api_call(api, COORDINATOR, "GET", api_target(api, "/api/jobs/%lld", (long long)id), NULL);
    return ok && api_int(api, "done") >= FINDINGS && strcmp(api_text(api, "state"), "done") == 0;
}

static bool measure(struct api *api)
{
    double cpu[PAIRS], wall[PAIRS];
    struct cells cells = {0};
    struct spent a = {0}, b = {0};
    struct memory memory = {0};
    if (pthread_create(&memory.thread, NULL, watch, &memory) != 0)
        return false;
    bool done = job(api, &a);
    atomic_store(&memory.stop, true);
    pthread_join(memory.thread, NULL);
    if (!done)
        return false;
    int64_t size = api_int(api, "file_size");
    long peak = memory.own;
    printf(
        "the first: %.2f s CPU, %.2f s, %.1f MB of file, at most %ld MB of own memory, and %ld MB "
        "of files\n",
        (double)a.cpu / 1e6, (double)a.wall / 1e6, (double)size / 1e6, memory.own, memory.files);
    if (!collect(api, &cells))
        return false;
    for (int i = 0; i < PAIRS; i++) {
        size_t n = 0;
        for (int k = 0; k < 2; k++) {
            if ((i + k) % 2 == 0) {
                b.cpu = cpu_us();
                b.wall = wall_us();
                n = bare(&cells);
                b.cpu = cpu_us() - b.cpu;
                b.wall = wall_us() - b.wall;
            } else if (!job(api, &a)) {
                return false;
            }
        }
        cpu[i] = (double)a.cpu / (double)b.cpu;
        wall[i] = (double)a.wall / (double)b.wall;
        printf("job %.2f s CPU, bare loop %.2f s (%.1f MB): %.3f x; time %.3f x\n",
               (double)a.cpu / 1e6, (double)b.cpu / 1e6, (double)n / 1e6, cpu[i], wall[i]);
    }
    qsort(cpu, PAIRS, sizeof cpu[0], by_size);
    qsort(wall, PAIRS, sizeof wall[0], by_size);
    printf("%d findings: %.3f x the CPU of the bare loop, %.3f x its time, %ld MB\n", FINDINGS,
           cpu[PAIRS / 2], wall[PAIRS / 2], peak);
    free(cells.text);
    return cpu[PAIRS / 2] <= 1.3 && peak < 100;
}

int main(void)
{
    void *state = NULL;
    struct filling f = {0};
    struct err err = {0};
    if (api_setup(&state) != 0)
        return 1;
    struct api *api = state;
    bool ok = store_write(api->store, prepare, &f, &err);
    for (f.first = 0; ok && f.first < FINDINGS; f.first += BATCH)
        ok = store_write(api->store, fill, &f, &err);
    ok = ok && measure(api);
    if (!ok)
        printf("FAILED %s %s\n", err_key(err.code), err.args[0]);
    api_teardown(&state);
    return ok ? 0 : 1;
}
