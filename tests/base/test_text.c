#include "../test.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"

static void splits_and_trims(void **state)
{
    (void)state;
    struct str rest = STR("a;;b"), part;
    assert_true(str_split(&rest, ';', &part));
    assert_str(part, "a");
    assert_true(str_split(&rest, ';', &part));
    assert_str(part, "");
    assert_true(str_split(&rest, ';', &part));
    assert_str(part, "b");
    assert_false(str_split(&rest, ';', &part));
    assert_str(str_trim(STR("\xe3\x80\x80 台账\t\xe3\x80\x80")), "台账");
    int64_t v;
    assert_true(str_to_i64(STR("-9223372036854775808"), &v) && v == INT64_MIN);
    assert_false(str_to_i64(STR("9223372036854775808"), &v));
    assert_false(str_to_i64(STR("12 "), &v));
}

/* Sequences from the Unicode standard, table 3-7 (well-formed UTF-8). */
static void knows_utf8(void **state)
{
    (void)state;
    assert_true(utf8_valid(STR("a\xc2\x80\xe0\xa0\x80\xf4\x8f\xbf\xbf")));
    static const char *const BAD[] = {"\xc0\x80",    "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                      "\xe4\xb8",    "\x80",         "\xf8\x88\x80\x80\x80",
                                      "\xe0\x9f\xbf"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        assert_false(utf8_valid(str_of(BAD[i])));
    assert_int_equal(utf8_count(STR("麻栗坡x")), 4);
    char out[4];
    assert_int_equal(utf8_put(0x9ebb, out), 3);
    assert_memory_equal(out, "麻", 3);
}

static void arena_keeps_its_limit(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 4096);
    assert_non_null(arena_alloc(&a, 4000));
    assert_null(arena_alloc(&a, 4000));
    assert_null(arena_array(&a, SIZE_MAX / 2, 16));
    arena_release(&a);
    arena_init(&a, 0);
    a.fail_at = 2;
    assert_non_null(arena_alloc(&a, 1));
    assert_null(arena_alloc(&a, 1));
    struct str s = arena_printf(&a, "%d-%s", 7, "x");
    assert_str(s, "7-x");
    arena_release(&a);
}

static void map_and_vec_hold_many(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a, 0);
    struct map m = {0};
    VEC(struct str) keys = {0};
    for (int i = 0; i < 5000; i++) {
        struct str k = arena_printf(&a, "k%d", i);
        assert_true(VEC_PUSH(&a, &keys, k));
        assert_true(map_put(&a, &m, k, i));
    }
    for (int i = 0; i < 5000; i++)
        assert_int_equal(map_get(&m, keys.at[i]), i);
    assert_int_equal(map_get(&m, STR("k5000")), -1);
    assert_true(map_put(&a, &m, STR("k7"), 99));
    assert_int_equal(map_get(&m, STR("k7")), 99);
    assert_int_equal(m.n, 5000);
    arena_release(&a);
}

/* FIPS 180-4 example: SHA-256("abc"). */
static void hashes(void **state)
{
    (void)state;
    char hex[SHA256_HEX];
    sha256_hex(STR("abc"), hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_and_trims),
        cmocka_unit_test(knows_utf8),
        cmocka_unit_test(arena_keeps_its_limit),
        cmocka_unit_test(map_and_vec_hold_many),
        cmocka_unit_test(hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
