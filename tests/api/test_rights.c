/* Every operation, as nobody, as every role inside of its scope and as every role from elsewhere;
 * expected is what the table of docs/rights.md says. Then the same with each check left out: every
 * one of them must be missed. The operations that are asked here are only asked, not answered well:
 * what they do has its tests elsewhere. */
#include "api_test.h"

#include <stdio.h>

#include "base/hash.h"
#include "store/finding.h"
#include "store/finding_life.h"
#include "store/paper.h"
#include "store/unit.h"
#include "store/user.h"
#include "work/demo.h"
#include "work/file.h"

int rights_without; /* the check that is left out; 0 = none. See work/actor.h */

enum place { INSIDE, OUTSIDE, NEIGHBOUR, PLACES };

/* Somebody of each role: of the demonstration, of another prefecture, and of another county of the
 * campaign's prefecture, who may see the campaign but not what belongs to the first. */
struct somebody {
    bool there;
    char cookie[80];
    int64_t user, unit, value, finding, paper; /* inside of what is reached */
    const char *region;
    struct arena *arena;
};

struct rights {
    struct api *api;
    int64_t spanning; /* somebody with posts here and there, whom the neighbours see, too */
    unsigned char expected[ROLE_COUNT][PERMISSION_COUNT]; /* enum scope, by docs/rights.md */
    struct somebody people[PLACES][ROLE_COUNT];
};

/* ---- what is expected ------------------------------------------------------------------------ */

static struct str next_cell(struct str *line)
{
    struct str cell = STR_NONE;
    str_split(line, '|', &cell);
    return str_trim(cell);
}

static enum scope scope_named(struct str word)
{
    static const char *const NAMES[] = {"", "own", "unit", "units", "region", "chosen", "all"};
    static const enum scope VALUES[] = {SCOPE_none,   SCOPE_own,    SCOPE_unit, SCOPE_units,
                                        SCOPE_region, SCOPE_chosen, SCOPE_all};
    for (size_t i = 0; i < ARRAY_LEN(NAMES); i++)
        if (str_is(word, NAMES[i]))
            return VALUES[i];
    fail_msg("unknown scope %.*s", STR_ARG(word));
    return SCOPE_none;
}

static int permission_named(struct str word)
{
    for (int i = 0; i < PERMISSION_COUNT; i++)
        if (str_is(word, PERMISSIONS[i].code))
            return i;
    fail_msg("docs/rights.md: unknown permission %.*s", STR_ARG(word));
    return 0;
}

static void read_matrix(struct rights *t)
{
    struct str text, line;
    enum role roles[ROLE_COUNT];
    int n = 0, rows = 0;
    assert_true(file_read(&t->api->arena, SOURCE_ROOT "/docs/rights.md", 1 << 20, &text, NULL));
    while (text.p && str_split(&text, '\n', &line)) {
        if (!str_starts(line, STR("| ")) || (n == 0 && !str_starts(line, STR("| permission |"))))
            continue;
        next_cell(&line);
        struct str first = next_cell(&line);
        if (n == 0) {
            while (n < ROLE_COUNT && role_parse(next_cell(&line), &roles[n]))
                n++;
            assert_int_equal(n, ROLE_COUNT);
            continue;
        }
        int permission = permission_named(first);
        for (int i = 0; i < n; i++)
            t->expected[roles[i]][permission] = (unsigned char)scope_named(next_cell(&line));
        rows++;
    }
    assert_int_equal(rows, PERMISSION_COUNT);
}

/* ---- people ---------------------------------------------------------------------------------- */

struct joining {
    struct rights *t;
    enum place place;
    enum role role;
    region_code region;
};

static struct str token_of(char *room, enum place place, enum role role)
{
    snprintf(room, 65, "%064d", 1000 + place * 100 + role);
    return str_of(room);
}

static bool log_in(struct store_tx *tx, struct rights *t, enum place place, enum role role,
                   int64_t post, struct err *err)
{
    char token[65];
    unsigned char digest[SHA256_SIZE];
    struct somebody *s = &t->people[place][role];
    sha256(token_of(token, place, role), digest);
    snprintf(s->cookie, sizeof s->cookie, "tz_session=%s", token);
    struct session_row row = {.hash = {(const char *)digest, sizeof digest},
                              .user_id = s->user,
                              .created_at = t->api->now,
                              .seen_at = t->api->now,
                              .expires_at = t->api->now + INT64_C(86400000),
                              .post = post};
    s->there = true;
    return store_session_insert(tx, &row, err);
}

/* An account of its own, with a unit of its own. */
static bool join_new(struct store_tx *tx, void *ctx, struct err *err)
{
    struct joining *j = ctx;
    struct rights *t = j->t;
    struct somebody *s = &t->people[j->place][j->role];
    char regions[REGION_SET_TEXT], login[40];
    struct region_set chosen = region_set_of(j->region);
    int64_t post = 0;
    region_set_format(&chosen, regions);
    snprintf(login, sizeof login, "%d-%s", j->place, ROLES[j->role].code);
    struct unit_row unit = {
        .name = str_of(login), .kind = STR("office"), .region = j->region, .version = 1};
    struct user_row user = {.login = str_of(login), .password = STR("-")};
    if (!store_unit_insert(tx, &t->api->arena, &unit, &s->unit, err))
        return false;
    user.unit = s->unit;
    if (!store_user_insert(tx, &user, &s->user, err))
        return false;
    struct post_row row = {.user_id = s->user,
                           .unit = s->unit,
                           .role = str_of(ROLES[j->role].code),
                           .regions = str_of(regions)};
    return (!role_given(j->role) || store_post_insert(tx, &row, &post, err)) &&
           log_in(tx, t, j->place, j->role, post, err);
}

/* Belongs to the administrator's unit next door, and has a post far away. */
static bool join_spanning(struct store_tx *tx, void *ctx, struct err *err)
{
    struct rights *t = ctx;
    int64_t post;
    struct user_row user = {.login = STR("spanning"),
                            .password = STR("-"),
                            .unit = t->people[NEIGHBOUR][ROLE_administrator].unit};
    struct post_row row = {.unit = t->people[OUTSIDE][ROLE_coordinator].unit, .role = STR("town")};
    if (!store_user_insert(tx, &user, &t->spanning, err))
        return false;
    row.user_id = t->spanning;
    return store_post_insert(tx, &row, &post, err);
}

/* Those of the demonstration have their posts. */
static bool join_demo(struct store_tx *tx, void *ctx, struct err *err)
{
    struct rights *t = ctx;
    for (int i = 0; i < DEMO_ACCOUNTS_N; i++) {
        struct user_row user;
        struct post_rows posts = {0};
        bool found;
        enum role role = DEMO_ACCOUNTS[i].role;
        struct somebody *s = &t->people[INSIDE][role];
        if (!store_user_find(tx, &t->api->arena, str_of(DEMO_ACCOUNTS[i].name), &user, &found,
                             err) ||
            !found || !store_posts_of_user(tx, &t->api->arena, user.id, &posts, err))
            return false;
        assert_int_equal(posts.n, 1);
        s->user = user.id;
        s->unit = posts.at[0].unit;
        s->region = role == ROLE_town || role == ROLE_grid_keeper ? "532624102" : "532624";
        if (!log_in(tx, t, INSIDE, role, posts.at[0].id, err))
            return false;
    }
    return true;
}

/* In the region of somebody, and their unit answers for it; and a notice of it to their unit. */
static bool give_finding(struct store_tx *tx, void *ctx, struct err *err)
{
    struct somebody *s = ctx;
    struct finding_row row = {
        .campaign = 1, .source = STR("patrol"), .state = STR("dispatched"), .open = true};
    if (!region_parse(str_of(s->region), &row.region, err))
        return false;
    row.county = region_at_level(row.region, REGION_COUNTY);
    if (!store_finding_add(tx, &row, &s->finding, err))
        return false;
    struct finding_unit_row part = {.finding = s->finding,
                                    .unit = s->unit,
                                    .part = STR("lead"),
                                    .state = STR("asked"),
                                    .waiting = true};
    struct paper_row paper = {.campaign = 1,
                              .shelf = STR("notice"),
                              .kind = STR("rectify"),
                              .year = 2026,
                              .number = s->finding,
                              .region = row.region,
                              .region_hi = region_subtree(row.region).hi,
                              .unit = s->unit,
                              .cut = STR("{\"format\":1}")};
    if (!store_finding_units_put(tx, &part, 1, err) ||
        !store_paper_insert(tx, s->arena, &paper, &s->finding, 1, err))
        return false;
    s->paper = paper.id;
    return true;
}

static void ask(struct rights *t, const struct somebody *who, const char *method,
                const char *target, const char *body);

static void everybody_joins(struct rights *t)
{
    struct err err = {0};
    assert_true(store_write(t->api->store, join_demo, t, &err));
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct joining out = {t, OUTSIDE, (enum role)role, (region_code)5301 * 100000000000};
        struct joining near = {t, NEIGHBOUR, (enum role)role, (region_code)532622 * 1000000000};
        if (role != ROLE_public)
            assert_true(store_write(t->api->store, join_new, &out, &err) &&
                        store_write(t->api->store, join_new, &near, &err));
    }
    assert_true(store_write(t->api->store, join_spanning, t, &err));
    struct joining none = {t, INSIDE, ROLE_no_post, (region_code)532624 * 1000000000};
    assert_true(store_write(t->api->store, join_new, &none, &err));
    t->people[INSIDE][ROLE_no_post].region = "532624";
    for (int role = 0; role < ROLE_COUNT; role++) {
        struct somebody *s = &t->people[INSIDE][role];
        if (!s->there)
            continue;
        ask(t, &t->people[INSIDE][ROLE_coordinator], "GET",
            api_target(t->api, "/api/campaigns/1/values?limit=1&region=%s", s->region), NULL);
        assert_status(t->api, 200);
        s->value = api_int(t->api, "values.0.id");
        s->arena = &t->api->arena;
        assert_true(store_write(t->api->store, give_finding, s, &err));
    }
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* What decides where these reach stands in their body, or they show only what is inside. */
static const struct sample {
    const char *op, *body;
} SAMPLES[] = {
    {"listCampaigns", NULL},
    {"createCampaign", "{\"standard\":1,\"region\":\"532624\",\"name_zh\":\"试\","
                       "\"from\":\"2026-01\",\"to\":\"2026-01\"}"},
    {"addUnit", "{\"name\":\"试\",\"kind\":\"bureau\",\"region\":\"532624\"}"},
    {"addChannel", "{\"name\":\"试\",\"kind\":\"webhook\",\"region\":\"532624\",\"lang\":\"zh\","
                   "\"active\":true,\"url\":\"https://nowhere.example/\",\"secret\":\"s\"}"},
    {"addPerson", "{\"login\":\"tried\",\"name\":\"试\",\"unit\":UNIT}"},
};

static const struct sample *sample_of(const struct op_def *op)
{
    for (size_t i = 0; i < ARRAY_LEN(SAMPLES); i++)
        if (strcmp(SAMPLES[i].op, op->id) == 0)
            return &SAMPLES[i];
    return NULL;
}

static void ask(struct rights *t, const struct somebody *who, const char *method,
                const char *target, const char *body)
{
    char length[24];
    struct raw_request raw = {.method = str_of(method),
                              .target = str_of(target),
                              .body = body ? str_of(body) : STR_NONE,
                              .address = STR("127.0.0.1")};
    snprintf(length, sizeof length, "%zu", raw.body.n);
    raw.headers[raw.n_headers++] = (struct header){STR("Host"), STR("localhost")};
    if (who)
        raw.headers[raw.n_headers++] = (struct header){STR("Cookie"), str_of(who->cookie)};
    if (body) {
        raw.headers[raw.n_headers++] =
            (struct header){STR("Content-Type"), STR("application/json")};
        raw.headers[raw.n_headers++] = (struct header){STR("Content-Length"), str_of(length)};
    }
    api_raw(t->api, &raw);
}

static void add_number(struct buf *out, int64_t n)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)n);
    buf_addz(out, text);
}

/* The operation about things inside of what `owner` reaches. */
static const char *target_of(struct rights *t, const struct op_def *op,
                             const struct somebody *owner)
{
    struct buf out;
    buf_init(&out, 0);
    struct str path = str_of(op->path), part;
    str_split(&path, '/', &part);
    while (path.p && str_split(&path, '/', &part)) {
        buf_addc(&out, '/');
        if (str_is(part, "{region}"))
            buf_addz(&out, owner->region);
        else if (str_is(part, "{code}"))
            buf_addz(&out, "I01");
        else if (str_is(part, "{value}"))
            add_number(&out, owner->value);
        else if (str_is(part, "{finding}"))
            add_number(&out, owner->finding);
        else if (str_is(part, "{paper}"))
            add_number(&out, owner->paper);
        else if (str_is(part, "{unit}"))
            add_number(&out, owner->unit);
        else if (str_is(part, "{person}"))
            add_number(&out, owner->user);
        else if (part.n && part.p[0] == '{')
            buf_addz(&out, "1");
        else
            buf_adds(&out, part);
    }
    const char *separator = "?";
    for (int i = op->first_param; i < op->first_param + op->n_params; i++) {
        const struct op_param *p = &OP_PARAMS[i];
        bool region = op->region == REGION_QUERY && strcmp(p->name, op->region_param) == 0;
        if (p->in != PARAM_QUERY || (!p->required && !region))
            continue;
        buf_addz(&out, separator);
        buf_addz(&out, p->name);
        buf_addz(&out, "=");
        const struct schema *schema = &SCHEMAS[p->schema];
        buf_addz(&out, region                            ? owner->region
                       : schema->choices                 ? schema->choices[0]
                       : schema->format == FORMAT_PERIOD ? "2026-04"
                                                         : "1");
        separator = "&";
    }
    const char *target = arena_str(&t->api->arena, buf_str(&out)).p;
    buf_release(&out);
    return target;
}

enum answer { LOGIN_NEEDED, REFUSED, ALLOWED };

/* By the matrix alone. */
static enum answer expected(const struct rights *t, const struct op_def *op, enum role role,
                            enum place place)
{
    if (t->expected[ROLE_public][op->permission] != SCOPE_none)
        return ALLOWED;
    if (role == ROLE_public)
        return LOGIN_NEEDED;
    enum scope scope = (enum scope)t->expected[role][op->permission];
    if (scope == SCOPE_none)
        return REFUSED;
    if (scope == SCOPE_all || scope == SCOPE_own)
        return ALLOWED;
    bool listed = op->region == REGION_NONE && !(sample_of(op) && sample_of(op)->body);
    bool whole = op->region == REGION_CAMPAIGN && strcmp(op->region_param, "all") == 0;
    if (place == INSIDE || listed)
        return ALLOWED;
    return place == NEIGHBOUR && op->region == REGION_CAMPAIGN && !whole ? ALLOWED : REFUSED;
}

static const char *body_of(struct rights *t, const struct sample *sample,
                           const struct somebody *owner)
{
    const char *unit = sample && sample->body ? strstr(sample->body, "UNIT") : NULL;
    return unit     ? api_target(t->api, "%.*s%lld%s", (int)(unit - sample->body), sample->body,
                                 (long long)owner->unit, unit + 4)
           : sample ? sample->body
                    : NULL;
}

/* Does it differ from what is expected? Says how, when no check is left out. */
static bool differs(struct rights *t, const struct op_def *op, enum role role, enum place place)
{
    const struct somebody *who = role == ROLE_public ? NULL : &t->people[place][role];
    const struct somebody *owner =
        &t->people[INSIDE][role == ROLE_public ? ROLE_coordinator : role];
    struct somebody spanning = *owner;
    if (place == NEIGHBOUR && op->region == REGION_PERSON_WHOLE) {
        spanning.user = t->spanning;
        owner = &spanning;
    }
    const struct sample *sample = sample_of(op);
    if (strcmp(op->id, "login") == 0 || strcmp(op->id, "logout") == 0)
        return false; /* would end the session; tests/api/test_api.c has both */
    enum answer want = expected(t, op, role, place);
    if (rights_without && want == ALLOWED)
        return false; /* a check that is left out refuses nobody: seen at what was refused */
    ask(t, who, op->method, target_of(t, op, owner), body_of(t, sample, owner));
    enum answer got = t->api->status == 401   ? LOGIN_NEEDED
                      : t->api->status == 403 ? REFUSED
                                              : ALLOWED;
    bool leak = place == OUTSIDE && got == ALLOWED && want == ALLOWED &&
                op->region == REGION_NONE && t->expected[role][op->permission] != SCOPE_all &&
                t->api->body.n < 100000 && memmem(t->api->body.p, t->api->body.n, "\"5326", 5);
    if (rights_without == 0 && (want != got || leak))
        print_error("%s as %s, %s: status %d%s\n", op->id, ROLES[role].code,
                    place == INSIDE    ? "inside"
                    : place == OUTSIDE ? "outside"
                                       : "as a neighbour",
                    t->api->status, leak ? ", shows what is outside" : "");
    return want != got || leak;
}

/* At most `most` of them. */
static int differences(struct rights *t, int most)
{
    int n = 0;
    for (int i = 0; i < OP_COUNT; i++)
        for (int role = 0; role < ROLE_COUNT; role++)
            for (int place = 0; place < PLACES && n < most; place++)
                if (t->people[place][role].there || (role == ROLE_public && place == INSIDE))
                    n += differs(t, &OPS[i], (enum role)role, (enum place)place);
    return n;
}

/* ---- the tests ------------------------------------------------------------------------------- */

static struct rights the_rights;

static void test_matrix(void **state)
{
    struct rights *t = &the_rights;
    t->api = *state;
    read_matrix(t);
    everybody_joins(t);
    rights_without = 0;
    assert_int_equal(differences(t, 50), 0);
}

static void test_each_check_is_missed(void **state)
{
    (void)state;
    int idle = 0;
    for (int check = 1; check < RIGHT_CHECKS; check++) {
        rights_without = check;
        if (differences(&the_rights, 1) == 0) {
            print_error("check %d can be left out and nothing is noticed\n", check);
            idle++;
        }
    }
    rights_without = 0;
    assert_int_equal(idle, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matrix),
        cmocka_unit_test(test_each_check_is_missed),
    };
    return cmocka_run_group_tests(tests, api_setup, api_teardown);
}
