#include "cli/width.h"

#include "base/utf8.h"

struct width_range {
    int32_t from, to;
    int width;
};

static const struct width_range RANGES[] = {
#include "width_table.h"
};

int width_of_char(int32_t cp)
{
    size_t lo = 0, hi = ARRAY_LEN(RANGES);
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (cp > RANGES[mid].to)
            lo = mid + 1;
        else if (cp < RANGES[mid].from)
            hi = mid;
        else
            return RANGES[mid].width;
    }
    return 1;
}

int width_of(struct str s)
{
    int width = 0;
    while (s.n) {
        size_t n;
        width += width_of_char(utf8_next(s, &n));
        s = (struct str){s.p + n, s.n - n};
    }
    return width;
}
