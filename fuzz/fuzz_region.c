/* Lists of areas and of their links: read, and taken into a store. The first byte chooses: 'L' a
 * list of links, 'F' a full list of a day, else rows that are added. */
#include "world.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/region_source.h"

enum { FULL_LIST = 'F', LINKS = 'L' };

/* The readers take paths. */
static int file_of(const uint8_t *data, size_t n, char path[64])
{
    int fd = memfd_create("areas.csv", MFD_CLOEXEC);
    FUZZ_CHECK(fd >= 0 && (n == 0 || write(fd, data, n) == (ssize_t)n));
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

static void import(struct arena *a, struct region_source *source, bool full)
{
    struct region_import in = {.next = region_source_next, .ctx = source};
    struct region_import_result result = {0};
    struct err_list problems = {.arena = a};
    struct err err = {0};
    if (full) {
        in.has_as_of = true;
        in.as_of = (struct date){2026, 5, 1};
        in.within = INT64_C(530000000000000);
    }
    bool ok = store_region_import(world()->app.store, &in, &result, &problems, &err);
    FUZZ_CHECK(ok == (err.code == ERR_OK));
    FUZZ_CHECK(!ok || problems.total == 0);
    FUZZ_CHECK(!ok || result.read == source->rows.n);
}

static void links(struct arena *a, const char *path, struct err_list *problems)
{
    struct region_links l;
    struct region_link_input row;
    bool ok = region_links_read(&l, a, path, problems);
    FUZZ_CHECK(ok == (problems->total == 0));
    size_t rows = 0;
    while (ok && region_links_next(&l, &row, NULL))
        rows++;
    FUZZ_CHECK(!ok || rows == l.table->rows.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct region_source source;
    char path[64];
    int kind = n ? data[0] : 0;
    size_t skip = kind == FULL_LIST || kind == LINKS;
    int fd = file_of(data + skip, n - skip, path);
    arena_init(&a, (size_t)64 << 20);
    struct err_list problems = {.arena = &a};
    if (kind == LINKS) {
        links(&a, path, &problems);
    } else {
        bool ok = region_source_read(&source, &a, path, &problems);
        FUZZ_CHECK(ok == (problems.total == 0));
        if (ok)
            import(&a, &source, kind == FULL_LIST);
    }
    close(fd);
    arena_release(&a);
    return 0;
}
