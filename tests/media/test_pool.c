/* The helper process and its cage. This program is its own helper: started with one of the words
 * below it plays a helper that is as it should be, or one that was taken over by a photo. */
#include "../test.h"

#include "market.h"
#include "media/helper.h"
#include "media/pool.h"
#include "media/sandbox.h"
#include "media/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- helpers gone bad ----------------------------------------------------------------------- */

static void eat(size_t n)
{
    static char room[65536];
    while (n) {
        ssize_t k = read(0, room, n < sizeof room ? n : sizeof room);
        if (k <= 0)
            _exit(1);
        n -= (size_t)k;
    }
}

static void say(struct str s)
{
    if (write(0, s.p, s.n) < 0)
        _exit(1);
}

static void say_frame(struct str s, size_t stated)
{
    unsigned char head[WIRE_HEAD];
    wire_head(stated, head);
    say((struct str){(const char *)head, sizeof head});
    say(s);
}

/* Calls that a decoder never needs; each is tried from inside of the cage. */
static void escape(const char *how)
{
    if (!sandbox_enter())
        _exit(1);
    if (strcmp(how, "--open") == 0)
        (void)open("/etc/passwd", O_RDONLY);
    if (strcmp(how, "--socket") == 0)
        (void)socket(AF_INET, SOCK_STREAM, 0);
    if (strcmp(how, "--exec") == 0)
        (void)execl("/bin/true", "true", (char *)NULL);
    if (strcmp(how, "--fork") == 0)
        (void)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (strcmp(how, "--code") == 0)
        (void)syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                      0);
    if (strcmp(how, "--memory") == 0 && mmap(NULL, 200 << 20, PROT_READ | PROT_WRITE,
                                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
        _exit(3);
    if (strcmp(how, "--kill") == 0)
        (void)syscall(SYS_kill, 1, 0);
    /* Not killed: answered as if nothing were wrong, so that the test sees it. */
    _exit(0);
}

static void play(const char *word)
{
    unsigned char head[WIRE_HEAD];
    size_t n;
    char *big = NULL;
    if (read(0, head, sizeof head) != sizeof head || !wire_head_read(head, PHOTO_BYTES_MAX, &n))
        _exit(1);
    eat(n);
    if (strcmp(word, "--noise") == 0)
        say(STR("this is no frame, nor anything like one"));
    else if (strcmp(word, "--huge") == 0)
        say_frame(STR("x"), 0xffffffff);
    else if (strcmp(word, "--empty") == 0)
        say_frame(STR(""), 0);
    else if (strcmp(word, "--short") == 0)
        say_frame(STR("12345678"), 8);
    else if (strcmp(word, "--half") == 0)
        say_frame(STR("1234"), 4000); /* and then the end */
    else if (strcmp(word, "--zeros") == 0 && (big = calloc(1, 100000)))
        say_frame((struct str){big, 100000}, 100000);
    else if (strcmp(word, "--spin") == 0)
        for (volatile unsigned i = 0;; i++)
            ;
    else if (strcmp(word, "--still") == 0)
        eat(1 << 30);
    _exit(0);
}

/* ---- tests ---------------------------------------------------------------------------------- */

static struct str photo(void)
{
    struct picture p;
    assert_true(market_photo(5, 6, 640, 480, &p));
    struct str s = make_jpeg(&p, (struct make_options){.quality = 85});
    picture_release(&p);
    return s;
}

static enum err_code examine(struct media_pool *p, struct str bytes, struct photo_facts *f)
{
    struct arena a;
    struct err err = {0};
    arena_init(&a, 0);
    bool ok = photo_examine(p, &a, bytes, f, &err);
    assert_int_equal(ok, err.code == ERR_OK);
    arena_release(&a);
    return err.code;
}

/* The same facts through the helper as without it. */
static void test_facts(void **state)
{
    (void)state;
    struct media_pool pool;
    struct photo_facts f, here;
    struct arena a;
    struct str s = photo();
    char digest[SHA256_HEX];
    arena_init(&a, 0);
    assert_true(media_pool_init(&pool, NULL));
    assert_true(photo_look(&a, s, &here, NULL));
    for (int i = 0; i < 3; i++) {
        assert_true(photo_examine(&pool, &a, s, &f, NULL));
        sha256_hex(s, digest);
        assert_string_equal(f.digest, digest);
        assert_int_equal(f.width, here.width);
        assert_int_equal(f.hints, here.hints);
        assert_memory_equal(&f.hashes, &here.hashes, sizeof f.hashes);
        assert_true(str_eq(f.thumb, here.thumb));
    }
    assert_int_equal(pool.started, 1); /* it lives on */
    struct err err = {0};
    assert_false(photo_examine(&pool, &a, STR("GIF89a"), &f, &err));
    assert_int_equal(err.code, ERR_PHOTO_KIND);
    assert_string_equal(err.args[0], "GIF");
    assert_false(photo_examine(&pool, &a, (struct str){s.p, s.n - 9}, &f, &err));
    assert_int_equal(err.code, ERR_PHOTO_BROKEN);
    assert_false(photo_examine(&pool, &a, STR(""), &f, &err));
    assert_int_equal(err.code, ERR_PHOTO_KIND);
    assert_int_equal(pool.started, 1); /* a bad photo does no harm to it */
    media_pool_release(&pool);
    arena_release(&a);
    free((char *)s.p);
}

static void test_killed_between(void **state)
{
    (void)state;
    struct media_pool pool;
    struct photo_facts f;
    struct str s = photo();
    assert_true(media_pool_init(&pool, NULL));
    for (int i = 0; i < 3; i++) {
        assert_int_equal(examine(&pool, s, &f), ERR_OK);
        kill(pool.helpers[0].pid, SIGKILL);
    }
    assert_int_equal(examine(&pool, s, &f), ERR_OK);
    assert_int_equal(pool.started, 4);
    /* Stopped, then killed while it holds half a photo. */
    kill(pool.helpers[0].pid, SIGSTOP);
    pool.wall_msec = 100;
    assert_int_equal(examine(&pool, s, &f), ERR_PHOTO_SLOW);
    pool.wall_msec = MEDIA_WALL_MSEC;
    assert_int_equal(examine(&pool, s, &f), ERR_OK);
    media_pool_release(&pool);
    free((char *)s.p);
}

static void test_hostile(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        enum err_code code;
    } WORDS[] = {
        {"--noise", ERR_PHOTO_CRASH}, {"--huge", ERR_PHOTO_CRASH}, {"--empty", ERR_PHOTO_CRASH},
        {"--short", ERR_PHOTO_CRASH}, {"--half", ERR_PHOTO_CRASH}, {"--zeros", ERR_PHOTO_CRASH},
        {"--spin", ERR_PHOTO_SLOW},   {"--still", ERR_PHOTO_SLOW}, {"--gone", ERR_PHOTO_CRASH},
        {"--open", ERR_PHOTO_CRASH},
    };
    struct str s = photo();
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++) {
        struct media_pool pool;
        struct photo_facts f;
        assert_true(media_pool_init(&pool, NULL));
        pool.word = WORDS[i].word;
        if (WORDS[i].code == ERR_PHOTO_SLOW) {
            pool.cpu_msec = 300;
            pool.wall_msec = strcmp(WORDS[i].word, "--still") == 0 ? 300 : MEDIA_WALL_MSEC;
        }
        for (int twice = 0; twice < 2; twice++)
            if (examine(&pool, s, &f) != WORDS[i].code)
                fail_msg("%s was not noticed", WORDS[i].word);
        /* The pool is none the worse for it. */
        pool.word = MEDIA_HELPER_WORD;
        pool.cpu_msec = MEDIA_CPU_MSEC;
        pool.wall_msec = MEDIA_WALL_MSEC;
        assert_int_equal(examine(&pool, s, &f), ERR_OK);
        media_pool_release(&pool);
    }
    free((char *)s.p);
}

/* The program itself as the helper: main() knows the word. By hand: TAIZHANG=build/taizhang. */
static void test_program(void **state)
{
    (void)state;
    struct media_pool pool;
    struct photo_facts f;
    const char *program = getenv("TAIZHANG");
    if (!program)
        skip();
    struct str s = photo();
    assert_true(media_pool_init(&pool, NULL));
    pool.program = program;
    assert_int_equal(examine(&pool, s, &f), ERR_OK);
    assert_int_equal(f.width, 640);
    assert_int_equal(examine(&pool, STR("GIF89a"), &f), ERR_PHOTO_KIND);
    assert_int_equal(pool.started, 1);
    media_pool_release(&pool);
    free((char *)s.p);
}

static void test_no_program(void **state)
{
    (void)state;
    struct media_pool pool;
    struct photo_facts f;
    assert_true(media_pool_init(&pool, NULL));
    pool.program = "/nonexistent";
    assert_int_equal(examine(&pool, STR("x"), &f), ERR_IO);
    media_pool_release(&pool);
}

/* The status with which this program ends when it is started with a word. */
static int run_as(const char *word)
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        execl("/proc/self/exe", "test", word, (char *)NULL);
        _exit(9);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void test_cage(void **state)
{
    (void)state;
    static const char *const WAYS[] = {"--open", "--socket", "--exec",
                                       "--fork", "--code",   "--kill"};
    for (size_t i = 0; i < ARRAY_LEN(WAYS); i++) {
        int status = run_as(WAYS[i]);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS)
            fail_msg("%s was not stopped: status %d", WAYS[i], status);
    }
}

/* More memory than a helper may have is not given. Builds with AddressSanitizer have no limit. */
static void test_memory(void **state)
{
    (void)state;
    int status = run_as("--memory");
    assert_true(WIFEXITED(status));
#ifdef __SANITIZE_ADDRESS__
    assert_int_equal(WEXITSTATUS(status), 0);
#else
    assert_int_equal(WEXITSTATUS(status), 3);
#endif
}

/* What the real helper has open and may gain, as the system tells. */
static void test_bare(void **state)
{
    (void)state;
    struct media_pool pool;
    struct photo_facts f;
    struct str s = photo();
    char path[64], line[256];
    bool filtered = false, no_new = false;
    assert_true(media_pool_init(&pool, NULL));
    /* A descriptor that is not closed on exec must not reach the helper. */
    int leak = open("/dev/null", O_RDONLY);
    assert_int_equal(examine(&pool, s, &f), ERR_OK);
    close(leak);
    snprintf(path, sizeof path, "/proc/%d/status", (int)pool.helpers[0].pid);
    FILE *status = fopen(path, "r");
    assert_non_null(status);
    while (fgets(line, sizeof line, status)) {
        filtered |= strcmp(line, "Seccomp:\t2\n") == 0;
        no_new |= strcmp(line, "NoNewPrivs:\t1\n") == 0;
    }
    fclose(status);
    assert_true(filtered);
    assert_true(no_new);
    if (geteuid() == 0) { /* others may not look into a process that is not dumpable */
        for (int fd = 3; fd < 20; fd++) {
            snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)pool.helpers[0].pid, fd);
            assert_int_equal(readlink(path, line, sizeof line), -1);
        }
        snprintf(path, sizeof path, "/proc/%d/environ", (int)pool.helpers[0].pid);
        int fd = open(path, O_RDONLY);
        assert_int_equal(read(fd, line, sizeof line), 0);
        close(fd);
    }
    media_pool_release(&pool);
    free((char *)s.p);
}

struct job {
    struct media_pool *pool;
    struct str bytes;
    int good;
};

static void *work(void *arg)
{
    struct job *j = arg;
    struct arena a;
    struct photo_facts f;
    arena_init(&a, 0);
    for (int i = 0; i < 5; i++)
        j->good += photo_examine(j->pool, &a, j->bytes, &f, NULL);
    arena_release(&a);
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    struct media_pool pool;
    struct str s = photo();
    pthread_t threads[6];
    struct job jobs[6];
    assert_true(media_pool_init(&pool, NULL));
    for (int i = 0; i < 6; i++) {
        jobs[i] = (struct job){&pool, s, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(jobs[i].good, 5);
    }
    assert_true(pool.started <= MEDIA_HELPERS_MAX);
    media_pool_release(&pool);
    free((char *)s.p);
}

/* A good reply with any one byte changed is read or void, and never more than that. */
static void test_replies(void **state)
{
    (void)state;
    struct str s = photo();
    struct photo_facts f, read;
    struct arena a, b;
    struct buf reply;
    bool void_reply;
    arena_init(&a, 0);
    buf_init(&reply, 0);
    assert_true(photo_look(&a, s, &f, NULL));
    f.thumb.n = 200;
    wire_facts(&f, &reply);
    assert_true(wire_reply_read(buf_str(&reply), &a, &read, &void_reply, NULL));
    assert_int_equal(read.thumb.n, 200);
    for (size_t i = 0; i < reply.n; i++) {
        arena_init(&b, 0);
        char old = reply.p[i];
        reply.p[i] = (char)(old ^ 0x80);
        if (wire_reply_read(buf_str(&reply), &b, &read, &void_reply, NULL))
            assert_true(read.thumb.n <= PHOTO_THUMB_BYTES_MAX && read.orientation <= 8);
        reply.p[i] = old;
        assert_false(wire_reply_read((struct str){reply.p, i}, &b, &read, &void_reply, NULL));
        assert_true(void_reply);
        arena_release(&b);
    }
    buf_release(&reply);
    arena_release(&a);
    free((char *)s.p);
}

int main(int argc, char **argv)
{
    if (media_is_helper(argc, argv))
        return media_helper_main();
    if (argc == 2) {
        static const char *const WAYS = "--open --socket --exec --fork --code --kill --memory";
        if (strstr(WAYS, argv[1]))
            escape(argv[1]);
        play(argv[1]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),   cmocka_unit_test(test_killed_between),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_cage),    cmocka_unit_test(test_memory),
        cmocka_unit_test(test_program), cmocka_unit_test(test_bare),
        cmocka_unit_test(test_threads), cmocka_unit_test(test_replies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
