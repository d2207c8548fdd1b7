#include "cli/passphrase.h"

#include <stdlib.h>

#include "work/file.h"

enum { PASSPHRASE_FILE_MAX = 4096 };

static const char VARIABLE[] = "TAIZHANG_BACKUP_PASSPHRASE";

bool cli_passphrase(struct cli *cli, bool needed, struct str *out, struct err *err)
{
    struct str path = cli_option(cli, "passphrase-file"), text, line;
    const char *given = getenv(VARIABLE);
    if (path.p) {
        if (!file_read(cli->arena, path.p, PASSPHRASE_FILE_MAX, &text, err))
            return false;
        line = text.n ? text : STR("");
        str_split(&text, '\n', &line);
        if (line.n && line.p[line.n - 1] == '\r')
            line.n--;
        *out = line.p ? line : STR("");
        return true;
    }
    if (given && *given)
        *out = str_of(given);
    return out->p || !needed || err_set(err, ERR_PASSPHRASE_MISSING, NULL);
}
