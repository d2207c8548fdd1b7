#include "world.h"

#include <stdio.h>
#include <unistd.h>

#include "api/handlers.h"
#include "base/hash.h"
#include "http/server.h"
#include "store/region.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/demo.h"
#include "work/file.h"
#include "work/standard_files.h"
#include "work/standard_store.h"

#define TOKEN_0 "a0a1a2a3a4a5a6a7a8a9aaabacadaeafa0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
#define TOKEN_1 "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfb0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
#define TOKEN_2 "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfc0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
static const char *const TOKENS[WORLD_USERS] = {TOKEN_0, TOKEN_1, TOKEN_2};

static const msec NOW = INT64_C(1777000000000); /* 2026-04-24 03:06:40 UTC */

static char dir[64];
static struct server the_server;
static struct world the_world = {.server = &the_server};
static bool made;

static msec pinned_now(void *ctx)
{
    (void)ctx;
    return NOW;
}

static void counted_bytes(void *ctx, void *out, size_t n)
{
    static uint32_t count;
    unsigned char *p = out;
    (void)ctx;
    count++;
    for (size_t i = 0; i < n; i++)
        p[i] = (unsigned char)(count >> 8 * (i % 4));
}

struct lines {
    struct str rest;
    int row;
};

static bool next_region(void *ctx, struct region_input *row, struct err *err)
{
    struct lines *l = ctx;
    struct str line, code;
    (void)err;
    do {
        if (!l->rest.p || !str_split(&l->rest, '\n', &line))
            return false;
        l->row++;
    } while (line.n == 0 || line.p[0] < '0' || line.p[0] > '9');
    str_split(&line, ',', &code);
    *row = (struct region_input){.code = code, .name = line, .row = l->row};
    return true;
}

static bool import_regions(struct arena *a, struct store *store, struct err *err)
{
    struct lines lines = {0};
    struct region_import in = {.next = next_region, .ctx = &lines};
    struct region_import_result result;
    return file_read(a, SOURCE_ROOT "/tests/data/regions/5326.csv", 1 << 20, &lines.rest, err) &&
           store_region_import(store, &in, &result, NULL, err);
}

static bool sessions_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct world *w = ctx;
    struct arena a;
    bool ok = true;
    arena_init(&a, 0);
    for (int i = 0; ok && i < WORLD_USERS; i++) {
        struct user_row user;
        struct session_row old;
        unsigned char digest[SHA256_SIZE];
        bool found;
        sha256(str_of(TOKENS[i]), digest);
        struct session_row row = {.hash = {(const char *)digest, sizeof digest},
                                  .created_at = NOW,
                                  .seen_at = NOW,
                                  .expires_at = NOW + INT64_C(86400000)};
        ok = store_user_find(tx, &a, str_of(DEMO_ACCOUNTS[i].name), &user, &found, err) && found;
        if (!ok)
            break;
        w->users[i] = row.user_id = user.id;
        struct post_rows posts = {0};
        if (!store_posts_of_user(tx, &a, user.id, &posts, err))
            break;
        row.post = posts.n ? posts.at[0].id : 0;
        ok = store_session_get(tx, &a, row.hash, &old, &found, err) &&
             (found || store_session_insert(tx, &row, err));
    }
    arena_release(&a);
    return ok;
}

void world_log_in(struct world *w)
{
    FUZZ_CHECK(store_write(w->app.store, sessions_tx, w, NULL));
}

static void clean_up(void)
{
    static const char *const ENDS[] = {"", "-wal", "-shm"};
    server_release(&the_server);
    struct store *store = the_world.app.store;
    app_release(&the_world.app);
    store_close(store);
    for (size_t i = 0; i < ARRAY_LEN(ENDS); i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/world.db%s", dir, ENDS[i]);
        unlink(path);
    }
    rmdir(dir);
}

static bool fill(struct world *w, struct err *err)
{
    struct arena a;
    struct standard_source src;
    struct standard_stored stored;
    arena_init(&a, 0);
    struct err_list problems = {.arena = &a};
    bool ok = import_regions(&a, w->app.store, err) &&
              standard_source_of_path(&a, SOURCE_ROOT "/standards/hygienic-city-county-2021", &src,
                                      &problems) &&
              standard_store(&w->app, &ACTOR_CONSOLE, &a, &src, false, &stored, &problems, err) &&
              demo_create(&w->app, stored.id, err);
    arena_release(&a);
    return ok;
}

struct world *world(void)
{
    struct world *w = &the_world;
    struct err err = {0};
    char where[100];
    if (made)
        return w;
    made = true;
    /* In memory where there is such a folder: every accepted write waits for the disk. */
    snprintf(dir, sizeof dir, "%s/tz-fuzz.XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
    FUZZ_CHECK(mkdtemp(dir));
    snprintf(where, sizeof where, "sqlite:%s/world.db", dir);
    struct store *store = store_open(where, &err);
    bool ok = store && app_init(&w->app, store, &err);
    if (ok) {
        w->app.now = pinned_now;
        w->app.random = counted_bytes;
        server_init(w->server, &w->app, api_handlers);
        ok = fill(w, &err);
    }
    if (!ok) {
        fprintf(stderr, "the world cannot be made: %s %s\n", err_key(err.code), err.args[0]);
        abort();
    }
    atexit(clean_up);
    world_log_in(w);
    static char cookies[WORLD_USERS][96];
    for (int i = 0; i < WORLD_USERS; i++) {
        snprintf(cookies[i], sizeof cookies[i], "tz_session=%s", TOKENS[i]);
        w->cookies[i] = cookies[i];
    }
    return w;
}
