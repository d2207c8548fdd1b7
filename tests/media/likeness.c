/* Figures of likeness (docs/photos.md): a set of different photos, and what is made of each of them
 * to use it twice. Prints how many of each kind are flagged, and how many different photos are.
 *
 * usage: likeness [PHOTOS [SEED [WIDTH]]]     exit 0 when the figures are within what the program
 * promises
 */
#include "market.h"

#include <stdio.h>
#include <stdlib.h>

enum { PHOTOS_MAX = 5000 };

enum make { SAME, QUALITY, CROP, BRIGHT, RESIZE };

/* One way to use a photo again; numbers in per cent. */
static const struct reuse {
    const char *name;
    enum make make;
    int a, b, c, d; /* QUALITY a; CROP left, top, right, bottom; BRIGHT gain, offset; RESIZE size */
    int promised;   /* per cent that must be flagged */
} REUSES[] = {
    {"same bytes", SAME, 0, 0, 0, 0, 100},
    {"compressed again, quality 90", QUALITY, 90, 0, 0, 0, 100},
    {"compressed again, quality 70", QUALITY, 70, 0, 0, 0, 100},
    {"compressed again, quality 50", QUALITY, 50, 0, 0, 0, 100},
    {"compressed again, quality 30", QUALITY, 30, 0, 0, 0, 100},
    {"cut by 10 % at the left", CROP, 10, 0, 0, 0, 100},
    {"cut by 10 % at the right", CROP, 0, 0, 10, 0, 100},
    {"cut by 10 % at the top", CROP, 0, 10, 0, 0, 100},
    {"cut by 10 % at the bottom", CROP, 0, 0, 0, 10, 100},
    {"cut by 10 %, centred", CROP, 5, 5, 5, 5, 100},
    {"cut by 10 % at every side", CROP, 10, 10, 10, 10, 100},
    {"brighter by 20 %", BRIGHT, 120, 0, 0, 0, 100},
    {"brighter by 40 %", BRIGHT, 140, 0, 0, 0, 95},
    {"brighter by 40 of 255", BRIGHT, 100, 40, 0, 0, 100},
    {"darker by 30 %", BRIGHT, 70, 0, 0, 0, 100},
    {"resized to 50 %", RESIZE, 50, 0, 0, 0, 100},
    {"resized to 200 %", RESIZE, 200, 0, 0, 0, 100},
    {"resized to 50 %, quality 40", RESIZE, 50, 40, 0, 0, 99},
    {"cut by 5 % at the left", CROP, 5, 0, 0, 0, 0},
    {"cut by 8 % at the bottom", CROP, 0, 0, 0, 8, 0},
    {"cut by 12 % at the right", CROP, 0, 0, 12, 0, 0},
    {"cut by 15 % at the right", CROP, 0, 0, 15, 0, 0},
    {"cut by 3 % at every side", CROP, 3, 3, 3, 3, 0},
    {"cut by 10 % at two sides", CROP, 10, 10, 0, 0, 0},
    {"cut by 20 % at the top", CROP, 0, 20, 0, 0, 0},
};

static unsigned char lit(int v, const struct reuse *r)
{
    v = v * r->a / 100 + r->b;
    return (unsigned char)(v > 255 ? 255 : v);
}

static bool make_picture(const struct picture *from, const struct reuse *r, struct picture *to)
{
    int w = from->width, h = from->height;
    if (r->make == RESIZE)
        return picture_resize(from, w * r->a / 100, h * r->a / 100, to, NULL);
    int left = 0, top = 0;
    if (r->make == CROP) {
        left = from->width * r->a / 100;
        top = from->height * r->b / 100;
        w -= left + from->width * r->c / 100;
        h -= top + from->height * r->d / 100;
    }
    if (!picture_create(to, w, h, 3, NULL))
        return false;
    for (int y = 0; y < h; y++) {
        const unsigned char *p =
            from->p + ((size_t)(y + top) * (size_t)from->width + (size_t)left) * 3;
        unsigned char *q = to->p + (size_t)y * (size_t)w * 3;
        for (int x = 0; x < w * 3; x++)
            q[x] = r->make == BRIGHT ? lit(p[x], r) : p[x];
    }
    return true;
}

static bool hashes_of(struct str bytes, struct photo_hashes *out)
{
    struct arena a;
    struct photo_facts f;
    arena_init(&a, 0);
    bool ok = bytes.p && photo_look(&a, bytes, &f, NULL);
    if (ok)
        *out = f.hashes;
    arena_release(&a);
    return ok;
}

static bool hashes_of_reuse(const struct picture *p, const struct reuse *r,
                            struct photo_hashes *out)
{
    struct picture made;
    if (!make_picture(p, r, &made))
        return false;
    int quality = r->make == QUALITY ? r->a : r->make == RESIZE && r->b ? r->b : 85;
    struct str bytes =
        make_jpeg(&made, (struct make_options){.quality = r->make == SAME ? 90 : quality});
    bool ok = hashes_of(bytes, out);
    free((char *)bytes.p);
    picture_release(&made);
    return ok;
}

/* The least long distance among probes whose short one is near enough; 256 when none is. */
static int distance_if_near(const struct photo_hashes *a, const struct photo_hashes *b)
{
    int least = 256;
    for (int turn = 0; turn < 2; turn++) {
        const struct photo_hashes *x = turn ? b : a, *y = turn ? a : b;
        for (int i = 0; i < PHOTO_PROBES; i++) {
            int off = 0;
            if (__builtin_popcountll(x->probe[i].near ^ y->probe[0].near) > PHOTO_NEAR)
                continue;
            for (int k = 0; k < PHOTO_FINE_WORDS; k++)
                off += __builtin_popcountll(x->probe[i].fine[k] ^ y->probe[0].fine[k]);
            least = off < least ? off : least;
        }
    }
    return least;
}

struct tally {
    int flagged[ARRAY_LEN(REUSES)], worst[ARRAY_LEN(REUSES)];
};

static bool one_photo(uint64_t seed, int i, int width, struct photo_hashes *original,
                      struct tally *t)
{
    struct picture p;
    if (!market_set_photo(seed, i, width, width * 3 / 4, &p))
        return false;
    struct str bytes = make_jpeg(&p, (struct make_options){.quality = 90});
    bool ok = hashes_of(bytes, original);
    free((char *)bytes.p);
    for (size_t k = 0; ok && k < ARRAY_LEN(REUSES); k++) {
        struct photo_hashes reused;
        ok = hashes_of_reuse(&p, &REUSES[k], &reused);
        t->flagged[k] += ok && photo_alike(original, &reused);
        int off = ok ? photo_distance(original, &reused) : 0;
        t->worst[k] = off > t->worst[k] ? off : t->worst[k];
    }
    picture_release(&p);
    return ok;
}

/* Photos that are flagged against any other one, and those that would be by the short hash alone.
 */
static void compare_all(const struct photo_hashes *all, int n, int *flagged, int *by_short,
                        int *nearest)
{
    *flagged = *by_short = 0;
    *nearest = 256;
    for (int i = 0; i < n; i++) {
        bool hit = false, near = false;
        for (int k = 0; k < n; k++) {
            if (k == i)
                continue;
            int off = distance_if_near(&all[i], &all[k]);
            near |= off < 256;
            hit |= photo_alike(&all[i], &all[k]);
            *nearest = off < *nearest ? off : *nearest;
        }
        *flagged += hit;
        *by_short += near;
    }
}

/* Distances of pairs of one scene and of different scenes: how well before and after of a spot can
 * be told from anything else. */
static void compare_scenes(const struct photo_hashes *all, int n)
{
    static int count[2][257], total[2];
    for (int i = 0; i < n; i++)
        for (int k = 0; k < i; k++) {
            bool same = i / 10 == k / 10 && i % 10 >= 6 && k % 10 >= 6;
            count[same][photo_distance(&all[i], &all[k])]++;
            total[same]++;
        }
    for (int same = 1; same >= 0; same--) {
        static const int PARTS[] = {1, 10, 50, 90, 99};
        int sum = 0, at = 0;
        printf("%s scene, %d pairs, distance by per cent of them:", same ? "same" : "other",
               total[same]);
        for (size_t p = 0; p < ARRAY_LEN(PARTS); p++) {
            while (at < 256 &&
                   (int64_t)(sum + count[same][at]) * 100 < (int64_t)total[same] * PARTS[p])
                sum += count[same][at++];
            printf(" %d %%: %d", PARTS[p], at);
        }
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    static struct photo_hashes all[PHOTOS_MAX];
    struct tally t = {0};
    int n = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 120;
    uint64_t seed = argc > 2 ? (uint64_t)strtol(argv[2], NULL, 10) : 2026;
    int width = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 800;
    bool good = n > 0 && n <= PHOTOS_MAX && width >= 64 && width <= 4000;
    for (int i = 0; good && i < n; i++)
        good = one_photo(seed, i, width, &all[i], &t);
    if (!good) {
        fprintf(stderr, "likeness: no figures\n");
        return 2;
    }
    printf("%d photos of seed %llu, %d x %d\n", n, (unsigned long long)seed, width, width * 3 / 4);
    for (size_t k = 0; k < ARRAY_LEN(REUSES); k++) {
        printf("%-32s flagged %5d of %d (%5.1f %%), farthest %d of 256\n", REUSES[k].name,
               t.flagged[k], n, 100.0 * t.flagged[k] / n, t.worst[k]);
        good &= (int64_t)t.flagged[k] * 100 >= (int64_t)n * REUSES[k].promised;
    }
    int flagged, by_short, nearest;
    compare_all(all, n, &flagged, &by_short, &nearest);
    printf(
        "different photos flagged against another: %d of %d (%.2f %%); by the short hash alone %d; "
        "nearest %d of 256\n",
        flagged, n, 100.0 * flagged / n, by_short, nearest);
    compare_scenes(all, n);
    good &= (int64_t)flagged * 100 < n || flagged == 0;
    return good ? 0 : 1;
}
