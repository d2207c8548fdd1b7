#include "../test.h"

#include "base/err.h"
#include "base/utf8.h"

static void tells_where_and_what_in_both_languages(void **state)
{
    (void)state;
    struct err e;
    struct buf out;
    buf_init(&out, 0);
    assert_false(err_set(&e, ERR_NUMBER, "abc", "12.5"));
    err_at(&e, STR("rules.csv"), 3, 5, "target");
    err_line(&e, LANG_EN, &out);
    assert_str(buf_str(&out), "rules.csv:3:5: target: \"abc\" is not a number; write digits like "
                              "12.5, at most 6 behind the point.");
    buf_clear(&out);
    err_text(&e, LANG_ZH, &out);
    assert_str(buf_str(&out), "“abc”不是数字，应写作 12.5 的形式，小数最多 6 位。");
    buf_release(&out);
}

static void every_error_speaks_both_languages(void **state)
{
    (void)state;
    for (int code = 1; code < ERR_COUNT; code++) {
        struct err e;
        struct buf en, zh;
        buf_init(&en, 0);
        buf_init(&zh, 0);
        err_set(&e, (enum err_code)code, "A", "B", "C", "D");
        err_text(&e, LANG_EN, &en);
        err_text(&e, LANG_ZH, &zh);
        assert_true(en.n && zh.n && utf8_valid(buf_str(&zh)));
        assert_true(err_http(e.code) >= 400 && err_exit(e.code) >= 1 && err_exit(e.code) <= 6);
        buf_release(&en);
        buf_release(&zh);
    }
}

static void long_arguments_are_cut_at_a_character(void **state)
{
    (void)state;
    char text[1000];
    for (size_t i = 0; i + 3 < sizeof text; i += 3)
        memcpy(text + i, "麻", 4);
    struct err e;
    err_set(&e, ERR_NOT_FOUND, text);
    assert_int_equal(strlen(e.args[0]), 159);
    assert_true(utf8_valid(str_of(e.args[0])));
}

static void a_list_counts_beyond_its_maximum(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    struct err_list l = {.arena = &a, .max = 3};
    struct err e;
    for (int i = 0; i < 10; i++) {
        err_set(&e, ERR_EMPTY, NULL);
        err_list_add(&l, &e);
    }
    assert_int_equal(l.items.n, 3);
    assert_int_equal(l.total, 10);
    arena_release(&a);
}

/* 160 bytes of room hold 53 characters of three bytes and the end, never a part of the 54th. */
static void a_word_is_cut_at_a_character(void **state)
{
    (void)state;
    char text[300];
    for (size_t i = 0; i < sizeof text; i += 3)
        memcpy(text + i, "县", 3);
    assert_int_equal(strlen(err_word((struct str){text, sizeof text}).z), 53 * 3);
    assert_string_equal(err_word(STR("I01")).z, "I01");
    assert_string_equal(err_word(STR_NONE).z, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_where_and_what_in_both_languages),
        cmocka_unit_test(every_error_speaks_both_languages),
        cmocka_unit_test(long_arguments_are_cut_at_a_character),
        cmocka_unit_test(a_word_is_cut_at_a_character),
        cmocka_unit_test(a_list_counts_beyond_its_maximum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
