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

/* Literal segments win over parameters: /regions/search before /regions/{region}. */
static int best_of(struct request *q, const char *method, struct str path)
{
    int best = -1;
    for (int i = 0; i < OP_COUNT; i++) {
        struct pair params[PATH_PARAMS_MAX];
        int n;
        if (strcmp(OPS[i].method, method) != 0 || !template_fits(OPS[i].path, path, params, &n) ||
            (best >= 0 && n >= q->n_path))
            continue;
        best = i;
        q->n_path = n;
        memcpy(q->path, params, sizeof params);
    }
    return best;
}

/* Which methods would do, with commas between. */
static void other_methods(struct str path, char *out, size_t size)
{
    size_t at = 0;
    *out = 0;
    for (int i = 0; i < OP_COUNT; i++) {
        struct pair params[PATH_PARAMS_MAX];
        int n;
        if (!template_fits(OPS[i].path, path, params, &n))
            continue;
        int k = snprintf(out + at, size - at, "%s%s", at ? ", " : "", OPS[i].method);
        at = k > 0 && at + (size_t)k < size ? at + (size_t)k : size - 1;
    }
}

bool route_find(struct request *q, struct str method, struct str path, struct err *err)
{
    char name[8] = "", allowed[64], shown[ERR_ARG_MAX];
    if (method.n < sizeof name)
        memcpy(name, method.p, method.n);
    int best = best_of(q, strcmp(name, "HEAD") == 0 ? "GET" : name, path);
    if (best >= 0) {
        q->op = (enum op)best;
        q->def = &OPS[best];
        return true;
    }
    other_methods(path, allowed, sizeof allowed);
    if (allowed[0]) {
        snprintf(shown, sizeof shown, "%.*s", STR_ARG(method));
        return err_set(err, ERR_METHOD, shown, allowed);
    }
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(path));
    return err_set(err, ERR_NOT_FOUND, shown);
}
