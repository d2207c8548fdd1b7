/* The chain of acts: bench-audit [ENTRIES]
 *
 * Writes entries to a SQLite file in /tmp and verifies them; as a yardstick of the machine the same
 * bytes are hashed alone. CPU time of one thread. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "work/audit.h"

struct filling {
    struct app *app;
    int n;
};

static double cpu(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static msec pinned(void *ctx)
{
    (void)ctx;
    return 1777000000000;
}

static bool fill(struct store_tx *tx, void *ctx, struct err *err)
{
    struct filling *f = ctx;
    struct actor who = {.user = 7, .login = STR("county"), .address = STR("10.0.0.9")};
    struct act act = {
        .kind = "value.change",
        .region = INT64_C(532624000000000),
        .thing = STR("campaign 1 I03 2025 value 1234"),
        .before = STR("{\"state\":\"present\",\"value\":\"20.4\",\"source\":\"2025\"}"),
        .after = STR("{\"state\":\"present\",\"value\":\"23.6\",\"source\":\"2025\"}")};
    for (int i = 0; i < f->n; i++)
        if (!audit_act(f->app, tx, &who, &act, err))
            return false;
    return true;
}

static bool hash_alone(void *ctx, const struct audit_row *row, struct err *err)
{
    struct buf *bytes = ctx;
    struct audit_entry e = store_audit_entry(row);
    (void)err;
    audit_encode(&e, bytes);
    return true;
}

static double measure(struct store *store, int n, struct err *err)
{
    struct audit_walk walk;
    struct store_tx *tx = store_read(store, err);
    double begin = cpu();
    if (!tx || !audit_verify(tx, &walk, err) || walk.fault != AUDIT_SOUND || walk.n != n)
        return -1;
    double verify = cpu() - begin;
    struct buf bytes;
    unsigned char digest[SHA256_SIZE];
    buf_init(&bytes, (size_t)4 << 30);
    if (!store_audit_all(tx, hash_alone, &bytes, err))
        return -1;
    begin = cpu();
    sha256(buf_str(&bytes), digest);
    double alone = cpu() - begin;
    printf("%d entries, %zu bytes: verified %.0f ms = %.0f entries a second (target 300,000), "
           "%.1f x SHA-256 of the same bytes alone\n",
           n, bytes.n, verify * 1e3, n / verify, verify / alone);
    buf_release(&bytes);
    store_read_end(tx);
    return verify;
}

int main(int argc, char **argv)
{
    int n = argc > 1 ? atoi(argv[1]) : 300000;
    struct err err = {0};
    char path[] = "/tmp/tz-bench.XXXXXX", where[64], command[96];
    if (!mkdtemp(path))
        return 1;
    snprintf(where, sizeof where, "sqlite:%s/bench.db", path);
    struct store *store = store_open(where, &err);
    struct app app = {.store = store, .now = pinned};
    struct filling f = {&app, n};
    bool ok = store && store_write(store, fill, &f, &err);
    /* Opened again: the log is folded in, as it is in a record that grew entry by entry. */
    store_close(store);
    store = ok ? store_open(where, &err) : NULL;
    ok = store && measure(store, n, &err) >= 0;
    store_close(store);
    static const char *const ENDS[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(ENDS); i++) {
        snprintf(command, sizeof command, "%s/bench.db%s", path, ENDS[i]);
        unlink(command);
    }
    rmdir(path);
    if (!ok)
        fprintf(stderr, "%s %s\n", err_key(err.code), err.args[0]);
    return ok ? 0 : 1;
}
