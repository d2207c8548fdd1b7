/* A photo of 12 million pixels: processor time from bytes to facts (hashes and small picture), the
 * same beside decoding it in full by the same library, and the helper's memory at its highest.
 * Targets: under 100 ms of CPU for a photo in all, helper under 150 MB, also for the largest files
 * that are taken. The program is its own helper. */
#include "../tests/media/market.h"
#include "media/helper.h"
#include "media/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jpeglib.h>

enum { ROUNDS = 15 };

static int64_t ns_of(clockid_t clock)
{
    struct timespec t;
    return clock_gettime(clock, &t) == 0 ? (int64_t)t.tv_sec * 1000000000 + t.tv_nsec : 0;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The whole picture in full size, as a straightforward program would do it. */
static bool decode_in_full(struct str bytes)
{
    struct jpeg_decompress_struct j;
    struct jpeg_error_mgr errors;
    j.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&j);
    jpeg_mem_src(&j, (const unsigned char *)bytes.p, bytes.n);
    jpeg_read_header(&j, TRUE);
    jpeg_start_decompress(&j);
    unsigned char *row = malloc((size_t)j.output_width * 3);
    while (row && j.output_scanline < j.output_height)
        jpeg_read_scanlines(&j, &row, 1);
    jpeg_destroy_decompress(&j);
    free(row);
    return row != NULL;
}

static long peak_kb(pid_t pid)
{
    char path[64], line[256];
    long kb = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kb = strtol(line + 6, NULL, 10);
    if (f)
        fclose(f);
    return kb;
}

static bool measure(const char *name, struct str bytes, int64_t most_ms)
{
    struct media_pool pool;
    struct photo_facts f;
    struct arena a;
    struct err err = {0};
    int64_t times[ROUNDS], full[ROUNDS];
    if (!bytes.p || !media_pool_init(&pool, NULL))
        return false;
    bool ok = true;
    for (int i = -1; ok && i < ROUNDS; i++) { /* the first one starts the helper */
        clockid_t child;
        bool known = pool.helpers[0].pid && clock_getcpuclockid(pool.helpers[0].pid, &child) == 0;
        arena_init(&a, 0);
        int64_t here = ns_of(CLOCK_PROCESS_CPUTIME_ID), there = known ? ns_of(child) : 0;
        ok = photo_examine(&pool, &a, bytes, &f, &err);
        int64_t spent = ns_of(CLOCK_PROCESS_CPUTIME_ID) - here + (known ? ns_of(child) - there : 0);
        arena_release(&a);
        here = ns_of(CLOCK_PROCESS_CPUTIME_ID);
        bool decoded = decode_in_full(bytes);
        if (i >= 0 && decoded) {
            times[i] = spent;
            full[i] = ns_of(CLOCK_PROCESS_CPUTIME_ID) - here;
        }
    }
    long kb = ok ? peak_kb(pool.helpers[0].pid) : -1;
    media_pool_release(&pool);
    if (!ok) {
        printf("%-34s FAILED: %s\n", name, err_key(err.code));
        return false;
    }
    qsort(times, ROUNDS, sizeof times[0], by_value);
    qsort(full, ROUNDS, sizeof full[0], by_value);
    double ms = (double)times[ROUNDS / 2] / 1e6, decode = (double)full[ROUNDS / 2] / 1e6;
    printf("%-34s %5.1f MB  %6.1f ms CPU (decoding in full alone %6.1f: %.2f x)  helper %5.1f MB\n",
           name, (double)bytes.n / 1e6, ms, decode, ms / decode, (double)kb / 1e3);
    return ms < (double)most_ms && kb < 150 * 1000;
}

static struct str made(int width, int height, int quality, bool progressive)
{
    struct picture p;
    if (!market_photo(21, 22, width, height, &p))
        return STR_NONE;
    struct str s =
        make_jpeg(&p, (struct make_options){.quality = quality, .progressive = progressive});
    picture_release(&p);
    return s;
}

/* For photo_way.py: one of 12 million pixels, of quality 85. */
static int write_one(const char *path, uint64_t scene)
{
    struct picture p;
    if (!market_photo(scene, 1, 4000, 3000, &p))
        return 1;
    struct str s = make_jpeg(&p, (struct make_options){.quality = 85});
    picture_release(&p);
    FILE *f = s.p ? fopen(path, "wb") : NULL;
    bool ok = f && fwrite(s.p, 1, s.n, f) == s.n;
    ok = f && fclose(f) == 0 && ok;
    free((char *)s.p);
    return ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (media_is_helper(argc, argv))
        return media_helper_main();
    if (argc == 4 && strcmp(argv[1], "--make") == 0)
        return write_one(argv[2], strtoull(argv[3], NULL, 10));
    static const struct {
        const char *name;
        int width, height, quality;
        bool progressive;
        int64_t most_ms;
    } PHOTOS[] = {
        {"12 MP, quality 75", 4000, 3000, 75, false, 100},
        {"12 MP, quality 85", 4000, 3000, 85, false, 100},
        {"12 MP, quality 92", 4000, 3000, 92, false, 100},
        /* As many bytes as a phone makes of 12 million pixels full of detail. */
        {"12 MP, quality 97", 4000, 3000, 97, false, 100},
        {"12 MP, progressive, quality 75", 4000, 3000, 75, true, 1000},
        {"48 MP, quality 75", 8000, 6000, 75, false, 1000},
        {"30 MP, progressive, quality 75", 6400, 4700, 75, true, 2000},
    };
    bool ok = true;
    for (size_t i = 0; i < ARRAY_LEN(PHOTOS); i++) {
        struct str s =
            made(PHOTOS[i].width, PHOTOS[i].height, PHOTOS[i].quality, PHOTOS[i].progressive);
        ok &= measure(PHOTOS[i].name, s, PHOTOS[i].most_ms);
        free((char *)s.p);
    }
    return ok ? 0 : 1;
}
