#include "cli/desk.h"

#include "cli/database.h"
#include "store/standard.h"

bool desk_begin(struct desk *s, struct cli *cli, bool make, struct err *err)
{
    *s = (struct desk){.cli = cli, .actor = ACTOR_CONSOLE};
    s->store = database_open(cli, make, err);
    s->app_ready = s->store && app_init(&s->app, s->store, err);
    return s->app_ready;
}

bool desk_read(struct desk *s, struct err *err)
{
    s->tx = store_read(s->store, err);
    return s->tx != NULL;
}

void desk_read_end(struct desk *s)
{
    store_read_end(s->tx);
    s->tx = NULL;
}

void desk_end(struct desk *s)
{
    desk_read_end(s);
    if (s->app_ready)
        app_release(&s->app);
    store_close(s->store);
}

bool desk_campaign(struct desk *s, struct str argument, struct campaign_row *out, struct err *err)
{
    static const struct region_range ALL = {REGION_CODE_NATION, REGION_CODE_MAX};
    struct campaign_rows rows = {0};
    int64_t id = 0;
    bool found = false;
    if (argument.p && str_to_i64(argument, &id) && id > 0) {
        if (!store_campaign_get(s->tx, s->cli->arena, id, out, &found, err))
            return false;
        return found || err_set(err, ERR_NOT_FOUND, argument.p, NULL);
    }
    if (argument.p)
        return err_set(err, ERR_NOT_FOUND, argument.p, NULL);
    if (!store_campaign_page(s->tx, s->cli->arena, ALL, 0, 2, &rows, err))
        return false;
    if (rows.n != 1)
        return err_set(err, ERR_ARGUMENT_MISSING, "CAMPAIGN", s->cli->command->name, NULL);
    *out = rows.at[0];
    return true;
}

bool desk_standard(struct desk *s, struct str name, struct standard_row *out, struct err *err)
{
    struct str edition = name, code;
    int64_t id;
    bool found = false, ok;
    if (str_to_i64(name, &id)) {
        ok = store_standard_get(s->tx, s->cli->arena, id, out, &found, err);
    } else {
        str_split(&edition, '@', &code);
        ok = store_standard_find(s->tx, s->cli->arena, code, edition.p ? edition : STR(""), out,
                                 &found, err);
    }
    return ok && (found || err_set(err, ERR_NOT_FOUND, name.p, NULL));
}

struct str cli_region_text(const struct cli *cli, region_code code)
{
    char text[REGION_TEXT_MAX];
    size_t n = region_format(code, text);
    return arena_str(cli->arena, (struct str){text, n});
}

struct str cli_period_text(const struct cli *cli, period p)
{
    char text[PERIOD_TEXT_MAX];
    size_t n = period_format(p, text);
    return arena_str(cli->arena, (struct str){text, n});
}
