/* Proof of findings over the API: photos, papers, measurements; who may add and see them, what is
 * noticed about them, and what a fix must show. Photos go through the real helper process, which is
 * this program started again. */
#include "api_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../media/market.h"
#include "media/helper.h"
#include "office/pack.h"
#include "store/audit.h"
#include "store/unit.h"
#include "work/demo.h"
#include "work/files.h"
#include "work/proof.h"

#define FINDINGS "/api/campaigns/1/findings"
#define MINUTE INT64_C(60000)

static int64_t market; /* unit */

static void test_people(void **state)
{
    struct api *api = *state;
    people_log_in(api, INSPECTOR, "inspector", DEMO_PASSWORD);
    people_log_in(api, LEAD, "lead", DEMO_PASSWORD);
    api_good(api, COORDINATOR, "GET", "/api/units?q=%E5%8E%BF%E5%B8%82%E5%9C%BA%E7%9B%91", NULL);
    market = api_int(api, "units.0.id");
}

/* ---- making ---------------------------------------------------------------------------------- */

/* A photo of a place on a day, with EXIF when `e` is given; in the arena. */
static struct str photo(struct api *api, uint64_t scene, uint64_t visit, int quality,
                        const struct make_exif *e)
{
    struct picture p;
    unsigned char exif[4096];
    size_t n = e ? make_exif(e, exif, sizeof exif) : 0;
    assert_true(market_photo(scene, visit, 480, 360, &p));
    struct str made =
        make_jpeg(&p, (struct make_options){.quality = quality, .exif = {(const char *)exif, n}});
    struct str kept = arena_str(&api->arena, made);
    free((char *)made.p);
    picture_release(&p);
    return kept;
}

static const char *one(struct api *api, int64_t id, const char *rest)
{
    return api_target(api, FINDINGS "/%lld%s", (long long)id, rest);
}

static void add(struct api *api, enum who who, int64_t id, const char *rest, struct str bytes)
{
    api_send(api, who, "POST", one(api, id, rest), STR("application/octet-stream"), bytes);
}

static void act(struct api *api, enum who who, int64_t id, const char *door, const char *name,
                const char *more)
{
    api_good(api, COORDINATOR, "GET", one(api, id, ""), NULL);
    api_call(api, who, "POST", one(api, id, door),
             api_target(api, "{\"act\":\"%s\",\"version\":%lld,\"reason\":\"因故\"%s%s}", name,
                        (long long)api_int(api, "finding.version"), more[0] ? "," : "", more));
}

static int64_t report(struct api *api)
{
    api_good(api, INSPECTOR, "POST", FINDINGS,
             api_target(api,
                        "{\"source\":\"unannounced\",\"region\":\"532624\",\"text\":\"垃圾外溢\","
                        "\"lat\":23125000,\"lon\":104700000,\"found_at\":%lld}",
                        (long long)(api->now - 60 * MINUTE)));
    return api_int(api, "finding.id");
}

static int64_t dispatched(struct api *api, const char *more)
{
    int64_t id = report(api);
    act(api, COORDINATOR, id, "/manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3个工作日\"%s%s",
                   (long long)market, more[0] ? "," : "", more));
    assert_status(api, 200);
    return id;
}

static size_t proofs(struct api *api)
{
    return json_array_size(api_at(api, "proofs"));
}

/* Says which flags there are when there should be none. */
static void assert_no_flags(struct api *api, int proof)
{
    json_t *flags = api_at(api, api_target(api, "proofs.%d.flags", proof));
    if (json_array_size(flags))
        fail_msg("flags: %s", json_dumps(flags, 0));
}

/* ---- the way through ------------------------------------------------------------------------- */

static void test_way(void **state)
{
    struct api *api = *state;
    int64_t id = report(api);
    add(api, INSPECTOR, id, "/proofs/found?name=IMG_1.jpg&lat=23125010&lon=104700010&accuracy=12",
        photo(api, 900, 1, 90, NULL));
    assert_status(api, 201);
    int64_t before = api_int(api, "proofs.0.id");
    assert_int_equal(api_int(api, "proofs.0.accuracy"), 12);
    assert_string_equal(api_text(api, "proofs.0.media"), "image/jpeg");
    /* What must be shown needs its reason. */
    act(api, COORDINATOR, id, "/manage", "dispatch",
        api_target(api,
                   "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3个工作日\",\"need\":\"photo\"",
                   (long long)market));
    assert_refused(api, 400, "empty");
    assert_string_equal(api_text(api, "error.field"), "need_reason");
    act(api, COORDINATOR, id, "/manage", "dispatch",
        api_target(api,
                   "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3个工作日\",\"need\":\"photo\","
                   "\"need_reason\":\"检查表要求留存照片\"",
                   (long long)market));
    assert_status(api, 200);
    assert_string_equal(api_text(api, "need_reason"), "检查表要求留存照片");
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_refused(api, 422, "proof_needed");
    assert_non_null(strstr(api_text(api, "error.message"), "检查表要求留存照片"));
    /* The same call again is done once. */
    struct str after = photo(api, 900, 1, 70, NULL);
    for (int i = 0; i < 2; i++) {
        add(api, COUNTY, id, "/proofs/fixed?key=k1&name=IMG_2.jpg", after);
        assert_status(api, 201);
        assert_int_equal(proofs(api), 2);
        assert_true(json_is_boolean(api_at(api, "again")) &&
                    json_is_true(api_at(api, "again")) == (i == 1));
    }
    /* Photos of one case look alike, which says that it is the same spot, and accuses nobody. */
    assert_true(json_is_true(api_at(api, "proofs.1.same_spot")));
    assert_int_equal(api_int(api, "proofs.1.spot_of"), before);
    assert_no_flags(api, 1);
    add(api, COUNTY, id, "/proofs/fixed?key=k1", photo(api, 901, 1, 90, NULL));
    assert_refused(api, 409, "key_used");
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_status(api, 200);
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 900, 3, 90, NULL));
    assert_refused(api, 409, "finding_part"); /* too late */
    add(api, DEPUTY, id, "/proofs/check?note=%E7%8E%B0%E5%9C%BA", photo(api, 900, 4, 90, NULL));
    assert_status(api, 201);
    assert_string_equal(api_text(api, "proofs.2.note"), "现场");
    act(api, DEPUTY, id, "/recheck", "return", "");
    assert_status(api, 200);
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_refused(api, 422, "proof_needed"); /* the former one does not count any more */
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 900, 5, 90, NULL));
    assert_status(api, 201);
    assert_int_equal(api_int(api, "proofs.3.pass"), 1);
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_status(api, 200);
    act(api, DEPUTY, id, "/recheck", "close", "\"on_site\":true");
    assert_status(api, 200);
    add(api, INSPECTOR, id, "/proofs/found", photo(api, 900, 6, 90, NULL));
    assert_refused(api, 409, "finding_state");
}

/* ---- given out ------------------------------------------------------------------------------- */

static void test_files(void **state)
{
    struct api *api = *state;
    struct photo_facts facts;
    int64_t id = report(api), other = report(api);
    struct str sent = photo(api, 910, 1, 92, NULL);
    add(api, INSPECTOR, id, "/proofs/found", sent);
    assert_status(api, 201);
    int64_t proof = api_int(api, "proofs.0.id");
    const char *thumb = api_target(api, "/proofs/%lld/thumb", (long long)proof);
    const char *file = api_target(api, "/proofs/%lld/file", (long long)proof);
    api_call(api, COUNTY, "GET", one(api, id, thumb), NULL);
    assert_status(api, 200);
    assert_string_equal(api->media, "image/jpeg");
    assert_true(photo_look(&api->arena, api->body, &facts, NULL));
    assert_int_equal(facts.width, 480);
    assert_false(facts.exif.there);
    /* The original, byte by byte; that it was opened is an entry (api_test.c asks for it). */
    api_call(api, COUNTY, "GET", one(api, id, file), NULL);
    assert_status(api, 200);
    assert_string_equal(api->media, "image/jpeg");
    assert_true(str_eq(api->body, sent));
    /* Not by those who do not reach the finding, and not through another finding. */
    api_call(api, STRANGER, "GET", one(api, id, thumb), NULL);
    assert_status(api, 403);
    api_call(api, STRANGER, "GET", one(api, id, file), NULL);
    assert_status(api, 403);
    api_call(api, NOBODY, "GET", one(api, id, file), NULL);
    assert_status(api, 401);
    api_call(api, COUNTY, "GET", one(api, other, file), NULL);
    assert_refused(api, 404, "not_found");
    api_assert_elsewhere(api, one(api, other, file) + strlen("/api/"));
    api_call(api, COUNTY, "GET", one(api, id, "/proofs/999999/thumb"), NULL);
    assert_refused(api, 404, "not_found");
    /* A file that was taken away is told, and does not end anything. */
    api_good(api, COUNTY, "GET", one(api, id, ""), NULL);
    const char *sha = api_text(api, "proofs.0.sha256");
    const char *path = api_target(api, "%s/%.2s/%.2s/%s", api->files, sha, sha + 2, sha + 4);
    assert_int_equal(truncate(path, 100), 0);
    api_call(api, COUNTY, "GET", one(api, id, file), NULL);
    assert_refused(api, 500, "file_lost");
    /* Sent again, it is whole again. */
    add(api, INSPECTOR, other, "/proofs/found", sent);
    assert_status(api, 201);
    api_call(api, COUNTY, "GET", one(api, id, file), NULL);
    assert_status(api, 200);
}

/* ---- flags ----------------------------------------------------------------------------------- */

static const char *flag(struct api *api, int proof, int n)
{
    return api_text(api, api_target(api, "proofs.%d.flags.%d.kind", proof, n));
}

static void test_reused(void **state)
{
    struct api *api = *state;
    int64_t first = dispatched(api, ""), second = dispatched(api, "");
    struct str original = photo(api, 920, 1, 92, NULL);
    add(api, COUNTY, first, "/proofs/fixed", original);
    assert_status(api, 201);
    int64_t there = api_int(api, "proofs.0.id");
    assert_no_flags(api, 0);
    add(api, COUNTY, second, "/proofs/fixed", original);
    assert_status(api, 201);
    assert_string_equal(flag(api, 0, 0), "same_file");
    assert_int_equal(json_array_size(api_at(api, "proofs.0.flags")), 1);
    assert_int_equal(api_int(api, "proofs.0.flags.0.other"), there);
    assert_int_equal(api_int(api, "proofs.0.flags.0.finding"), first);
    assert_int_equal(api_int(api, "finding.flagged"), 1);
    /* Compressed again: another file, the same picture, of the first finding. */
    add(api, COUNTY, second, "/proofs/fixed", photo(api, 920, 1, 50, NULL));
    assert_status(api, 201);
    assert_string_equal(flag(api, 1, 0), "alike");
    assert_int_equal(api_int(api, "proofs.1.flags.0.other"), there);
    /* The same file twice in one finding, and the third time within an hour. */
    add(api, COUNTY, second, "/proofs/fixed", original);
    assert_status(api, 201);
    assert_string_equal(flag(api, 2, 0), "again");
    assert_string_equal(flag(api, 2, 1), "burst");
    assert_string_equal(flag(api, 2, 2), "same_file");
    /* A photo of somewhere else is not flagged. */
    add(api, COUNTY, second, "/proofs/fixed", photo(api, 921, 7, 92, NULL));
    assert_status(api, 201);
    assert_no_flags(api, 3);
    /* Closed with it: counted by unit, and listed. */
    act(api, COUNTY, second, "/answer", "fix", "");
    act(api, DEPUTY, second, "/recheck", "close", "\"on_site\":true");
    assert_status(api, 200);
    api_good(api, COORDINATOR, "GET", FINDINGS "/closings?region=532624", NULL);
    int64_t n = 0;
    for (size_t i = 0; i < json_array_size(api_at(api, "units")); i++)
        if (api_int(api, api_target(api, "units.%zu.unit", i)) == market)
            n = api_int(api, api_target(api, "units.%zu.flagged", i));
    assert_int_equal(n, 1);
    api_good(
        api, COORDINATOR, "GET",
        api_target(api, FINDINGS "?region=532624&closing=flagged&unit=%lld", (long long)market),
        NULL);
    assert_int_equal(json_array_size(api_at(api, "findings")), 1);
    assert_int_equal(api_int(api, "findings.0.id"), second);
}

/* A photo that belongs to a county that is not reached is said to be there, and not shown. */
/* ---- in notices ------------------------------------------------------------------------------ */

static struct str part_of(struct api *api, const char *part)
{
    struct pack p;
    struct buf bytes;
    struct err e = {0};
    assert_true(pack_open(&p, "notice.docx", "docx", api->body, &e));
    buf_init(&bytes, 0);
    int64_t at = pack_find(&p, part);
    bool there = at >= 0 && pack_read(&p, at, 1 << 22, &bytes, &e);
    struct str kept = there ? arena_str(&api->arena, buf_str(&bytes)) : STR_NONE;
    buf_release(&bytes);
    pack_close(&p);
    return kept;
}

/* Two photos of what was found stand in the notice, the small ones that everybody sees; a third is
 * counted. One that comes later changes nothing, one that is lost is said. */
static void test_notice(void **state)
{
    struct api *api = *state;
    int64_t id = report(api), ids[3];
    for (int i = 0; i < 3; i++) {
        add(api, INSPECTOR, id, i ? "/proofs/found" : "/proofs/found?shot_at=1777000000000",
            photo(api, 930 + (uint64_t)i, 1, 90, NULL));
        assert_status(api, 201);
        ids[i] = api_int(api, api_target(api, "proofs.%d.id", i));
    }
    act(api, COORDINATOR, id, "/manage", "dispatch",
        api_target(api, "\"lead\":%lld,\"form\":\"dated\",\"limit\":\"3个工作日\"",
                   (long long)market));
    assert_status(api, 200);
    api_good(api, COORDINATOR, "POST", CAMPAIGN "/notices",
             api_target(api, "{\"kind\":\"rectify\",\"findings\":[%lld]}", (long long)id));
    const char *paper =
        api_target(api, CAMPAIGN "/notices/%lld/docx", (long long)api_int(api, "notices.0.id"));
    api_good(api, COUNTY, "GET", paper, NULL);
    struct str first = arena_str(&api->arena, api->body);
    /* 1777000000 s is 2026-04-24 03:06:40 UTC (date -u -d @1777000000), 11:06 in China */
    const char *text = cases_docx(api);
    assert_non_null(strstr(text, "附件：现场照片（2张）"));
    assert_non_null(strstr(text, "2026年4月24日11:06拍摄"));
    assert_non_null(strstr(text, "2026年4月24日11:06上传"));
    assert_non_null(strstr(text, "另有现场照片1张，见系统。"));
    struct str pictures[2] = {part_of(api, "word/media/picture1.jpeg"),
                              part_of(api, "word/media/picture2.jpeg")};
    assert_int_equal(part_of(api, "word/media/picture3.jpeg").n, 0);
    for (int i = 0; i < 2; i++) {
        api_good(api, COUNTY, "GET",
                 one(api, id, api_target(api, "/proofs/%lld/thumb", (long long)ids[i])), NULL);
        assert_true(str_eq(api->body, pictures[i]));
    }
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 940, 1, 90, NULL));
    assert_status(api, 201);
    api_good(api, COUNTY, "GET", paper, NULL);
    assert_true(str_eq(api->body, first));
    char sha256[SHA256_HEX];
    sha256_hex(pictures[0], sha256);
    const char *small =
        api_target(api, "%s/%.2s/%.2s/%s", api->files, sha256, sha256 + 2, sha256 + 4);
    assert_int_equal(truncate(small, 100), 0);
    api_call(api, COUNTY, "GET", paper, NULL);
    assert_refused(api, 500, "file_lost");
}

static void test_outside(void **state)
{
    struct api *api = *state;
    struct str p = photo(api, 925, 1, 90, NULL);
    api_good(api, COORDINATOR, "POST", FINDINGS,
             "{\"source\":\"patrol\",\"region\":\"532601\",\"text\":\"占道经营\"}");
    int64_t far = api_int(api, "finding.id"), id = report(api);
    add(api, COORDINATOR, far, "/proofs/found", p);
    assert_status(api, 201);
    add(api, INSPECTOR, id, "/proofs/found", p);
    assert_status(api, 201);
    api_good(api, COUNTY, "GET", one(api, id, ""), NULL);
    assert_string_equal(flag(api, 0, 0), "same_file");
    assert_true(json_is_true(api_at(api, "proofs.0.flags.0.outside")));
    assert_int_equal(api_int(api, "proofs.0.flags.0.other"), 0);
    assert_int_equal(api_int(api, "proofs.0.flags.0.finding"), 0);
    api_good(api, COORDINATOR, "GET", one(api, id, ""), NULL);
    assert_int_equal(api_int(api, "proofs.0.flags.0.finding"), far);
    assert_int_equal(api_int(api, "finding.flagged"), 0); /* of the fix and the re-check alone */
}

/* 2026-04-24 03:06:40 UTC is 11:06 in China; found an hour before. */
static void test_time_and_place(void **state)
{
    struct api *api = *state;
    struct make_exif e = {
        .orientation = 1, .make = "Kamera", .model = "K1", .taken = "2026:04:23 09:00:00"};
    int64_t id = dispatched(api, "");
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 930, 1, 90, &e));
    assert_status(api, 201);
    assert_string_equal(api_text(api, "proofs.0.camera"), "Kamera K1");
    assert_string_equal(flag(api, 0, 0), "early");
    /* From 2026-04-23 09:00 to 2026-04-24 10:06:40. */
    assert_int_equal(api_int(api, "proofs.0.flags.0.amount"), 25 * 60 + 6);
    e.taken = "2026:04:24 12:06:40";
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 931, 1, 90, &e));
    assert_string_equal(flag(api, 1, 0), "ahead");
    assert_int_equal(api_int(api, "proofs.1.flags.0.amount"), 60);
    e.taken = "2026:04:24 11:00:00";
    e.software = "Adobe Photoshop 25.0";
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 932, 1, 90, &e));
    assert_string_equal(flag(api, 2, 0), "edited");
    assert_string_equal(api_text(api, "proofs.2.hints.0"), "editor");
    e.software = NULL;
    /* A tenth of a degree of latitude is 11.1 km; 500 m are near, and so are 1,400 m +- 600. */
    add(api, COUNTY, id, "/proofs/fixed?lat=23225000&lon=104700000&accuracy=20",
        photo(api, 933, 1, 90, &e));
    assert_string_equal(flag(api, 3, 0), "far");
    assert_in_range(api_int(api, "proofs.3.flags.0.amount"), 11110, 11130);
    add(api, COUNTY, id, "/proofs/fixed?lat=23129500&lon=104700000&accuracy=20",
        photo(api, 934, 1, 90, &e));
    assert_no_flags(api, 4);
    add(api, COUNTY, id, "/proofs/fixed?lat=23137600&lon=104700000&accuracy=600",
        photo(api, 935, 1, 90, &e));
    assert_no_flags(api, 5);
}

/* ---- who ------------------------------------------------------------------------------------- */

static void test_hands(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "");
    struct str p = photo(api, 940, 1, 90, NULL);
    add(api, COUNTY, id, "/proofs/found", p);
    assert_refused(api, 403, "proof_own"); /* somebody else found it */
    add(api, INSPECTOR, id, "/proofs/fixed", p);
    assert_status(api, 403);
    add(api, LEADER, id, "/proofs/check", p);
    assert_status(api, 403);
    add(api, STRANGER, id, "/proofs/check", p);
    assert_status(api, 403);
    add(api, DEPUTY, id, "/proofs/check", p);
    assert_refused(api, 409, "finding_state"); /* nothing is fixed yet */
    add(api, COUNTY, id, "/proofs/fixed?unit=999999", p);
    assert_refused(api, 403, "out_of_unit");
    add(api, COUNTY, id, "/proofs/fixed", p);
    assert_status(api, 201);
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_status(api, 200);
    /* Who reported it and who dispatched it re-check nothing, not with a photo either. */
    add(api, INSPECTOR, id, "/proofs/check", p);
    assert_refused(api, 403, "finding_hand");
    add(api, COORDINATOR, id, "/proofs/check", p);
    assert_refused(api, 403, "finding_hand");
    /* What can be added is said beforehand. */
    api_good(api, DEPUTY, "GET", one(api, id, ""), NULL);
    assert_int_equal(json_array_size(api_at(api, "adds")), 1);
    assert_string_equal(api_text(api, "adds.0"), "check");
    api_good(api, COUNTY, "GET", one(api, id, ""), NULL);
    assert_int_equal(json_array_size(api_at(api, "adds")), 0);
}

/* ---- hostile --------------------------------------------------------------------------------- */

/* A PNG that says it has so many pixels: signature and IHDR with its checksum. */
static struct str png_claims(struct api *api, uint32_t width, uint32_t height)
{
    unsigned char *p = arena_alloc(&api->arena, 64);
    static const unsigned char HEAD[16] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n',
                                           0,    0,   0,   13,  'I',  'H',  'D',  'R'};
    memcpy(p, HEAD, 16);
    for (int i = 0; i < 4; i++) {
        p[16 + i] = (unsigned char)(width >> (24 - 8 * i));
        p[20 + i] = (unsigned char)(height >> (24 - 8 * i));
    }
    memcpy(p + 24, "\x08\x02\0\0\0", 5);
    uint32_t crc = 0xffffffff;
    for (int i = 12; i < 29; i++) {
        crc ^= p[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    for (int i = 0; i < 4; i++)
        p[29 + i] = (unsigned char)(~crc >> (24 - 8 * i));
    memcpy(p + 33, "\0\0\0\0IEND\xae\x42\x60\x82", 12);
    return (struct str){(const char *)p, 45};
}

static struct str two(struct api *api, struct str a, struct str b)
{
    char *p = arena_alloc(&api->arena, a.n + b.n);
    memcpy(p, a.p, a.n);
    memcpy(p + a.n, b.p, b.n);
    return (struct str){p, a.n + b.n};
}

static void test_hostile(void **state)
{
    struct api *api = *state;
    int64_t id = report(api);
    struct str p = photo(api, 950, 1, 90, NULL);
    const struct {
        struct str bytes;
        int status;
        const char *code;
    } CASES[] = {
        {STR("just text"), 415, "proof_kind"},
        {STR("\x7f"
             "ELF\x02\x01\x01"),
         415, "proof_kind"},
        {STR("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), 415, "proof_kind"},
        {STR("GIF89a\x10\0\x10\0\0\0\0;"), 415, "photo_kind"},
        {png_claims(api, 20000, 10000), 413, "photo_pixels"},
        {two(api, p, STR("PK\x03\x04\x14\0\0\0\x08\0 a zip behind the picture")), 400,
         "photo_polyglot"},
        {two(api, p, STR("%PDF-1.7\n1 0 obj")), 400, "photo_polyglot"},
        {{p.p, p.n / 2}, 400, "photo_broken"},
        {STR("\xff\xd8\xff\xe1\xff\xff"
             "Exif\0\0MM\0*\xff\xff\xff\xff"),
         400, "photo_broken"},
    };
    for (size_t i = 0; i < ARRAY_LEN(CASES); i++) {
        add(api, INSPECTOR, id, "/proofs/found", CASES[i].bytes);
        if (api->status != CASES[i].status)
            print_error("case %zu: %.*s\n", i, STR_ARG(api->body));
        assert_refused(api, CASES[i].status, CASES[i].code);
    }
    add(api, INSPECTOR, id, "/proofs/found", STR("PK\x03\x04 not an archive"));
    assert_in_range(api->status, 400, 422);
    api_send(api, INSPECTOR, "POST", one(api, id, "/proofs/found"), STR("image/jpeg"), p);
    assert_status(api, 415);
    add(api, INSPECTOR, id, "/proofs/found?lat=99000000000&lon=1", p);
    assert_status(api, 400);
    /* Nothing of all this was kept. */
    api_good(api, INSPECTOR, "GET", one(api, id, ""), NULL);
    assert_int_equal(proofs(api), 0);
    /* A paper is one by its content, whatever it calls itself. */
    add(api, INSPECTOR, id, "/proofs/found?name=..%2F..%2Fx.jpg", STR("%PDF-1.7\n%%EOF"));
    assert_status(api, 201);
    assert_string_equal(api_text(api, "proofs.0.kind"), "paper");
    assert_string_equal(api_text(api, "proofs.0.media"), "application/pdf");
    api_call(
        api, INSPECTOR, "GET",
        one(api, id, api_target(api, "/proofs/%lld/thumb", (long long)api_int(api, "proofs.0.id"))),
        NULL);
    assert_refused(api, 404, "not_found");
}

/* ---- measurements and limits ----------------------------------------------------------------- */

static void test_measure(void **state)
{
    struct api *api = *state;
    int64_t id = dispatched(api, "\"need\":\"measure\",\"need_reason\":\"条款要求余氯实测\"");
    add(api, COUNTY, id, "/proofs/fixed", photo(api, 960, 1, 90, NULL));
    assert_status(api, 201); /* not asked for, and welcome */
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_refused(api, 422, "proof_needed");
    api_call(api, COUNTY, "POST", one(api, id, "/measures/fixed"),
             "{\"amount\":\"many\",\"unit_of\":\"mg/L\"}");
    assert_status(api, 400);
    api_call(api, COUNTY, "POST", one(api, id, "/measures/fixed"),
             "{\"amount\":\"0.35\",\"unit_of\":\"mg/L\",\"instrument\":\"余氯仪\",\"key\":\"m1\"}");
    assert_status(api, 201);
    assert_string_equal(api_text(api, "proofs.1.amount"), "0.35");
    act(api, COUNTY, id, "/answer", "fix", "");
    assert_status(api, 200);
    api_call(api, DEPUTY, "POST", one(api, id, "/measures/check"),
             "{\"amount\":\"0.4\",\"unit_of\":\"mg/L\"}");
    assert_status(api, 201);
    for (int i = 3; i < PROOFS_MAX; i++) {
        api_call(api, DEPUTY, "POST", one(api, id, "/measures/check"),
                 "{\"amount\":\"1\",\"unit_of\":\"mg/L\"}");
        assert_status(api, 201);
    }
    api_call(api, DEPUTY, "POST", one(api, id, "/measures/check"),
             "{\"amount\":\"1\",\"unit_of\":\"mg/L\"}");
    assert_refused(api, 409, "proof_many");
}

/* ---- what a killed process leaves ------------------------------------------------------------ */

/* A file that no row names is removed when it is a day old, others stay. */
static void test_sweep(void **state)
{
    struct api *api = *state;
    struct files files;
    char sha256[SHA256_HEX], path[200];
    struct str orphan = STR("left between the file and its row");
    int64_t removed;
    int64_t id = report(api);
    add(api, INSPECTOR, id, "/proofs/found", photo(api, 970, 1, 90, NULL));
    assert_status(api, 201);
    const char *named = api_text(api, "proofs.0.sha256");
    assert_true(files_begin(&files, api->files, api->now, NULL));
    sha256_hex(orphan, sha256);
    assert_true(files_put(&files, orphan, sha256, NULL));
    snprintf(path, sizeof path, "%s/%.2s/%.2s/%s", api->files, sha256, sha256 + 2, sha256 + 4);
    api->now = (int64_t)time(NULL) * 1000; /* files have the time of the system */
    assert_true(proofs_sweep(&api->app, &removed, NULL));
    assert_int_equal(removed, 0);
    api->now += INT64_C(25) * 3600 * 1000;
    assert_true(proofs_sweep(&api->app, &removed, NULL));
    assert_int_equal(removed, 1);
    assert_int_equal(access(path, F_OK), -1);
    assert_true(files_has(&files, str_of(named), 0));
    api->now = INT64_C(1777000000000);
}

static void test_all_answered(void **state)
{
    api_assert_answered(*state, "proofs");
}

int main(int argc, char **argv)
{
    if (media_is_helper(argc, argv))
        return media_helper_main();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),  cmocka_unit_test(test_way),
        cmocka_unit_test(test_files),   cmocka_unit_test(test_reused),
        cmocka_unit_test(test_outside), cmocka_unit_test(test_time_and_place),
        cmocka_unit_test(test_notice),  cmocka_unit_test(test_hands),
        cmocka_unit_test(test_hostile), cmocka_unit_test(test_measure),
        cmocka_unit_test(test_sweep),   cmocka_unit_test(test_all_answered),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}
