/* Finds the operation by the contract's table. The table is small: a walk over it costs less than
 * the cleverness of a tree would. */
#include <stdio.h>

#include "http/server.h"

static bool template_fits(const char *template, struct str path, struct pair *params, int *n)
{
    struct str want = str_of(template), a, b;
    *n = 0;
    for (;;) {
        bool more_want = str_split(&want, '/', &a), more = str_split(&path, '/', &b);
        if (more_want != more)
            return false;
        if (!more)
            return true;
        if (a.n && a.p[0] == '{') {
            if (b.n == 0 || *n == PATH_PARAMS_MAX)
                return false;
            params[(*n)++] = (struct pair){{a.p + 1, a.n - 2}, b};
        } else if (!str_eq(a, b)) {
            return false;
        }
    }
}

bool route_find(struct request *q, struct str method, struct str path, struct err *err)
{
    char allowed[64] = "";
    size_t n_allowed = 0;
    bool head = str_is(method, "HEAD");
    int best = -1;
    for (int i = 0; i < OP_COUNT; i++) {
        struct pair params[PATH_PARAMS_MAX];
        int n;
        if (!template_fits(OPS[i].path, path, params, &n))
            continue;
        if (!str_is(method, OPS[i].method) && !(head && strcmp(OPS[i].method, "GET") == 0)) {
            int k = snprintf(allowed + n_allowed, sizeof allowed - n_allowed, "%s%s",
                             n_allowed ? ", " : "", OPS[i].method);
            n_allowed = k > 0 && n_allowed + (size_t)k < sizeof allowed ? n_allowed + (size_t)k
                                                                        : sizeof allowed - 1;
            continue;
        }
        /* Literal segments win over parameters: /regions/search before /regions/{region}. */
        if (best >= 0 && n >= q->n_path)
            continue;
        best = i;
        q->n_path = n;
        memcpy(q->path, params, sizeof params);
    }
    if (best >= 0) {
        q->op = (enum op)best;
        q->def = &OPS[best];
        return true;
    }
    char shown[ERR_ARG_MAX];
    if (n_allowed) {
        snprintf(shown, sizeof shown, "%.*s", STR_ARG(method));
        return err_set(err, ERR_METHOD, shown, allowed);
    }
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(path));
    return err_set(err, ERR_NOT_FOUND, shown);
}
