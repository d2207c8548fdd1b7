/* The perceptual hash: signs of low frequencies of a discrete cosine transform of the grey picture
 * (Christoph Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010,
 * section 3.2.1), in whole numbers, over parts of the picture. */
#include "media/picture.h"

#include <stdlib.h>

enum {
    BASE = 512, /* the whole picture, made square */
    SIDE = 32,  /* one part of it, before the transform */
    LOW = 8,    /* frequencies 1..8 each way for the short hash */
    FINE = 16,  /* 1..16 for the long one */
};

/* cos(k pi / 64) x 32768 for k = 0..32. */
static const int32_t COSINE[33] = {32768, 32729, 32610, 32413, 32138, 31786, 31357, 30853, 30274,
                                   29622, 28899, 28106, 27246, 26320, 25330, 24279, 23170, 22006,
                                   20788, 19520, 18205, 16846, 15447, 14010, 12540, 11039, 9512,
                                   7962,  6393,  4808,  3212,  1608,  0};

static int64_t cosine(unsigned k)
{
    k %= 128;
    if (k > 64)
        k = 128 - k;
    return k <= 32 ? COSINE[k] : -COSINE[64 - k];
}

/* waves[u-1][x] = cos((2x + 1) u pi / 64), x 32768. */
struct waves {
    int32_t at[FINE][SIDE];
};

static void make_waves(struct waves *w)
{
    for (unsigned u = 1; u <= FINE; u++)
        for (unsigned x = 0; x < SIDE; x++)
            w->at[u - 1][x] = (int32_t)cosine((2 * x + 1) * u);
}

/* out[v-1][u-1]: the coefficients of frequencies 1..FINE, x 2^30. */
static void transform(const struct waves *w, const unsigned char grey[SIDE][SIDE],
                      int64_t out[FINE][FINE])
{
    int32_t columns[FINE][SIDE]; /* at most 32 x 255 x 32768: fits in 31 bits */
    for (int y = 0; y < SIDE; y++)
        for (int u = 0; u < FINE; u++) {
            int32_t sum = 0;
            for (int x = 0; x < SIDE; x++)
                sum += grey[y][x] * w->at[u][x];
            columns[u][y] = sum;
        }
    for (int v = 0; v < FINE; v++)
        for (int u = 0; u < FINE; u++) {
            int64_t sum = 0;
            for (int y = 0; y < SIDE; y++)
                sum += (int64_t)columns[u][y] * w->at[v][y];
            out[v][u] = sum;
        }
}

/* Each grey by its rank among all of the part (equals in the middle of theirs): what is brighter,
 * darker or of another contrast throughout stays the same. */
static void level(unsigned char grey[SIDE][SIDE])
{
    int count[256] = {0}, below = 0;
    unsigned char rank[256];
    for (int i = 0; i < SIDE * SIDE; i++)
        count[grey[i / SIDE][i % SIDE]]++;
    for (int v = 0; v < 256; v++) {
        rank[v] = (unsigned char)((below + count[v] / 2) * 255 / (SIDE * SIDE));
        below += count[v];
    }
    for (int i = 0; i < SIDE * SIDE; i++)
        grey[i / SIDE][i % SIDE] = rank[grey[i / SIDE][i % SIDE]];
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static struct photo_hash hash_of(const struct waves *w, const unsigned char grey[SIDE][SIDE])
{
    int64_t c[FINE][FINE], sorted[LOW * LOW];
    struct photo_hash h = {0};
    transform(w, grey, c);
    for (int i = 0; i < LOW * LOW; i++)
        sorted[i] = c[i / LOW][i % LOW];
    qsort(sorted, LOW * LOW, sizeof sorted[0], by_value);
    int64_t median = (sorted[LOW * LOW / 2 - 1] + sorted[LOW * LOW / 2]) / 2;
    for (unsigned i = 0; i < LOW * LOW; i++)
        h.near |= (uint64_t)(c[i / LOW][i % LOW] > median) << i;
    for (unsigned i = 0; i < FINE * FINE; i++)
        h.fine[i / 64] |= (uint64_t)(c[i / FINE][i % FINE] > 0) << (i % 64);
    return h;
}

/* ---- parts of a picture --------------------------------------------------------------------- */

/* In thousandths of the sides. */
struct window {
    int left, top, right, bottom;
};

/* What a cut leaves: a side cut off by 4, 7, 10 or 13 %, two sides that meet by a tenth each, all
 * sides by 2.5, 5, 7.5 or 10 % each. What lies between is near enough to one of them. */
#define SIDES(n)                                                                                   \
    {n, 0, 1000, 1000}, {0, n, 1000, 1000}, {0, 0, 1000 - (n), 1000},                              \
    {                                                                                              \
        0, 0, 1000, 1000 - (n)                                                                     \
    }
#define ALL_SIDES(n)                                                                               \
    {                                                                                              \
        n, n, 1000 - (n), 1000 - (n)                                                               \
    }
static const struct window CUTS[] = {
    SIDES(100),          ALL_SIDES(50),       ALL_SIDES(100),
    SIDES(40),           SIDES(70),           SIDES(130),
    ALL_SIDES(25),       ALL_SIDES(75),       {100, 100, 1000, 1000},
    {0, 100, 900, 1000}, {100, 0, 1000, 900}, {0, 0, 900, 900},
};
_Static_assert(ARRAY_LEN(CUTS) == PHOTO_CUTS, "each cut is a probe both ways");
static const struct window KEY = {130, 130, 870, 870};

/* The part of the uncut picture that a part of the cut one shows, and the other way round. */
static struct window from_cut(struct window cut, struct window part)
{
    int w = cut.right - cut.left, h = cut.bottom - cut.top;
    return (struct window){cut.left + part.left * w / 1000, cut.top + part.top * h / 1000,
                           cut.left + part.right * w / 1000, cut.top + part.bottom * h / 1000};
}

static struct window into_cut(struct window cut, struct window part)
{
    int w = cut.right - cut.left, h = cut.bottom - cut.top;
    return (struct window){(part.left - cut.left) * 1000 / w, (part.top - cut.top) * 1000 / h,
                           (part.right - cut.left) * 1000 / w, (part.bottom - cut.top) * 1000 / h};
}

/* sums[y][x]: of all pixels above and left of (x, y). */
static uint32_t area(const uint32_t (*sums)[BASE + 1], int x0, int y0, int x1, int y1)
{
    return sums[y1][x1] - sums[y0][x1] - sums[y1][x0] + sums[y0][x0];
}

static void part_of(const uint32_t (*sums)[BASE + 1], struct window w,
                    unsigned char out[SIDE][SIDE])
{
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            int x0 = (w.left * SIDE + (w.right - w.left) * x) * BASE / (1000 * SIDE);
            int x1 = (w.left * SIDE + (w.right - w.left) * (x + 1)) * BASE / (1000 * SIDE);
            int y0 = (w.top * SIDE + (w.bottom - w.top) * y) * BASE / (1000 * SIDE);
            int y1 = (w.top * SIDE + (w.bottom - w.top) * (y + 1)) * BASE / (1000 * SIDE);
            out[y][x] =
                (unsigned char)(area(sums, x0, y0, x1, y1) / (uint32_t)((x1 - x0) * (y1 - y0)));
        }
}

/* The mean distance from the mean grey is under 2 of 255: noise would decide. */
static bool is_plain(const unsigned char grey[SIDE][SIDE])
{
    int sum = 0, off = 0;
    for (int i = 0; i < SIDE * SIDE; i++)
        sum += grey[i / SIDE][i % SIDE];
    for (int i = 0; i < SIDE * SIDE; i++)
        off += abs(grey[i / SIDE][i % SIDE] - sum / (SIDE * SIDE));
    return off < 2 * SIDE * SIDE;
}

static void sum_up(const struct picture *p, uint32_t (*sums)[BASE + 1])
{
    memset(sums[0], 0, sizeof sums[0]);
    for (int y = 0; y < BASE; y++) {
        uint32_t row = 0;
        sums[y + 1][0] = 0;
        for (int x = 0; x < BASE; x++) {
            row += p->p[y * BASE + x];
            sums[y + 1][x + 1] = sums[y][x + 1] + row;
        }
    }
}

bool photo_hash(const struct picture *upright, struct photo_hashes *out, struct err *err)
{
    struct picture grey, square;
    struct waves waves;
    unsigned char part[SIDE][SIDE];
    uint32_t(*sums)[BASE + 1] = malloc(sizeof *sums * (BASE + 1));
    if (!sums)
        return err_set(err, ERR_MEMORY, NULL);
    bool ok = picture_grey(upright, &grey, err);
    if (ok) {
        ok = picture_resize(&grey, BASE, BASE, &square, err);
        picture_release(&grey);
    }
    if (ok) {
        *out = (struct photo_hashes){0};
        sum_up(&square, sums);
        make_waves(&waves);
        picture_release(&square);
        for (size_t i = 0; i < PHOTO_PROBES; i++) {
            struct window w = i == 0            ? KEY
                              : i <= PHOTO_CUTS ? into_cut(CUTS[i - 1], KEY)
                                                : from_cut(CUTS[i - 1 - PHOTO_CUTS], KEY);
            part_of((const uint32_t(*)[BASE + 1]) sums, w, part);
            out->plain |= i == 0 && is_plain((const unsigned char(*)[SIDE])part);
            level(part);
            out->probe[i] = hash_of(&waves, (const unsigned char(*)[SIDE])part);
        }
    }
    free(sums);
    return ok;
}

/* ---- likeness ------------------------------------------------------------------------------- */

static int fine_distance(const struct photo_hash *a, const struct photo_hash *b)
{
    int off = 0;
    for (int i = 0; i < PHOTO_FINE_WORDS; i++)
        off += __builtin_popcountll(a->fine[i] ^ b->fine[i]);
    return off;
}

int photo_hash_distance(const struct photo_hash *probe, const struct photo_hash *key)
{
    return fine_distance(probe, key);
}

bool photo_hash_alike(const struct photo_hash *probe, const struct photo_hash *key)
{
    return __builtin_popcountll(probe->near ^ key->near) <= PHOTO_NEAR &&
           fine_distance(probe, key) <= PHOTO_FINE_NEAR;
}

int photo_distance(const struct photo_hashes *a, const struct photo_hashes *b)
{
    int least = 256;
    if (a->plain || b->plain)
        return least;
    for (int i = 0; i < PHOTO_PROBES; i++) {
        int there = fine_distance(&a->probe[i], &b->probe[0]);
        int back = fine_distance(&b->probe[i], &a->probe[0]);
        least = there < least ? there : least;
        least = back < least ? back : least;
    }
    return least;
}

bool photo_alike(const struct photo_hashes *a, const struct photo_hashes *b)
{
    if (a->plain || b->plain)
        return false;
    for (int i = 0; i < PHOTO_PROBES; i++)
        if (photo_hash_alike(&a->probe[i], &b->probe[0]) ||
            photo_hash_alike(&b->probe[i], &a->probe[0]))
            return true;
    return false;
}
