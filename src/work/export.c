#include "work/export.h"

#include "base/json.h"
#include "store/region.h"

struct alone {
    struct app *app;
    const struct actor *who;
    const struct act *act;
};

static bool alone_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    const struct alone *a = ctx;
    return audit_act(a->app, tx, a->who, a->act, err);
}

bool act_alone(struct app *app, const struct actor *who, const struct act *act, struct err *err)
{
    return store_write(app->store, alone_tx, &(struct alone){app, who, act}, err);
}

bool export_act(struct app *app, const struct actor *who, struct str thing, region_code region,
                struct str name, struct str file, struct err *err)
{
    struct buf after;
    struct json j;
    char digest[SHA256_HEX];
    sha256_hex(file, digest);
    buf_init(&after, 4096);
    json_begin(&j, &after);
    json_obj(&j);
    json_kstr(&j, "file", name);
    json_ki64(&j, "bytes", (int64_t)file.n);
    json_kstr(&j, "sha256", str_of(digest));
    json_end(&j);
    struct act act = {
        .kind = "file.export", .region = region, .thing = thing, .after = buf_str(&after)};
    bool ok = buf_failed(&after) ? err_set(err, ERR_MEMORY, NULL) : act_alone(app, who, &act, err);
    buf_release(&after);
    return ok;
}

/* ---- areas ------------------------------------------------------------------------------------
 */

struct areas {
    struct app *app;
    const struct actor *who;
    struct str from;
    const struct region_import *in;
};

static bool areas_act(void *ctx, struct store_tx *tx, const struct region_import_result *r,
                      struct err *err)
{
    const struct areas *a = ctx;
    struct buf after;
    struct json j;
    const struct {
        const char *name;
        size_t n;
    } COUNTS[] = {{"read", r->read},        {"added", r->added},       {"renamed", r->renamed},
                  {"closed", r->closed},    {"reopened", r->reopened}, {"links", r->links},
                  {"repeated", r->repeated}};
    buf_init(&after, 8192);
    json_begin(&j, &after);
    json_obj(&j);
    json_kstr(&j, "from", a->from);
    for (size_t i = 0; i < ARRAY_LEN(COUNTS); i++)
        if (COUNTS[i].n)
            json_ki64(&j, COUNTS[i].name, (int64_t)COUNTS[i].n);
    json_end(&j);
    struct act act = {.kind = "region.import",
                      .region = a->in->within,
                      .thing = STR("regions"),
                      .after = buf_str(&after)};
    bool ok = buf_failed(&after) ? err_set(err, ERR_MEMORY, NULL)
                                 : audit_act(a->app, tx, a->who, &act, err);
    buf_release(&after);
    return ok;
}

bool regions_import(struct app *app, const struct actor *who, struct str from,
                    const struct region_import *in, struct region_import_result *out,
                    struct err_list *problems, struct err *err)
{
    struct areas a = {app, who, from, in};
    struct region_import noted = *in;
    noted.done = areas_act;
    noted.done_ctx = &a;
    return store_region_import(app->store, &noted, out, problems, err);
}
