/* Standards: files packed into one input ("name\ncontent", 0x1E between them). What loads must come
 * back from its canonical files with the same digest. */
#include "fuzz.h"

#include "domain/standard_digest.h"
#include "work/standard_files.h"

enum { FILES_MAX = 20 };

static size_t unpack(struct str in, struct standard_file *files)
{
    size_t n = 0;
    struct str one;
    while (n < FILES_MAX && str_split(&in, 0x1E, &one)) {
        struct str rest = one;
        if (!one.n || !str_split(&rest, '\n', &files[n].name))
            continue;
        files[n++].data = rest;
    }
    return n;
}

static void check_back(struct arena *a, const struct standard *s, const struct standard_file *files,
                       size_t n, struct err_list *errs)
{
    struct standard_source src;
    struct standard_file *out;
    struct standard_digest before, after;
    size_t n_out;
    FUZZ_CHECK(standard_source_of_files(a, files, n, &src, errs));
    FUZZ_CHECK(standard_files_of_source(a, &src, &out, &n_out, NULL));
    const struct standard *t = standard_of_files(a, out, n_out, errs);
    FUZZ_CHECK(t != NULL);
    FUZZ_CHECK(standard_digest(s, a, &before, NULL) && standard_digest(t, a, &after, NULL));
    FUZZ_CHECK(strcmp(before.hex, after.hex) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct standard_file files[FILES_MAX];
    arena_init(&a, 0);
    struct err_list errs = {.arena = &a};
    size_t n_files = n < (1 << 18) ? unpack(fuzz_str(data, n), files) : 0;
    const struct standard *s = standard_of_files(&a, files, n_files, &errs);
    if (s)
        check_back(&a, s, files, n_files, &errs);
    else
        FUZZ_CHECK(errs.total > 0);
    arena_release(&a);
    return 0;
}
