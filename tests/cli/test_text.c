/* Display width, running text, lists and slips of the hand. */
#include "../test.h"

#include "cli/command.h"
#include "cli/flow.h"
#include "cli/listing.h"
#include "cli/width.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Widths by UAX #11: ideographs and fullwidth forms two, combining marks none. */
static void widths(void **state)
{
    (void)state;
    assert_int_equal(width_of(str_of("abc")), 3);
    assert_int_equal(width_of(str_of("富宁县")), 6);
    assert_int_equal(width_of(str_of("得分：9.5")), 9);
    assert_int_equal(width_of(str_of("e\xCC\x81")), 1);        /* e with a combining acute */
    assert_int_equal(width_of(str_of("\xF0\xA0\x80\x80")), 2); /* U+20000 */
    assert_int_equal(width_of(str_of("\xE2\x80\x8B")), 0);     /* zero width space */
    assert_int_equal(width_of(str_of("\xFF\xFE")), 2);         /* two bad bytes */
    assert_int_equal(width_of(STR_NONE), 0);
}

static struct str read_back(int fd, char *text, size_t room)
{
    ssize_t n = pread(fd, text, room, 0);
    assert_true(n >= 0);
    return (struct str){text, (size_t)n};
}

static int scratch(void)
{
    char name[] = "/tmp/taizhang-test-XXXXXX";
    int fd = mkstemp(name);
    assert_true(fd >= 0);
    unlink(name);
    return fd;
}

/* At 80 columns a line holds at most 79: with an indent of 76 one wide character and no more; the
 * comma stays with the character before it. */
static void flowing(void **state)
{
    (void)state;
    struct out out;
    char text[512];
    int fd = scratch();
    out_init(&out, fd);
    flow(&out, "一，二", 74, 74);
    flow(&out, "aa bb", 76, 1);
    out_flush(&out);
    char expected[512];
    snprintf(expected, sizeof expected, "一，\n%74s二\naa\n bb\n", "");
    assert_str(read_back(fd, text, sizeof text), expected);
    assert_true(out_finish(&out, NULL));
}

static const struct list_column COLUMNS[] = {
    {"name", "名称", "Name", LIST_TEXT},
    {"points", "得分", "Points", LIST_DECIMAL},
    {"rank", "名次", "Rank", LIST_WHOLE},
    {"ok", "达标", "Passes", LIST_YES_NO},
};

static void fill(struct listing *l, struct arena *a)
{
    listing_init(l, a, COLUMNS, 4);
    listing_text(l, str_of("富宁"));
    listing_dec(l, (dec){9500000});
    listing_whole(l, 1);
    listing_yes(l, true);
    listing_text(l, str_of("a,\"b\"\x1b[2J"));
    listing_empty(l);
    listing_empty(l);
    listing_yes(l, false);
}

static void check_list(enum out_format format, enum lang lang, const char *expected)
{
    struct arena arena;
    struct listing l;
    struct out out;
    struct err err = {0};
    char text[1024];
    int fd = scratch();
    arena_init(&arena, 0);
    out_init(&out, fd);
    fill(&l, &arena);
    assert_true(listing_write(&l, format, lang, &out, &err));
    out_flush(&out);
    assert_str(read_back(fd, text, sizeof text), expected);
    assert_true(out_finish(&out, &err));
    arena_release(&arena);
}

static void lists(void **state)
{
    (void)state;
    /* The escape character is shown as U+FFFD, never sent to the terminal. */
    check_list(FORMAT_TABLE, LANG_ZH,
               "名称       得分  名次  达标\n"
               "---------  ----  ----  ----\n"
               "富宁        9.5     1  是\n"
               "a,\"b\"\xEF\xBF\xBD[2J              否\n");
    check_list(FORMAT_CSV, LANG_ZH,
               "name,points,rank,ok\n富宁,9.5,1,yes\n\"a,\"\"b\"\"\x1b[2J\",,,no\n");
    check_list(
        FORMAT_JSON, LANG_EN,
        "[\n{\"name\":\"富宁\",\"points\":\"9.5\",\"rank\":1,\"ok\":true},\n"
        "{\"name\":\"a,\\\"b\\\"\\u001b[2J\",\"points\":null,\"rank\":null,\"ok\":false}\n]\n");
}

/* A list whose memory is out says so, whichever allocation fails. */
static void lists_without_memory(void **state)
{
    (void)state;
    int failures = 0;
    for (size_t at = 1; at < 40; at++) {
        struct arena arena;
        struct listing l;
        struct out out;
        struct err err = {0};
        arena_init(&arena, 0);
        arena.fail_at = at;
        out_init(&out, scratch());
        fill(&l, &arena);
        if (!listing_write(&l, FORMAT_TABLE, LANG_EN, &out, &err)) {
            assert_int_equal(err.code, ERR_MEMORY);
            failures++;
        }
        assert_true(out_finish(&out, NULL));
        arena_release(&arena);
    }
    assert_true(failures > 2);
}

static void slips(void **state)
{
    (void)state;
    struct nearest n = {.word = STR("fromat")};
    nearest_offer(&n, "lang");
    nearest_offer(&n, "format");
    assert_string_equal(n.best, "format");
    n = (struct nearest){.word = STR("stand")};
    nearest_offer(&n, "standard");
    assert_string_equal(n.best, "standard");
    n = (struct nearest){.word = STR("xyz")};
    nearest_offer(&n, "standard");
    nearest_offer(&n, "db");
    assert_null(n.best);
}

/* Every write to a full disk and to a closed descriptor is told at the end. */
static void lost_output(void **state)
{
    (void)state;
    struct out out;
    struct err err = {0};
    int full = open("/dev/full", O_WRONLY);
    assert_true(full >= 0);
    out_init(&out, full);
    out_addz(&out, "text");
    assert_false(out_finish(&out, &err));
    assert_int_equal(err.code, ERR_DISK_FULL);
    assert_int_equal(err_exit(err.code), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths), cmocka_unit_test(flowing),
        cmocka_unit_test(lists),  cmocka_unit_test(lists_without_memory),
        cmocka_unit_test(slips),  cmocka_unit_test(lost_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
