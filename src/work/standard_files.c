#include "work/standard_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "office/csv.h"
#include "work/standard_table.h"

enum { FILES_MAX = STANDARD_SOURCE_TABLES_MAX };

static bool fail(struct err_list *errs, struct str file, enum err_code code, const char *a,
                 const char *b)
{
    struct err e;
    err_set(&e, code, a, b);
    err_at(&e, file, 0, 0, NULL);
    return err_list_add(errs, &e);
}

/* ---- tables ------------------------------------------------------------------------------------
 */

static bool read_one(struct arena *a, const struct standard_file *f, struct standard_table *out,
                     struct err_list *errs)
{
    if (str_is(f->name, "standard.json"))
        return standard_json_read(a, f->data, f->name, out, errs);
    struct str name = {f->name.p, f->name.n - 4};
    if (f->data.n > STANDARD_CSV_MAX)
        return fail(errs, f->name, ERR_TOO_LARGE, f->name.p, "16 MiB");
    struct csv_options options = {.limits = {.rows = STANDARD_ROWS_MAX, .columns = 200}};
    struct table t = {0};
    struct str data = f->data.n ? f->data : STR("");
    if (!csv_read(a, f->name, data, &options, &t, errs))
        return false;
    return standard_table_of_office(a, &t, name, out) ||
           fail(errs, f->name, ERR_MEMORY, NULL, NULL);
}

static bool name_known(struct str name)
{
    if (str_is(name, "standard.json"))
        return true;
    if (name.n <= 4 || !str_ends(name, STR(".csv")))
        return false;
    int id = standard_table_id((struct str){name.p, name.n - 4});
    return id >= 0 && id != STANDARD_TABLE_standard;
}

bool standard_source_of_files(struct arena *a, const struct standard_file *files, size_t n,
                              struct standard_source *out, struct err_list *errs)
{
    size_t before = errs->total;
    if (n > FILES_MAX)
        return fail(errs, STR_NONE, ERR_TOO_LARGE, "files", "64");
    *out = (struct standard_source){ARENA_ARRAY(a, n + 1, struct standard_table), 0};
    if (!out->tables)
        return fail(errs, STR_NONE, ERR_MEMORY, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        if (!name_known(files[i].name)) {
            struct str z = arena_str(a, files[i].name);
            fail(errs, files[i].name, ERR_CHOICE, z.p,
                 "standard.json, sections.csv, clauses.csv, "
                 "indicators.csv, rules.csv, ... (docs/standard-format.md)");
        } else if (read_one(a, &files[i], &out->tables[out->n_tables], errs)) {
            out->n_tables++;
        }
    }
    return errs->total == before;
}

struct standard *standard_of_files(struct arena *a, const struct standard_file *files, size_t n,
                                   struct err_list *errs)
{
    struct standard_source src;
    return standard_source_of_files(a, files, n, &src, errs) ? standard_load(&src, a, errs) : NULL;
}

/* ---- folders -----------------------------------------------------------------------------------
 */

static bool read_file(struct arena *a, const char *path, struct str name, struct standard_file *out,
                      struct err_list *errs)
{
    FILE *f = fopen(path, "rb");
    struct buf b;
    char block[16384];
    size_t n;
    if (!f)
        return fail(errs, name, errno == ENOENT ? ERR_FILE_MISSING : ERR_IO, path, strerror(errno));
    buf_init(&b, STANDARD_CSV_MAX);
    while ((n = fread(block, 1, sizeof block, f)) > 0 && !buf_failed(&b))
        buf_add(&b, block, n);
    bool bad = ferror(f) != 0;
    int why = errno;
    fclose(f);
    bool ok = !bad && !buf_failed(&b);
    if (bad)
        fail(errs, name, ERR_IO, path, strerror(why));
    else if (!ok)
        fail(errs, name, ERR_TOO_LARGE, path, "16 MiB");
    *out = (struct standard_file){name, ok ? arena_str(a, buf_str(&b)) : STR_NONE};
    buf_release(&b);
    return ok && (out->data.p || fail(errs, name, ERR_MEMORY, NULL, NULL));
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct standard_file *)a)->name,
                   ((const struct standard_file *)b)->name);
}

static bool read_entry(struct arena *a, const char *dir, const char *entry,
                       struct standard_file *out, struct err_list *errs)
{
    struct stat st;
    struct str name = arena_str(a, str_of(entry)), path = arena_printf(a, "%s/%s", dir, entry);
    if (!name.p || !path.p)
        return fail(errs, str_of(dir), ERR_MEMORY, NULL, NULL);
    if (stat(path.p, &st) == 0 && S_ISREG(st.st_mode))
        return read_file(a, path.p, name, out, errs);
    *out = (struct standard_file){name, STR_NONE}; /* its name is reported later */
    return true;
}

bool standard_files_read(struct arena *a, const char *dir, struct standard_file **files, size_t *n,
                         struct err_list *errs)
{
    DIR *d = opendir(dir);
    if (!d)
        return fail(errs, STR_NONE,
                    errno == ENOENT    ? ERR_FILE_MISSING
                    : errno == ENOTDIR ? ERR_NOT_A_STANDARD
                                       : ERR_IO,
                    dir, strerror(errno));
    *n = 0;
    *files = ARENA_ARRAY(a, FILES_MAX, struct standard_file);
    bool ok = *files || fail(errs, STR_NONE, ERR_MEMORY, NULL, NULL);
    for (struct dirent *e; ok && (e = readdir(d));) {
        if (e->d_name[0] == '.')
            continue;
        if (*n == FILES_MAX)
            ok = fail(errs, str_of(dir), ERR_TOO_LARGE, dir, "64 files / 64 个文件");
        else
            ok = read_entry(a, dir, e->d_name, &(*files)[(*n)++], errs);
    }
    closedir(d);
    if (ok && *n > 1)
        qsort(*files, *n, sizeof **files, by_name);
    return ok;
}

bool standard_source_of_path(struct arena *a, const char *path, struct standard_source *out,
                             struct err_list *errs)
{
    struct standard_file *files, book;
    size_t n;
    const char *slash = strrchr(path, '/');
    if (!str_ends(str_of(path), STR(".xlsx")))
        return standard_files_read(a, path, &files, &n, errs) &&
               standard_source_of_files(a, files, n, out, errs);
    return read_file(a, path, str_of(slash ? slash + 1 : path), &book, errs) &&
           standard_source_of_book(a, book.name, book.data, out, errs);
}

struct standard *standard_of_path(struct arena *a, const char *path, struct err_list *errs)
{
    struct standard_source src;
    return standard_source_of_path(a, path, &src, errs) ? standard_load(&src, a, errs) : NULL;
}

/* ---- writing -----------------------------------------------------------------------------------
 */

static bool write_table(struct arena *a, const struct standard_table *t, struct standard_file *out)
{
    struct buf b;
    bool json = str_is(t->name, "standard");
    buf_init(&b, STANDARD_CSV_MAX);
    bool ok = json ? standard_json_write(a, t, &b) : standard_csv_write(t, &b);
    out->data = ok ? arena_str(a, buf_str(&b)) : STR_NONE;
    out->name = arena_printf(a, "%.*s.%s", STR_ARG(t->name), json ? "json" : "csv");
    buf_release(&b);
    return out->data.p && out->name.p;
}

bool standard_files_of_source(struct arena *a, const struct standard_source *src,
                              struct standard_file **files, size_t *n, struct err *err)
{
    *n = 0;
    *files = ARENA_ARRAY(a, (size_t)src->n_tables + 1, struct standard_file);
    bool ok = *files != NULL;
    for (int i = 0; ok && i < src->n_tables; i++) {
        const struct standard_table *t = &src->tables[i];
        int id = standard_table_id(t->name);
        if (id < 0 || t->n_rows < 1 ||
            (t->n_rows == 1 && !standard_table_spec((enum standard_table_id)id).required))
            continue;
        ok = write_table(a, t, &(*files)[(*n)++]);
    }
    if (ok && *n > 1)
        qsort(*files, *n, sizeof **files, by_name);
    return ok || err_set(err, ERR_MEMORY, NULL);
}

bool standard_files_write(const char *dir, const struct standard_file *files, size_t n,
                          struct err *err)
{
    if (mkdir(dir, 0777) != 0 && errno != EEXIST)
        return err_set(err, ERR_IO, dir, strerror(errno));
    for (size_t i = 0; i < n; i++) {
        char path[4096];
        if (snprintf(path, sizeof path, "%s/%.*s", dir, STR_ARG(files[i].name)) >= (int)sizeof path)
            return err_set(err, ERR_IO, dir, strerror(ENAMETOOLONG));
        FILE *f = fopen(path, "wb");
        bool ok = f && fwrite(files[i].data.p, 1, files[i].data.n, f) == files[i].data.n;
        int why = errno;
        if (f && fclose(f) != 0) {
            why = errno;
            ok = false;
        }
        if (!ok)
            return err_system(err, path, why);
    }
    return true;
}
