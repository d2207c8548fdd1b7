/* The folder of stored files: on disk under the digest, never half, swept when nobody names it. */
#include "../test.h"

#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "work/files.h"

static char folder[64];
static struct files files;
static msec now;

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *where)
{
    (void)is;
    (void)kind;
    (void)where;
    return remove(path);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/tz-files.XXXXXX");
    now = (msec)time(NULL) * 1000;
    return mkdtemp(folder) && files_begin(&files, folder, now, NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    return nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static const char *path_of(const char *sha256)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%.2s/%.2s/%s", folder, sha256, sha256 + 2, sha256 + 4);
    return path;
}

/* Of "abc", by FIPS 180-2, appendix B.1. */
static const char ABC[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void assert_stored(const char *sha256, struct str want)
{
    struct buf out;
    buf_init(&out, 0);
    assert_true(files_get(&files, str_of(sha256), (int64_t)want.n, &out, NULL));
    assert_true(str_eq(buf_str(&out), want));
    buf_release(&out);
}

static void test_put(void **state)
{
    (void)state;
    struct err err = {0};
    struct buf out;
    for (int i = 0; i < 2; i++)
        assert_true(files_put(&files, STR("abc"), ABC, NULL));
    assert_stored(ABC, STR("abc"));
    assert_true(files_has(&files, str_of(ABC), 3));
    assert_false(files_has(&files, str_of(ABC), 4));
    /* A byte that turned over: told by its length only where it differs, and healed when the file
     * comes again. */
    int fd = open(path_of(ABC), O_WRONLY);
    assert_int_equal(pwrite(fd, "x", 1, 1), 1);
    close(fd);
    assert_true(files_put(&files, STR("abc"), ABC, NULL));
    assert_stored(ABC, STR("abc"));
    /* No name leads out of the folder. */
    buf_init(&out, 0);
    assert_false(files_get(&files, STR("../../../../../../../../../../../../../../../etc/hostname"),
                           0, &out, &err));
    assert_int_equal(err.code, ERR_FILE_LOST);
    assert_false(files_get(&files, STR(""), 0, &out, &err));
    buf_release(&out);
}

/* As on a full disk: writing stops in the middle. */
static void test_full(void **state)
{
    (void)state;
    static char bytes[200000];
    char sha256[SHA256_HEX];
    struct rlimit was, small = {100000, 100000};
    struct err err = {0};
    struct str s = {bytes, sizeof bytes};
    memset(bytes, 'f', sizeof bytes);
    sha256_hex(s, sha256);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    small.rlim_max = was.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_false(files_put(&files, s, sha256, &err));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_int_equal(err.code, ERR_DISK_FULL);
    assert_false(files_has(&files, str_of(sha256), 0));
    char path[100];
    snprintf(path, sizeof path, "%s/.new", folder);
    assert_int_equal(rmdir(path), 0); /* nothing is left in it */
    assert_int_equal(mkdir(path, 0700), 0);
    assert_true(files_put(&files, s, sha256, NULL));
}

static bool knows_abc(void *ctx, struct str sha256, bool *yes, struct err *err)
{
    (void)ctx;
    (void)err;
    *yes = str_is(sha256, ABC);
    return true;
}

static void test_sweep(void **state)
{
    (void)state;
    char left[100], sha256[SHA256_HEX];
    int64_t removed;
    assert_true(files_put(&files, STR("abc"), ABC, NULL));
    sha256_hex(STR("nobody's"), sha256);
    assert_true(files_put(&files, STR("nobody's"), sha256, NULL));
    snprintf(left, sizeof left, "%s/.new/abcdef", folder);
    close(open(left, O_WRONLY | O_CREAT, 0600));
    assert_true(files_sweep(&files, now, knows_abc, NULL, &removed, NULL));
    assert_int_equal(removed, 0); /* young */
    assert_true(files_begin(&files, folder, now, NULL));
    assert_int_equal(access(left, F_OK), 0);
    msec later = now + INT64_C(2) * 86400000;
    assert_true(files_sweep(&files, later, knows_abc, NULL, &removed, NULL));
    assert_true(removed >= 1);
    assert_false(files_has(&files, str_of(sha256), 0));
    assert_true(files_has(&files, str_of(ABC), 3));
    assert_true(files_begin(&files, folder, later, NULL));
    assert_int_equal(access(left, F_OK), -1);
}

static atomic_bool swept;

static void *sweep_thread(void *arg)
{
    int64_t removed;
    (void)arg;
    assert_true(files_sweep(&files, now + INT64_C(2) * 86400000, knows_abc, NULL, &removed, NULL));
    atomic_store(&swept, true);
    return NULL;
}

/* Between putting and the row nothing is swept. */
static void test_hold(void **state)
{
    (void)state;
    pthread_t thread;
    char sha256[SHA256_HEX];
    sha256_hex(STR("on its way"), sha256);
    int hold = files_hold(&files, NULL);
    assert_true(hold >= 0);
    assert_true(files_put(&files, STR("on its way"), sha256, NULL));
    assert_int_equal(pthread_create(&thread, NULL, sweep_thread, NULL), 0);
    for (int i = 0; i < 20; i++) {
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
        assert_false(atomic_load(&swept));
        assert_true(files_has(&files, str_of(sha256), 0));
    }
    files_release(hold);
    pthread_join(thread, NULL);
    assert_false(files_has(&files, str_of(sha256), 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_put),
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_sweep),
        cmocka_unit_test(test_hold),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
