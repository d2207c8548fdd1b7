#include "work/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/standard_source.h"
#include "store/proof.h"
#include "store/standard.h"
#include "work/audit.h"
#include "work/files.h"
#include "work/standard_store.h"

enum { PATH_MAX_BYTES = 4096, FOLDERS_DEEP = 4 };

struct checking {
    struct store_tx *tx;
    bool (*fault)(void *ctx, const struct store_fault *fault, struct err *err);
    void *ctx;
    struct check_done *done;
    struct files files;
};

static bool tell(struct checking *c, const char *table, const char *row, const char *zh,
                 const char *en, struct err *err)
{
    struct store_fault f = {str_of(table), str_of(row), str_of(zh), str_of(en)};
    c->done->faults++;
    return c->fault(c->ctx, &f, err);
}

static bool on_fault(void *ctx, const struct store_fault *f, struct err *err)
{
    struct checking *c = ctx;
    c->done->faults++;
    return c->fault(c->ctx, f, err);
}

static bool on_table(void *ctx, struct str name, int64_t rows, struct err *err)
{
    struct checking *c = ctx;
    (void)name;
    (void)err;
    c->done->tables++;
    c->done->rows += rows;
    return true;
}

/* ---- the record ----------------------------------------------------------------------------- */

static bool check_record(struct checking *c, struct err *err)
{
    static const char *const ZH[] = {[AUDIT_CHANGED] = "内容被改动，与其哈希不符",
                                     [AUDIT_MISSING] = "缺失，其后的记录仍在",
                                     [AUDIT_CUT] = "自此条起缺失",
                                     [AUDIT_HEAD] = "与另存的末条哈希不符",
                                     [AUDIT_OTHER] = "与检查点不符"};
    static const char *const EN[] = {[AUDIT_CHANGED] = "was changed: it does not fit its hash",
                                     [AUDIT_MISSING] = "is missing, though later ones are there",
                                     [AUDIT_CUT] = "is gone, with what followed",
                                     [AUDIT_HEAD] = "is not the last one by the hash kept apart",
                                     [AUDIT_OTHER] = "is not that of the checkpoint"};
    struct audit_walk w;
    char row[24];
    if (!audit_verify(c->tx, &w, err))
        return false;
    c->done->entries = w.n;
    snprintf(c->done->head, sizeof c->done->head, "%s", w.head);
    snprintf(row, sizeof row, "%lld", (long long)w.at);
    return w.fault == AUDIT_SOUND || tell(c, "audit", row, ZH[w.fault], EN[w.fault], err);
}

/* ---- standards ------------------------------------------------------------------------------ */

static bool same_parts(const struct standard_digest *d, const struct standard_part_rows *rows,
                       struct str *which)
{
    size_t same = 0;
    for (size_t i = 0; i < rows->n; i++) {
        int k = 0;
        while (k < d->n_parts && !(str_eq(d->parts[k].code, rows->at[i].code) &&
                                   str_is(rows->at[i].kind, part_kind_word(d->parts[k].kind))))
            k++;
        *which = rows->at[i].code;
        if (k == d->n_parts || !str_is(rows->at[i].digest, d->parts[k].hex))
            return false;
        same++;
    }
    *which = STR("?");
    return same == (size_t)d->n_parts;
}

/* The first file that is not what was stored. */
static bool same_files(struct checking *c, int64_t standard, struct arena *arena, struct str *which,
                       bool *same, struct err *err)
{
    struct standard_file_rows files = {0};
    if (!store_standard_files(c->tx, arena, standard, &files, err))
        return false;
    *same = true;
    for (size_t i = 0; *same && i < files.n; i++) {
        char hex[SHA256_HEX];
        sha256_hex(files.at[i].content, hex);
        *same = files.at[i].digest.n == 0 || str_is(files.at[i].digest, hex);
        *which = files.at[i].name;
    }
    return true;
}

static bool check_standard(struct checking *c, const struct standard_row *s, struct arena *arena,
                           struct err *err)
{
    struct standard_source source;
    struct standard_digest digest;
    struct standard_part_rows parts = {0};
    struct err_list problems = {.arena = arena};
    struct err why = {0};
    struct str part;
    char row[100];
    const struct standard *loaded = NULL;
    c->done->standards++;
    snprintf(row, sizeof row, "%lld", (long long)s->id);
    bool same;
    if (!same_files(c, s->id, arena, &part, &same, err))
        return false;
    if (!same) {
        snprintf(row, sizeof row, "%lld %.*s", (long long)s->id, part.n < 60 ? (int)part.n : 60,
                 part.p);
        return tell(c, "standard_file", row, "文件内容与其摘要不符",
                    "its content does not fit its digest", err);
    }
    if (standard_stored_source(c->tx, arena, s->id, &source, &why))
        loaded = standard_load(&source, arena, &problems);
    if (!loaded)
        return why.code == ERR_MEMORY ? err_set(err, ERR_MEMORY, NULL)
                                      : tell(c, "standard_file", row, "所存文件无法载入为标准",
                                             "its files cannot be loaded as a standard", err);
    if (!standard_digest(loaded, arena, &digest, err) ||
        !store_standard_parts(c->tx, arena, s->id, &parts, err))
        return false;
    if (!str_is(s->digest, digest.hex))
        return tell(c, "standard", row, "摘要与所存文件不符", "its digest is not that of its files",
                    err);
    if (same_parts(&digest, &parts, &part))
        return true;
    snprintf(row, sizeof row, "%lld %.*s", (long long)s->id, part.n < 60 ? (int)part.n : 60,
             part.p);
    return tell(c, "standard_part", row, "条款摘要与所存文件不符",
                "the digest of this part is not that of its files", err);
}

static bool check_standards(struct checking *c, struct err *err)
{
    struct arena arena;
    int64_t after = 0;
    bool ok = true, more = true;
    arena_init(&arena, 0);
    while (ok && more) {
        struct standard_rows rows = {0};
        arena_clear(&arena);
        ok = store_standard_page(c->tx, &arena, after, 1, &rows, err);
        more = ok && rows.n;
        if (more) {
            after = rows.at[0].id;
            ok = check_standard(c, &rows.at[0], &arena, err);
        }
    }
    arena_release(&arena);
    return ok;
}

/* ---- bulletins and papers ------------------------------------------------------------------- */

static bool frozen_row(void *ctx, const struct frozen_row *p, struct err *err)
{
    struct checking *c = ctx;
    char hex[SHA256_HEX], row[24];
    c->done->papers++;
    sha256_hex(p->cut, hex);
    snprintf(row, sizeof row, "%lld", (long long)p->id);
    return str_is(p->digest, hex) || tell(c, err_word(p->name).z, row, "数据截面与其摘要不符",
                                          "its cut of data does not fit its digest", err);
}

/* ---- files ---------------------------------------------------------------------------------- */

static bool digest_file(const char *path, char hex[SHA256_HEX])
{
    char bytes[64 << 10];
    unsigned char sum[SHA256_SIZE];
    crypto_hash_sha256_state state;
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    crypto_hash_sha256_init(&state);
    while ((n = read(fd, bytes, sizeof bytes)) > 0)
        crypto_hash_sha256_update(&state, (unsigned char *)bytes, (unsigned long long)n);
    close(fd);
    crypto_hash_sha256_final(&state, sum);
    hex_of(sum, sizeof sum, hex);
    return n == 0;
}

static bool check_file(struct checking *c, const char *path, const char *name, struct err *err)
{
    char hex[SHA256_HEX];
    c->done->files++;
    if (!digest_file(path, hex))
        return tell(c, "files", name, "无法读取", "cannot be read", err);
    return strcmp(hex, name) == 0 || tell(c, "files", name, "内容与其名称（SHA-256）不符",
                                          "its content does not fit its name (SHA-256)", err);
}

static bool check_folder(struct checking *c, const char *path, const char *name, int deep,
                         struct err *err)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    bool ok = true;
    if (!dir)
        return (deep == FOLDERS_DEEP && errno == ENOENT) ||
               err_set(err, ERR_IO, path, strerror(errno));
    while (ok && (e = readdir(dir))) {
        char inner[300], whole[PATH_MAX_BYTES];
        struct stat is;
        if (e->d_name[0] == '.')
            continue;
        snprintf(inner, sizeof inner, "%s%s", name, e->d_name);
        snprintf(whole, sizeof whole, "%.3700s/%s", path, e->d_name);
        if (lstat(whole, &is) == 0 && S_ISDIR(is.st_mode) && deep > 0)
            ok = check_folder(c, whole, inner, deep - 1, err);
        else
            ok = check_file(c, whole, inner, err);
    }
    closedir(dir);
    return ok;
}

/* What rows of proof name must lie in the folder, as long as they say. */
static bool proof_row(void *ctx, const struct proof_file_row *p, struct err *err)
{
    struct checking *c = ctx;
    char row[24];
    snprintf(row, sizeof row, "%lld", (long long)p->id);
    if (!files_has(&c->files, p->sha256, p->bytes) &&
        !tell(c, "proof", row, "原件缺失或长度不符", "its file is missing or of another length",
              err))
        return false;
    return !p->thumb.n || files_has(&c->files, p->thumb, 0) ||
           tell(c, "proof", row, "缩略图缺失", "its small picture is missing", err);
}

static bool check_files(struct checking *c, const char *path, struct err *err)
{
    snprintf(c->files.root, sizeof c->files.root, "%s", path);
    return check_folder(c, path, "", FOLDERS_DEEP, err) &&
           store_proof_files(c->tx, proof_row, c, err);
}

bool check_everything(struct store_tx *tx, const char *files,
                      bool (*fault)(void *ctx, const struct store_fault *fault, struct err *err),
                      void *ctx, struct check_done *out, struct err *err)
{
    *out = (struct check_done){0};
    struct checking c = {.tx = tx, .fault = fault, .ctx = ctx, .done = out};
    struct store_checking store = {on_table, on_fault, &c};
    return store_check(tx, &store, err) && check_record(&c, err) && check_standards(&c, err) &&
           store_frozen_cuts(tx, frozen_row, &c, err) && (!files || check_files(&c, files, err));
}
