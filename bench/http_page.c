/* CPU time of one page of 50 rows, per list: everything from the raw request to the reply's bytes,
 * over the in-memory transport, on the demonstration in SQLite. Compared in the same run with the
 * cheapest request that passes the session (GET /api/session). Target: 300 us. */
#include "../tests/api/api_test.h"

#include <stdio.h>
#include <sys/resource.h>

enum { WARM_UP = 50, REQUESTS = 2000 };

static const char *const TARGETS[] = {
    "/api/session",
    "/api/campaigns/1/values?region=532624&limit=50",
    "/api/campaigns/1/findings?region=532624&limit=50",
    "/api/regions?parent=5326&limit=50",
    "/api/campaigns/1/ranking",
};

static int64_t cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (int64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

static bool ask(struct api *api, const char *target)
{
    struct raw_request raw = {
        .method = STR("GET"), .target = str_of(target), .address = STR("127.0.0.1")};
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost")};
    raw.headers[raw.n_headers++] =
        (struct header){STR("Cookie"), str_of(api->cookies[COORDINATOR])};
    struct reply r;
    server_handle(&api->server, &raw, &r, NULL);
    bool ok = r.status == 200;
    reply_release(&r);
    return ok;
}

int main(void)
{
    void *state = NULL;
    int64_t base = 1;
    bool within = true;
    if (api_setup(&state) != 0)
        return 1;
    for (size_t i = 0; i < ARRAY_LEN(TARGETS); i++) {
        bool ok = true;
        for (int k = 0; k < WARM_UP; k++)
            ok &= ask(state, TARGETS[i]);
        int64_t before = cpu_us();
        for (int k = 0; k < REQUESTS; k++)
            ok &= ask(state, TARGETS[i]);
        int64_t ns = (cpu_us() - before) * 1000 / REQUESTS;
        if (i == 0)
            base = ns > 0 ? ns : 1;
        printf("%-50s %6lld.%lld us  %4lld.%lld x  %s\n", TARGETS[i], (long long)(ns / 1000),
               (long long)(ns / 100 % 10), (long long)(ns / base), (long long)(ns * 10 / base % 10),
               ok ? "" : "FAILED");
        within = within && ok && ns <= 300000;
    }
    api_teardown(&state);
    return within ? 0 : 1;
}
