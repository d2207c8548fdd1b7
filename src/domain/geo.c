#include "domain/geo.h"

/* Cosines of 0, 1, ... 90 degrees, in millionths. */
static const int32_t COSINE[91] = {
    1000000, 999848, 999391, 998630, 997564, 996195, 994522, 992546, 990268, 987688, 984808, 981627,
    978148,  974370, 970296, 965926, 961262, 956305, 951057, 945519, 939693, 933580, 927184, 920505,
    913545,  906308, 898794, 891007, 882948, 874620, 866025, 857167, 848048, 838671, 829038, 819152,
    809017,  798636, 788011, 777146, 766044, 754710, 743145, 731354, 719340, 707107, 694658, 681998,
    669131,  656059, 642788, 629320, 615661, 601815, 587785, 573576, 559193, 544639, 529919, 515038,
    500000,  484810, 469472, 453990, 438371, 422618, 406737, 390731, 374607, 358368, 342020, 325568,
    309017,  292372, 275637, 258819, 241922, 224951, 207912, 190809, 173648, 156434, 139173, 121869,
    104528,  87156,  69756,  52336,  34899,  17452,  0};

static int64_t absolute(int64_t n)
{
    return n < 0 ? -n : n;
}

static int64_t cosine(int64_t millionths)
{
    int64_t at = absolute(millionths), whole = at / 1000000, rest = at % 1000000;
    if (whole >= 90)
        return 0;
    return COSINE[whole] + (COSINE[whole + 1] - COSINE[whole]) * rest / 1000000;
}

static int64_t root(int64_t n)
{
    int64_t at = n, next = (n + 1) / 2;
    while (next < at) {
        at = next;
        next = (at + n / at) / 2;
    }
    return at;
}

int64_t geo_metres(int64_t lat1, int64_t lon1, int64_t lat2, int64_t lon2)
{
    int64_t east = absolute(lon1 - lon2);
    if (east > 180 * INT64_C(1000000))
        east = 360 * INT64_C(1000000) - east;
    /* A millionth of a degree of a great circle is 0.111195 m; here in millimetres. */
    int64_t north = absolute(lat1 - lat2) * 111195 / 1000;
    east = east * 111195 / 1000 * cosine((lat1 + lat2) / 2) / 1000000;
    if (north > 2000000000 || east > 2000000000) /* over 2,000 km: the squares in metres */
        return root(north / 1000 * (north / 1000) + east / 1000 * (east / 1000));
    return root(north * north + east * east) / 1000;
}
