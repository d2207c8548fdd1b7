/* What every test program includes first: cmocka and its prerequisites. */
#ifndef TZ_TESTS_TEST_H
#define TZ_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define assert_str(actual, expected)                                                               \
    do {                                                                                           \
        struct str assert_str_a_ = (actual), assert_str_e_ = str_of(expected);                     \
        if (!str_eq(assert_str_a_, assert_str_e_))                                                 \
            fail_msg("got \"%.*s\", expected \"%.*s\"", STR_ARG(assert_str_a_),                    \
                     STR_ARG(assert_str_e_));                                                      \
    } while (0)

#endif
