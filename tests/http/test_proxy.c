/* Whose address counts: what a client writes into X-Forwarded-For must never be believed, what a
 * named proxy writes must. */
#include "../test.h"

#include "http/proxy.h"

static struct proxies parsed(const char *list)
{
    struct proxies p;
    assert_true(proxies_parse(str_of(list), &p, NULL));
    return p;
}

/* lists: up to two headers X-Forwarded-For. */
static const char *client(const char *trusted, const char *peer, const char *first,
                          const char *second)
{
    static char room[ADDRESS_TEXT_MAX];
    struct proxies p = parsed(trusted);
    struct raw_request raw = {.n_headers = 0};
    const char *lists[] = {first, second};
    for (int i = 0; i < 2; i++)
        if (lists[i])
            raw.headers[raw.n_headers++] = (struct header){
                i ? STR("x-forwarded-for") : STR("X-Forwarded-For"), str_of(lists[i])};
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("a")};
    return proxies_client(&p, str_of(peer), &raw, room).p;
}

static void test_nobody_named(void **state)
{
    (void)state;
    assert_string_equal(client("", "203.0.113.9", NULL, NULL), "203.0.113.9");
    assert_string_equal(client("", "203.0.113.9", "198.51.100.1", NULL), "203.0.113.9");
    assert_string_equal(client("", "127.0.0.1", "198.51.100.1", NULL), "127.0.0.1");
    assert_string_equal(client("", "2001:DB8::1", NULL, NULL), "2001:db8::1");
    assert_string_equal(client("", "::ffff:203.0.113.9", NULL, NULL), "203.0.113.9");
}

static void test_named(void **state)
{
    (void)state;
    const char *own = "127.0.0.1,::1";
    assert_string_equal(client(own, "127.0.0.1", "198.51.100.1", NULL), "198.51.100.1");
    assert_string_equal(client(own, "::1", "2001:db8::7", NULL), "2001:db8::7");
    /* the client wrote the first part itself */
    assert_string_equal(client(own, "127.0.0.1", "10.1.1.1, 198.51.100.1", NULL), "198.51.100.1");
    assert_string_equal(client(own, "127.0.0.1", "10.1.1.1", "198.51.100.1"), "198.51.100.1");
    /* two proxies, one behind the other, both named */
    assert_string_equal(
        client("127.0.0.1, 192.0.2.0/24", "127.0.0.1", "6.6.6.6,198.51.100.1, 192.0.2.77", NULL),
        "198.51.100.1");
    assert_string_equal(
        client("127.0.0.1, 192.0.2.0/24", "127.0.0.1", "198.51.100.1", "192.0.2.77"),
        "198.51.100.1");
    /* the peer is none of them */
    assert_string_equal(client(own, "127.0.0.2", "198.51.100.1", NULL), "127.0.0.2");
    /* nothing was said, or only proxies */
    assert_string_equal(client(own, "127.0.0.1", NULL, NULL), "127.0.0.1");
    assert_string_equal(client(own, "127.0.0.1", "127.0.0.1", NULL), "127.0.0.1");
    /* the mapped form is the same address */
    assert_string_equal(client(own, "::ffff:127.0.0.1", "::ffff:198.51.100.1", NULL),
                        "198.51.100.1");
}

static void test_rubbish(void **state)
{
    (void)state;
    static const char *const BAD[] = {"",
                                      ",",
                                      "unknown",
                                      "198.51.100.1:80",
                                      "[::1]:80",
                                      "198.51.100.1 x",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "0x7f.1",
                                      "::1%lo",
                                      "' OR 1=1",
                                      "198.51.100.1,",
                                      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++)
        assert_string_equal(client("127.0.0.1", "127.0.0.1", BAD[i], NULL), "127.0.0.1");
    assert_string_equal(client("127.0.0.1", "127.0.0.1", "6.6.6.6, unknown, 127.0.0.1", NULL),
                        "127.0.0.1");
    assert_string_equal(client("127.0.0.1", "", "198.51.100.1", NULL), "");
}

static void test_ranges(void **state)
{
    (void)state;
    /* 10.20.0.0/14 holds 10.20 to 10.23 */
    assert_string_equal(client("10.20.0.0/14", "10.23.255.255", "9.9.9.9", NULL), "9.9.9.9");
    assert_string_equal(client("10.20.0.0/14", "10.24.0.0", "9.9.9.9", NULL), "10.24.0.0");
    assert_string_equal(client("10.20.0.0/14", "10.19.255.255", "9.9.9.9", NULL), "10.19.255.255");
    assert_string_equal(client("0.0.0.0/0", "8.8.8.8", "2001:db8::1", NULL), "2001:db8::1");
    assert_string_equal(client("2001:db8::/33", "2001:db8:7fff::1", "9.9.9.9", NULL), "9.9.9.9");
    assert_string_equal(client("2001:db8::/33", "2001:db8:8000::1", "9.9.9.9", NULL),
                        "2001:db8:8000::1");
    static const char *const BAD[] = {"a",
                                      "127.0.0.1,",
                                      ",",
                                      "127.0.0.1/33",
                                      "::1/129",
                                      "127.0.0.1/",
                                      "127.0.0.1/-1",
                                      "127.0.0.1/x",
                                      "127.0.0.1 ::1",
                                      "/8",
                                      "1,2,3,4,5,6,7,8"};
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        struct proxies p = {.n = 7};
        struct err err = {0};
        assert_false(proxies_parse(str_of(BAD[i]), &p, &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_int_equal(p.n, 7);
    }
    struct proxies p;
    assert_true(
        proxies_parse(STR("1.0.0.1,1.0.0.2,1.0.0.3,1.0.0.4,1.0.0.5,1.0.0.6,1.0.0.7,1.0.0.8,"
                          "1.0.0.9,1.0.0.10,1.0.0.11,1.0.0.12,1.0.0.13,1.0.0.14,1.0.0.15,1.0.0.16"),
                      &p, NULL));
    assert_int_equal(p.n, 16);
    assert_false(proxies_parse(
        STR("::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1,::/1"),
        &p, NULL));
}

/* Addresses of RFC 4291, 2.2 and 2.5.5, and RFC 5952, 1 to 5; the networks by hand: the first four
 * groups, shortened as RFC 5952, 4 says. */
static void test_counted(void **state)
{
    static const char *const COUNTED[][2] = {
        {"2001:DB8:0:0:8:800:200C:417A", "2001:db8::/64"},
        {"2001:DB8::8:800:200C:417A", "2001:db8::/64"},
        {"ABCD:EF01:2345:6789:ABCD:EF01:2345:6789", "abcd:ef01:2345:6789::/64"},
        {"2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb::/64"},
        {"2001:db8:aaaa:bbbb:cccc:dddd:eeee:AaAa", "2001:db8:aaaa:bbbb::/64"},
        {"2001:db8:aaaa:bbbc:cccc:dddd:eeee:1", "2001:db8:aaaa:bbbc::/64"}, /* its neighbour */
        {"2001:0:0:1:0:0:0:1", "2001:0:0:1::/64"},
        {"2001:db8:0:0:1:0:0:1", "2001:db8::/64"},
        {"2001:db8::1:0:0:1", "2001:db8::/64"},
        {"FF01::101", "ff01::/64"},
        {"::1", "::/64"},
        {"::13.1.68.3", "::/64"}, /* "IPv4-compatible" was given up: no IPv4 */
        {"::FFFF:129.144.52.38", "129.144.52.38"},
        {"0:0:0:0:0:FFFF:8190:3426", "129.144.52.38"}, /* 0x81 0x90 0x34 0x26 */
        {"64:ff9b::192.0.2.33", "192.0.2.33"},         /* RFC 6052, 2.4 */
        {"192.0.2.1", "192.0.2.1"},
        {"fe80::1%eth0", "fe80::1%eth0"}, /* no address that a peer can have */
        {"", ""},
    };
    char room[ADDRESS_TEXT_MAX];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(COUNTED); i++) {
        struct str got = address_counted(str_of(COUNTED[i][0]), room);
        assert_true(str_is(got, COUNTED[i][1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nobody_named), cmocka_unit_test(test_named),
        cmocka_unit_test(test_rubbish),      cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
