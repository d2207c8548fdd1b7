#include "cli/database.h"

#include "work/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char DEFAULT_DATABASE[] = "sqlite:./data/taizhang.db";

static const char *database_name(const struct cli *cli)
{
    const char *name = cli_option(cli, "db").p;
    if (!name)
        name = getenv("TAIZHANG_DB");
    return name && *name ? name : DEFAULT_DATABASE;
}

/* The path of an SQLite database, or NULL for PostgreSQL. */
static const char *sqlite_path(const char *name)
{
    struct str s = str_of(name);
    if (str_starts(s, STR("sqlite:")))
        return name + strlen("sqlite:");
    if (str_starts(s, STR("postgres")) || memchr(s.p, '=', s.n))
        return NULL;
    return name;
}

struct store *database_open(struct cli *cli, bool make, struct err *err)
{
    const char *name = database_name(cli), *path = sqlite_path(name);
    if (path && !make && !file_exists(path)) {
        err_set(err, ERR_NOT_FOUND, name, NULL);
        return NULL;
    }
    if (name == DEFAULT_DATABASE && make && mkdir("data", 0777) != 0 && errno != EEXIST) {
        err_set(err, ERR_IO, "data", strerror(errno), NULL);
        return NULL;
    }
    struct store *store = store_open(name, err);
    if (store && store_kept(store))
        fprintf(stderr,
                cli_text(cli, "taizhang：数据库已升级，升级前的副本为 %s\n",
                         "taizhang: the database was brought up to date; as it was before: %s\n"),
                store_kept(store));
    return store;
}

static struct str beside(struct cli *cli, const char *file)
{
    const char *path = sqlite_path(database_name(cli)), *slash = path ? strrchr(path, '/') : NULL;
    return path
               ? arena_printf(cli->arena, "%.*s%s", slash ? (int)(slash - path) + 1 : 0, path, file)
               : STR_NONE;
}

struct str database_files(struct cli *cli)
{
    struct str given = cli_option(cli, "files");
    return given.p ? given : beside(cli, "files");
}

struct str database_key(struct cli *cli)
{
    struct str given = cli_option(cli, "key");
    return given.p ? given : beside(cli, "secret.key");
}

struct str database_audit_key(struct cli *cli)
{
    struct str given = cli_option(cli, "key");
    return given.p ? given : beside(cli, "audit.key");
}

struct str database_audit_key_beside(struct cli *cli)
{
    return beside(cli, "audit.key");
}
