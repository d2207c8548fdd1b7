/* The key file of a database, and what is sealed with it. */
#include "../test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "work/secret.h"

struct world {
    struct app app;
    struct arena arena;
    char dir[64], path[100];
};

static void counted(void *ctx, void *out, size_t n)
{
    static unsigned char next;
    (void)ctx;
    for (size_t i = 0; i < n; i++)
        ((unsigned char *)out)[i] = next++;
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    if (!w)
        return -1;
    w->app.random = counted;
    arena_init(&w->arena, 0);
    snprintf(w->dir, sizeof w->dir, "/tmp/tz-secret.XXXXXX");
    *state = w;
    if (!mkdtemp(w->dir))
        return -1;
    snprintf(w->path, sizeof w->path, "%s/secret.key", w->dir);
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    unlink(w->path);
    rmdir(w->dir);
    arena_release(&w->arena);
    free(w);
    return 0;
}

static enum err_code loaded(struct world *w)
{
    struct err err = {0};
    return secret_key_load(&w->app, w->path, &err) ? ERR_OK : err.code;
}

static void test_key_file(void **state)
{
    struct world *w = *state;
    struct stat is;
    unsigned char first[32];
    assert_int_equal(loaded(w), ERR_OK); /* made */
    assert_true(w->app.has_key);
    memcpy(first, w->app.key, sizeof first);
    assert_int_equal(stat(w->path, &is), 0);
    assert_int_equal(is.st_size, 32);
    assert_int_equal(is.st_mode & 0777, 0600);
    memset(w->app.key, 0, sizeof w->app.key);
    assert_int_equal(loaded(w), ERR_OK); /* read */
    assert_memory_equal(w->app.key, first, sizeof first);
    chmod(w->path, 0640);
    assert_int_equal(loaded(w), ERR_KEY_OPEN);
    assert_false(w->app.has_key);
    chmod(w->path, 0600);
    assert_int_equal(truncate(w->path, 31), 0);
    assert_int_equal(loaded(w), ERR_FILE_KIND);
    assert_int_equal(truncate(w->path, 33), 0);
    assert_int_equal(loaded(w), ERR_FILE_KIND);
    snprintf(w->path, sizeof w->path, "%s/no/such/folder", w->dir);
    assert_int_equal(loaded(w), ERR_IO);
    snprintf(w->path, sizeof w->path, "%s/secret.key", w->dir);
}

static void test_seal(void **state)
{
    struct world *w = *state;
    struct str box, again, plain, secret = STR("twenty bytes, secret");
    struct err err = {0};
    assert_int_equal(loaded(w), ERR_OK);
    assert_true(secret_seal(&w->app, &w->arena, secret, &box, &err));
    assert_true(secret_seal(&w->app, &w->arena, secret, &again, &err));
    assert_true(str_starts(box, STR("box:")));
    assert_false(str_eq(box, again)); /* each with a nonce of its own */
    assert_true(secret_open(&w->app, &w->arena, box, &plain, &err));
    assert_str(plain, secret.p);
    for (size_t i = 4; i < box.n; i++) { /* any digit changed: refused */
        char *bad = (char *)arena_str(&w->arena, box).p;
        bad[i] = bad[i] == '0' ? '1' : '0';
        assert_false(secret_open(&w->app, &w->arena, str_of(bad), &plain, &err));
        assert_int_equal(err.code, ERR_SECRET);
    }
    static const char *const NONE[] = {"", "box:", "box:00", "box:0", "plain:0", "other:00"};
    for (size_t i = 0; i < ARRAY_LEN(NONE); i++)
        assert_false(secret_open(&w->app, &w->arena, str_of(NONE[i]), &plain, &err));
    w->app.has_key = false;
    assert_false(secret_open(&w->app, &w->arena, box, &plain, &err));
    assert_true(secret_seal(&w->app, &w->arena, STR("ab"), &box, &err));
    assert_str(box, "plain:6162");
    assert_true(secret_open(&w->app, &w->arena, box, &plain, &err));
    assert_str(plain, "ab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_key_file, setup, teardown),
        cmocka_unit_test_setup_teardown(test_seal, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
