/* What a photo says about itself; decoded in this process. */
#include "../test.h"

#include "market.h"

#include <stdlib.h>

static const struct make_exif CAMERA = {
    .orientation = 1,
    .make = "HUAWEI",
    .model = "ELS-AN00",
    .changed = "2026:04:01 08:30:00",
    .taken = "2026:04:01 08:30:00",
    /* 23 deg 22' 24" N, 104 deg 15' 00" E */
    .latitude_seconds = 23 * 3600 + 22 * 60 + 24,
    .longitude_seconds = 104 * 3600 + 15 * 60,
};

static struct str with_exif(struct make_exif e, int quality)
{
    static unsigned char room[4096];
    struct picture p;
    assert_true(market_photo(7, 8, 320, 240, &p));
    struct make_options o = {.quality = quality,
                             .exif = {(const char *)room, make_exif(&e, room, sizeof room)}};
    struct str s = make_jpeg(&p, o);
    picture_release(&p);
    assert_non_null(s.p);
    return s;
}

static struct str plain_jpeg(int width, int height, bool progressive)
{
    struct picture p;
    assert_true(market_photo(1, 2, width, height, &p));
    struct str s = make_jpeg(&p, (struct make_options){.quality = 80, .progressive = progressive});
    picture_release(&p);
    return s;
}

/* Looks, frees the bytes; the code, ERR_OK when it went well. */
static enum err_code look(struct str bytes, struct photo_facts *out)
{
    struct arena a;
    struct err err = {0};
    arena_init(&a, 0);
    bool ok = photo_look(&a, bytes, out, &err);
    assert_int_equal(ok, err.code == ERR_OK);
    if (ok) {
        assert_true(str_starts(out->thumb, STR("\xff\xd8\xff")));
        assert_null(memmem(out->thumb.p, out->thumb.n, "Exif", 4));
    }
    arena_release(&a);
    out->thumb = STR_NONE;
    free((char *)bytes.p);
    return err.code;
}

static struct str joined(struct str a, struct str b)
{
    char *p = malloc(a.n + b.n);
    memcpy(p, a.p, a.n);
    memcpy(p + a.n, b.p, b.n);
    free((char *)a.p);
    return (struct str){p, a.n + b.n};
}

static void test_exif(void **state)
{
    (void)state;
    struct photo_facts f;
    assert_int_equal(look(with_exif(CAMERA, 80), &f), ERR_OK);
    assert_int_equal(f.kind, PHOTO_JPEG);
    assert_int_equal(f.width, 320);
    assert_int_equal(f.height, 240);
    assert_true(f.exif.there);
    assert_string_equal(f.exif.make, "HUAWEI");
    assert_string_equal(f.exif.model, "ELS-AN00");
    assert_string_equal(f.exif.taken, "2026:04:01 08:30:00");
    assert_true(f.exif.has_taken_at);
    /* date -u -d '2026-04-01 00:30:00' +%s = 1775003400: half past eight in China */
    assert_int_equal(f.exif.taken_at, 1775003400000);
    assert_true(f.exif.has_position);
    /* 23 + 22/60 + 24/3600 = 23.373333..., 104 + 15/60 = 104.25 */
    assert_int_equal(f.exif.latitude, 23373333);
    assert_int_equal(f.exif.longitude, 104250000);
    assert_int_equal(f.hints, 0);
    assert_int_equal(f.tail, PHOTO_TAIL_NONE);
    assert_int_equal(f.thumb_width, 320);
}

static void test_exif_else(void **state)
{
    (void)state;
    struct photo_facts f;
    struct make_exif e = CAMERA;
    e.latitude_seconds = -1;
    e.longitude_seconds = -180 * 3600;
    e.offset = "+09:00"; /* an hour ahead of China: the moment is one hour earlier */
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.exif.taken_at, 1775003400000 - 3600000);
    assert_int_equal(f.exif.latitude, -278); /* 1/3600 = 0.000277... */
    assert_int_equal(f.exif.longitude, -180000000);
    e = CAMERA;
    e.latitude_seconds = 91 * 3600;
    e.taken = "2026:02:30 08:30:00"; /* no such day */
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_false(f.exif.has_position);
    assert_false(f.exif.has_taken_at);
    assert_string_equal(f.exif.taken, "2026:02:30 08:30:00");
    e = CAMERA;
    e.model = "a\x1b[31m\xff\xe7\xbe\x8e"; /* a terminal's escape, a bad byte, a good character */
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_string_equal(f.exif.model, "a?[31m?\xe7\xbe\x8e");
}

static void test_hints(void **state)
{
    (void)state;
    struct photo_facts f;
    struct make_exif e = CAMERA;
    e.software = "Adobe Photoshop 22.1 (Windows)";
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.hints, PHOTO_HINT_EDITOR);
    e = CAMERA;
    e.software = "ELS-AN00 12.0.0.230(C00E230R4P2)"; /* a phone's own */
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.hints, 0);
    e = CAMERA;
    e.changed = "2026:04:01 08:31:01";
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.hints, PHOTO_HINT_SAVED_LATER);
    e.changed = "2026:04:01 08:31:00"; /* a minute to write it is allowed */
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.hints, 0);
    e = CAMERA;
    e.width = 640, e.height = 480;
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.hints, PHOTO_HINT_SIZE_CHANGED);
    e.width = 240, e.height = 320; /* turned */
    assert_int_equal(look(with_exif(e, 80), &f), ERR_OK);
    assert_int_equal(f.hints, 0);
    assert_int_equal(look(plain_jpeg(64, 48, false), &f), ERR_OK);
    assert_int_equal(f.hints, PHOTO_HINT_NO_CAMERA);
}

/* Every length of an EXIF part, and every byte of its head spoilt: nothing but less is known. */
static void test_exif_spoilt(void **state)
{
    (void)state;
    static unsigned char room[4096];
    struct picture p;
    struct photo_facts f;
    size_t n = make_exif(&CAMERA, room, sizeof room);
    assert_true(market_photo(7, 8, 32, 32, &p));
    struct make_options o = {.quality = 50};
    for (size_t i = 1; i <= n; i++) {
        o.exif = (struct str){(const char *)room, i};
        assert_int_equal(look(make_jpeg(&p, o), &f), ERR_OK);
    }
    for (size_t i = 0; i < n; i++) {
        static unsigned char copy[4096];
        memcpy(copy, room, n);
        copy[i] = 0xff; /* counts of four billion, offsets far outside */
        o.exif = (struct str){(const char *)copy, n};
        assert_int_equal(look(make_jpeg(&p, o), &f), ERR_OK);
    }
    picture_release(&p);
}

/* Red above left, green above right, blue below left, white below right; as seen upright. */
static void test_orientation(void **state)
{
    (void)state;
    static const unsigned char CORNERS[4][3] = {
        {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
    /* From the table of orientations in the EXIF standard: where row 0 and column 0 of what is
     * stored are seen. Each line: which corner of the upright picture is stored above left, above
     * right, below left, below right. */
    static const int STORED[9][4] = {{0, 0, 0, 0}, {0, 1, 2, 3}, {1, 0, 3, 2},
                                     {3, 2, 1, 0}, {2, 3, 0, 1}, {0, 2, 1, 3},
                                     {1, 3, 0, 2}, {3, 1, 2, 0}, {2, 0, 3, 1}};
    for (int orientation = 1; orientation <= 8; orientation++) {
        bool across = orientation >= 5;
        struct picture p, upright;
        assert_true(picture_create(&p, across ? 40 : 60, across ? 60 : 40, 3, NULL));
        for (int y = 0; y < p.height; y++)
            for (int x = 0; x < p.width; x++) {
                int corner = STORED[orientation][(y >= p.height / 2) * 2 + (x >= p.width / 2)];
                memcpy(p.p + ((size_t)y * (size_t)p.width + (size_t)x) * 3, CORNERS[corner], 3);
            }
        assert_true(picture_turn(&p, orientation, &upright, NULL));
        assert_int_equal(upright.width, 60);
        assert_int_equal(upright.height, 40);
        for (int corner = 0; corner < 4; corner++) {
            int x = corner & 1 ? 59 : 0, y = corner & 2 ? 39 : 0;
            assert_memory_equal(upright.p + ((size_t)y * 60 + (size_t)x) * 3, CORNERS[corner], 3);
        }
        picture_release(&upright);
        picture_release(&p);
    }
}

/* 3 pixels to 2: each new one covers one and a half. 2 to 3: the middle is half and half. */
static void test_resize(void **state)
{
    (void)state;
    unsigned char three[] = {10, 40, 100}, two[] = {0, 90};
    struct picture from = {3, 1, 1, three}, to;
    assert_true(picture_resize(&from, 2, 1, &to, NULL));
    assert_int_equal(to.p[0], 20); /* (10 + 40/2) / 1.5 */
    assert_int_equal(to.p[1], 80); /* (40/2 + 100) / 1.5 */
    picture_release(&to);
    from = (struct picture){1, 2, 1, two};
    assert_true(picture_resize(&from, 1, 3, &to, NULL));
    assert_int_equal(to.p[0], 0);
    assert_int_equal(to.p[1], 45);
    assert_int_equal(to.p[2], 90);
    picture_release(&to);
}

static void test_kinds(void **state)
{
    (void)state;
    struct photo_facts f;
    struct picture p;
    assert_int_equal(look(plain_jpeg(1000, 750, true), &f), ERR_OK);
    assert_int_equal(f.thumb_width, 480);
    assert_int_equal(f.thumb_height, 360);
    assert_true(market_photo(3, 4, 700, 1000, &p));
    for (int interlaced = 0; interlaced < 2; interlaced++) {
        assert_int_equal(look(make_png(&p, interlaced), &f), ERR_OK);
        assert_int_equal(f.kind, PHOTO_PNG);
        assert_int_equal(f.thumb_width, 336);
        assert_int_equal(f.thumb_height, 480);
    }
    picture_release(&p);
    static const struct {
        struct str bytes;
        const char *guess;
    } OTHERS[] = {
        {STR_INIT("\0\0\0\x18"
                  "ftypheic\0\0\0\0"),
         "HEIC"},
        {STR_INIT("RIFF\x10\0\0\0WEBPVP8 "), "WebP"},
        {STR_INIT("GIF89a"), "GIF"},
        {STR_INIT("%PDF-1.7"), "PDF"},
        {STR_INIT("<svg xmlns="), "SVG"},
        {STR_INIT(""), "?"},
        {STR_INIT("\xff\xd8"), "?"},
    };
    for (size_t i = 0; i < ARRAY_LEN(OTHERS); i++) {
        struct err err = {0};
        assert_false(photo_look(NULL, OTHERS[i].bytes, &f, &err));
        assert_int_equal(err.code, ERR_PHOTO_KIND);
        assert_string_equal(err.args[0], OTHERS[i].guess);
    }
}

static void test_cut_off(void **state)
{
    (void)state;
    struct picture p;
    struct photo_facts f;
    assert_true(market_photo(3, 4, 64, 48, &p));
    for (int kind = 0; kind < 3; kind++) {
        struct str whole =
            kind == 2 ? make_png(&p, false)
                      : make_jpeg(&p, (struct make_options){.quality = 70, .progressive = kind});
        for (size_t n = 16; n < whole.n; n += n < 700 ? 1 : 53) {
            struct err err = {0};
            assert_false(photo_look(NULL, (struct str){whole.p, n}, &f, &err));
            assert_int_equal(err.code, ERR_PHOTO_BROKEN);
        }
        free((char *)whole.p);
    }
    /* The end is there, but the data before it are not. */
    struct str s = make_jpeg(&p, (struct make_options){.quality = 70});
    memcpy((char *)s.p + s.n / 2, "\xff\xd9", 2);
    s.n = s.n / 2 + 2;
    assert_int_equal(look(s, &f), ERR_PHOTO_BROKEN);
    picture_release(&p);
}

/* The size that a JPEG or PNG states, written over. */
static struct str stating(struct str s, size_t at, int bytes, int height, int width)
{
    unsigned char *p = (unsigned char *)s.p + at;
    for (int i = 0; i < bytes; i++) {
        p[i] = (unsigned char)(height >> (8 * (bytes - 1 - i)));
        p[bytes + i] = (unsigned char)(width >> (8 * (bytes - 1 - i)));
    }
    return s;
}

static size_t frame_at(struct str s, char kind)
{
    const char mark[] = {(char)0xff, kind, 0, 17, 8};
    const char *at = memmem(s.p, s.n, mark, sizeof mark);
    assert_non_null(at);
    return (size_t)(at - s.p) + 5;
}

static void test_bombs(void **state)
{
    (void)state;
    struct photo_facts f;
    struct picture p;
    struct str s = plain_jpeg(64, 48, false);
    assert_int_equal(look(stating(s, frame_at(s, (char)0xc0), 2, 10000, 20000), &f),
                     ERR_PHOTO_PIXELS); /* 200 million */
    s = plain_jpeg(64, 48, false);
    assert_int_equal(look(stating(s, frame_at(s, (char)0xc0), 2, 65500, 16), &f),
                     ERR_PHOTO_PIXELS); /* a side too long */
    s = plain_jpeg(64, 48, true);
    /* 48 million progressive pixels of 3 bytes are 144 MB of coefficients. */
    assert_int_equal(look(stating(s, frame_at(s, (char)0xc2), 2, 6000, 8000), &f),
                     ERR_PHOTO_STORED);
    assert_int_equal(look(plain_jpeg(15, 200, false), &f), ERR_PHOTO_SMALL);
    assert_true(market_photo(3, 4, 64, 48, &p));
    assert_int_equal(look(stating(make_png(&p, false), 16, 4, 10000, 20000), &f), ERR_PHOTO_PIXELS);
    assert_int_equal(look(stating(make_png(&p, false), 16, 4, 0x7fffffff, 0x7fffffff), &f),
                     ERR_PHOTO_PIXELS);
    assert_int_equal(look(stating(make_png(&p, false), 16, 4, 0, 64), &f), ERR_PHOTO_BROKEN);
    assert_int_equal(look(stating(make_png(&p, true), 16, 4, 6000, 8000), &f), ERR_PHOTO_STORED);
    picture_release(&p);
    struct err err = {0};
    char *big = calloc(1, PHOTO_BYTES_MAX + 1);
    assert_false(photo_look(NULL, (struct str){big, PHOTO_BYTES_MAX + 1}, &f, &err));
    assert_int_equal(err.code, ERR_PHOTO_BYTES);
    free(big);
}

/* A progressive JPEG whose last pass is said a thousand times over. */
static void test_scans(void **state)
{
    (void)state;
    struct photo_facts f;
    struct str s = plain_jpeg(64, 48, true);
    size_t last = 0;
    for (size_t i = 0; i + 1 < s.n; i++)
        if ((unsigned char)s.p[i] == 0xff && (unsigned char)s.p[i + 1] == 0xda)
            last = i;
    size_t n = s.n - 2 - last;
    struct str all = joined((struct str){s.p, s.n - 2}, STR(""));
    for (int i = 0; i < 1000; i++) {
        char copy[4096];
        assert_true(n < sizeof copy);
        memcpy(copy, all.p + last, n);
        all = joined(all, (struct str){copy, n});
    }
    assert_int_equal(look(joined(all, STR("\xff\xd9")), &f), ERR_PHOTO_SCANS);
}

static void test_tails(void **state)
{
    (void)state;
    struct photo_facts f;
    static const struct {
        struct str tail;
        enum err_code code;
        enum photo_tail kind;
    } TAILS[] = {
        {STR_INIT("\0\0\0\0"), ERR_OK, PHOTO_TAIL_ZEROS},
        {STR_INIT("\xff\xd8\xff\xe0 a second picture"), ERR_OK, PHOTO_TAIL_PICTURE},
        {STR_INIT("\0\0\0\x18"
                  "ftypmp42\0\0\0\0"),
         ERR_OK, PHOTO_TAIL_FILM},
        {STR_INIT("something"), ERR_OK, PHOTO_TAIL_UNKNOWN},
        {STR_INIT("\r\n<ScRiPt>alert(1)</script>"), ERR_PHOTO_POLYGLOT, 0},
        {STR_INIT("PK\3\4 an archive"), ERR_PHOTO_POLYGLOT, 0},
        /* Only the end record of an archive, with a comment of two bytes. */
        {STR_INIT("junk PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2\0ok"), ERR_PHOTO_POLYGLOT, 0},
        {STR_INIT("%PDF-1.4"), ERR_PHOTO_POLYGLOT, 0},
        {STR_INIT("MZ\x90"), ERR_PHOTO_POLYGLOT, 0},
    };
    for (size_t i = 0; i < ARRAY_LEN(TAILS); i++) {
        enum err_code code = look(joined(with_exif(CAMERA, 50), TAILS[i].tail), &f);
        assert_int_equal(code, TAILS[i].code);
        if (code != ERR_OK)
            continue;
        assert_int_equal(f.tail, TAILS[i].kind);
        assert_int_equal(f.tail_bytes, TAILS[i].tail.n);
        assert_int_equal(f.hints, TAILS[i].kind == PHOTO_TAIL_ZEROS ? 0 : PHOTO_HINT_TAIL);
    }
    /* A document's head in a comment of the picture. */
    struct make_exif e = CAMERA;
    e.software = "%PDF-1.4";
    assert_int_equal(look(with_exif(e, 50), &f), ERR_PHOTO_POLYGLOT);
}

static void test_alike(void **state)
{
    (void)state;
    struct photo_facts a, b, plain;
    assert_int_equal(look(plain_jpeg(1200, 900, false), &a), ERR_OK);
    assert_int_equal(look(plain_jpeg(400, 300, true), &b), ERR_OK);
    assert_true(photo_alike(&a.hashes, &b.hashes)); /* the same scene, smaller */
    assert_int_equal(photo_distance(&a.hashes, &a.hashes), 0);
    assert_true(photo_distance(&a.hashes, &b.hashes) <= PHOTO_FINE_NEAR);
    assert_int_equal(look(with_exif(CAMERA, 80), &b), ERR_OK);
    assert_false(photo_alike(&a.hashes, &b.hashes));
    struct picture p;
    assert_true(picture_create(&p, 64, 64, 3, NULL));
    memset(p.p, 128, 64 * 64 * 3);
    assert_int_equal(look(make_png(&p, false), &plain), ERR_OK);
    assert_true(plain.hashes.plain);
    assert_int_equal(photo_distance(&plain.hashes, &plain.hashes), 256);
    assert_false(photo_alike(&plain.hashes, &plain.hashes)); /* a wall is like no other wall */
    picture_release(&p);
}

/* Every allocation from the arena fails once. */
static void test_memory(void **state)
{
    (void)state;
    struct str s = plain_jpeg(64, 48, false);
    bool done = false;
    for (size_t i = 1; !done && i < 20; i++) {
        struct arena a;
        struct err err = {0};
        struct photo_facts f;
        arena_init(&a, 0);
        a.fail_at = i;
        done = photo_look(&a, s, &f, &err);
        if (!done)
            assert_int_equal(err.code, ERR_MEMORY);
        assert_true(done || i < 19);
        arena_release(&a);
    }
    assert_true(done);
    free((char *)s.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exif),   cmocka_unit_test(test_exif_else),
        cmocka_unit_test(test_hints),  cmocka_unit_test(test_exif_spoilt),
        cmocka_unit_test(test_resize), cmocka_unit_test(test_orientation),
        cmocka_unit_test(test_kinds),  cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_bombs),  cmocka_unit_test(test_scans),
        cmocka_unit_test(test_tails),  cmocka_unit_test(test_alike),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
