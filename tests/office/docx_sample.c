/* Writes the built-in bulletin filled with sample values: docx_sample OUT.docx. Rendered by
 * tests/office/render.sh, to be looked at. */
#include "sample_bulletin.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct arena a;
    struct buf out;
    struct err err = {0};
    arena_init(&a, 0);
    buf_init(&out, 0);
    struct docx_values v = {.arena = &a};
    sample_bulletin(&v, true);
    FILE *f = argc == 2 ? fopen(argv[1], "wb") : NULL;
    bool ok = f && docx_fill(docx_builtin_bulletin(), &v, &out, &err);
    ok = ok && fwrite(out.p, 1, out.n, f) == out.n;
    ok = f && fclose(f) == 0 && ok;
    if (!ok)
        fprintf(stderr, "docx_sample: %s %s\n", err_key(err.code), err.args[0]);
    buf_release(&out);
    arena_release(&a);
    return ok ? 0 : 1;
}
