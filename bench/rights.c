/* What rights add to the CPU time of a list page: whole requests over the in-memory transport, on
 * the demonstration in SQLite, with the check and without it (then the reach is that of the role's
 * region, unasked). Blocks of both take turns; the ratio is the median of the pairs. Target: at
 * most 1.10. */
#include "../tests/api/api_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { PAIRS = 31, REQUESTS = 300 };

/* src/http/rights.c is compiled into this program under this name. */
bool rights_check_real(struct request *q, struct err *err);

static bool without;

bool rights_check(struct request *q, struct err *err)
{
    if (!without)
        return rights_check_real(q, err);
    q->actor.scope = SCOPE_region;
    q->actor.within = region_set_of(q->actor.region);
    for (int i = 0; i < q->n_path; i++)
        if (str_is(q->path[i].name, "campaign"))
            q->campaign = path_int(q, "campaign");
    return true;
}

static const struct {
    enum who who;
    const char *target;
} PAGES[] = {
    {COORDINATOR, "/api/campaigns/1/values?region=532624&limit=50"},
    {COUNTY, "/api/campaigns/1/values?region=532624&limit=50"},
    {COORDINATOR, "/api/campaigns/1/findings?region=532624&limit=50"},
    {COORDINATOR, "/api/campaigns/1/ranking"},
    {COORDINATOR, "/api/people"},
    {COORDINATOR, "/api/units"},
    {COORDINATOR, "/api/regions?parent=5326&limit=50"},
};

static int64_t cpu_ns(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return ((int64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
            u.ru_stime.tv_usec) *
           1000;
}

static bool ask(struct api *api, enum who who, const char *target, size_t *bytes)
{
    struct raw_request raw = {
        .method = STR("GET"), .target = str_of(target), .address = STR("127.0.0.1")};
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost")};
    raw.headers[raw.n_headers++] = (struct header){STR("Cookie"), str_of(api->cookies[who])};
    struct reply r;
    server_handle(&api->server, &raw, &r, NULL);
    bool ok = r.status == 200;
    *bytes = r.body.n;
    reply_release(&r);
    return ok;
}

static int64_t block(struct api *api, size_t page, bool leave_out, size_t *bytes)
{
    without = leave_out;
    int64_t before = cpu_ns();
    for (int k = 0; k < REQUESTS; k++)
        if (!ask(api, PAGES[page].who, PAGES[page].target, bytes))
            return -1;
    return cpu_ns() - before;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool measure(struct api *api, size_t page)
{
    double ratios[PAIRS];
    int64_t with_ns = 0, none_ns = 0;
    size_t bytes = 0, other = 0;
    for (int i = -1; i < PAIRS; i++) { /* the first one warms up */
        bool first = i % 2 == 0;
        int64_t a = block(api, page, first, first ? &other : &bytes);
        int64_t b = block(api, page, !first, first ? &bytes : &other);
        int64_t with = first ? b : a, none = first ? a : b;
        if (a <= 0 || b <= 0 || bytes != other) {
            printf("%-52s FAILED (%zu and %zu bytes)\n", PAGES[page].target, bytes, other);
            return false;
        }
        if (i < 0)
            continue;
        ratios[i] = (double)with / (double)none;
        with_ns += with;
        none_ns += none;
    }
    qsort(ratios, PAIRS, sizeof ratios[0], by_size);
    double median = ratios[PAIRS / 2];
    printf("%-52s %6.1f us, without %6.1f us: %.3f x (%.3f to %.3f)\n", PAGES[page].target,
           (double)with_ns / PAIRS / REQUESTS / 1e3, (double)none_ns / PAIRS / REQUESTS / 1e3,
           median, ratios[PAIRS / 10], ratios[PAIRS - 1 - PAIRS / 10]);
    return median <= 1.10;
}

int main(void)
{
    void *state = NULL;
    bool within = true;
    if (api_setup(&state) != 0)
        return 1;
    for (size_t i = 0; i < ARRAY_LEN(PAGES); i++)
        within &= measure(state, i);
    api_teardown(&state);
    return within ? 0 : 1;
}
