#include "store/sql.h"

#include <stdio.h>

/* The version row comes before the migrations, so that they all can rely on it. */
static const char MAKE_VERSION[] =
    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL);"
    "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)";
static const char MAKE_VERSION_POSTGRES[] =
    "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL);"
    "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)";

static bool upgrade(struct store_conn *c, struct err *err)
{
    struct store_tx tx = {.conn = c, .writes = true};
    struct schema_version_out now = {0};
    bool found;
    if (!sql_schema_version(&tx, NULL, &now, &found, err))
        return false;
    if (now.version > SQL_MIGRATIONS_N) {
        char has[24], knows[24];
        snprintf(has, sizeof has, "%lld", (long long)now.version);
        snprintf(knows, sizeof knows, "%d", SQL_MIGRATIONS_N);
        return err_set(err, ERR_STORE_VERSION, has, knows);
    }
    if (now.version > 0 && now.version < SQL_MIGRATIONS_N && c->ops->keep &&
        !c->ops->keep(c, now.version, err))
        return false;
    for (int i = (int)now.version; i < SQL_MIGRATIONS_N; i++) {
        const struct sql_migration *m = &SQL_MIGRATIONS[i];
        if (!c->ops->script(c, c->ops->postgres ? m->postgres : m->sqlite, err))
            return false;
    }
    return now.version == SQL_MIGRATIONS_N ||
           sql_schema_version_set(&tx, &(struct schema_version_set_in){SQL_MIGRATIONS_N}, NULL,
                                  err);
}

bool store_migrate(struct store_conn *c, struct err *err)
{
    if (!store_begin(c, true, err))
        return false;
    bool ok = (!c->ops->lock_schema || c->ops->script(c, c->ops->lock_schema, err)) &&
              c->ops->script(c, c->ops->postgres ? MAKE_VERSION_POSTGRES : MAKE_VERSION, err) &&
              upgrade(c, err) && c->ops->script(c, "COMMIT", err);
    if (!ok)
        c->ops->script(c, "ROLLBACK", NULL);
    return ok;
}
