/* Distances on the earth, against great circles calculated by the haversine formula in Python. */
#include "../test.h"

#include "domain/geo.h"

static void test_metres(void **state)
{
    (void)state;
    /* python3 -c 'from math import *; h=lambda a,b,c,d: 2*6371000*asin(sqrt(sin(radians(c-a)/2)**2+
     * cos(radians(a))*cos(radians(c))*sin(radians(d-b)/2)**2)); print(h(23.1,104.7,23.1,104.71))'
     */
    static const struct {
        int64_t lat1, lon1, lat2, lon2, metres;
    } CASES[] = {
        {23100000, 104700000, 23100000, 104700000, 0},
        {23100000, 104700000, 23100000, 104710000, 1023},
        {23100000, 104700000, 23109000, 104700000, 1001},
        {39904200, 116407400, 31230400, 121473700, 1067310},
        {-33868800, 151209300, -33900000, 151300000, 9063},
        {10000000, 179999000, 10000000, -179999000, 219},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        int64_t m = geo_metres(CASES[i].lat1, CASES[i].lon1, CASES[i].lat2, CASES[i].lon2);
        assert_in_range(m, CASES[i].metres - CASES[i].metres / 100,
                        CASES[i].metres + CASES[i].metres / 100 + 1);
    }
    /* Half around the earth: far, and no overflow. */
    assert_true(geo_metres(-90000000, -180000000, 90000000, 0) > 15000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_metres)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
