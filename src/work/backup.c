#include "work/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "store/audit.h"
#include "store/check.h"
#include "store/copy.h"
#include "work/audit.h"
#include "work/backup_parts.h"

enum { NICENESS = 10, FOLDERS_DEEP = 4, PATH_MAX_BYTES = 4096 };

struct making {
    struct app *app;
    struct arena *arena;
    const struct backup_options *o;
    struct backup_done *done;
    struct archive archive;
    struct store_copy copy;
    struct timespec pace;
    struct err why;
    bool ok;
    struct json json; /* the manifest, while the tables are counted */
};

/* ---- the manifest --------------------------------------------------------------------------- */

static bool count_table(void *ctx, struct str name, int64_t rows, struct err *err)
{
    struct making *m = ctx;
    struct str key = arena_str(m->arena, name);
    if (!key.p)
        return err_set(err, ERR_MEMORY, NULL);
    json_ki64(&m->json, key.p, rows);
    m->done->rows += rows;
    return true;
}

static bool write_manifest(struct making *m, struct buf *out, struct err *err)
{
    struct store_tx *tx = m->copy.tx;
    struct audit_head_row head;
    struct store_checking counting = {.table = count_table, .ctx = m};
    char at[WHEN_TEXT_MAX];
    int64_t schema;
    size_t n = when_format(app_now(m->app), at);
    if (!store_schema_version(tx, &schema, err) || !store_audit_head(tx, m->arena, &head, err))
        return false;
    json_begin(&m->json, out);
    json_obj(&m->json);
    json_kstr(&m->json, "program", STR("taizhang"));
    json_kstr(&m->json, "version", str_of(m->o->version));
    json_ki64(&m->json, "schema", schema);
    json_kstr(&m->json, "made_at", (struct str){at, n});
    json_key(&m->json, "record");
    json_obj(&m->json);
    json_ki64(&m->json, "entries", head.seq);
    json_kstr(&m->json, "head", head.hash);
    json_end(&m->json);
    json_ki64(&m->json, "database_bytes", m->copy.size);
    json_key(&m->json, "tables");
    json_obj(&m->json);
    if (!store_count_rows(tx, &counting, err))
        return false;
    json_end(&m->json);
    json_end(&m->json);
    buf_addc(out, '\n');
    m->done->entries = head.seq;
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

static bool add_manifest(struct making *m, struct err *err)
{
    struct buf text;
    char digest[SHA256_HEX];
    buf_init(&text, 0);
    bool ok = write_manifest(m, &text, err) &&
              archive_entry(&m->archive, BACKUP_MANIFEST, (int64_t)text.n, err) &&
              archive_add(&m->archive, text.p, text.n, err) &&
              archive_entry_end(&m->archive, digest, err);
    buf_release(&text);
    return ok;
}

/* ---- files ---------------------------------------------------------------------------------- */

/* So many bytes from fd, which must be there. */
static bool add_bytes(struct making *m, const char *name, int fd, int64_t size, struct err *err)
{
    char bytes[64 << 10], digest[SHA256_HEX];
    if (!archive_entry(&m->archive, name, size, err))
        return false;
    while (size > 0) {
        ssize_t n = read(fd, bytes, size < (int64_t)sizeof bytes ? (size_t)size : sizeof bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? backup_io_error(name, err) : err_set(err, ERR_IO, name, "shorter");
        if (!archive_add(&m->archive, bytes, (size_t)n, err))
            return false;
        size -= n;
    }
    return archive_entry_end(&m->archive, digest, err);
}

static bool add_file(struct making *m, const char *name, const char *path, struct err *err)
{
    struct stat is;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return backup_io_error(path, err);
    bool ok = (fstat(fd, &is) == 0 || backup_io_error(path, err)) &&
              (S_ISREG(is.st_mode) || err_set(err, ERR_IO, path, "not a file")) &&
              add_bytes(m, name, fd, is.st_size, err);
    close(fd);
    return ok;
}

/* Names that begin with a dot are files that are still being written. */
static bool add_folder(struct making *m, const char *name, const char *path, int deep,
                       struct err *err)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    bool ok = true;
    if (!dir)
        return deep == FOLDERS_DEEP && errno == ENOENT ? true : backup_io_error(path, err);
    while (ok && (e = readdir(dir))) {
        char inner[ARCHIVE_NAME_MAX], whole[PATH_MAX_BYTES];
        struct stat is;
        if (e->d_name[0] == '.')
            continue;
        if (snprintf(inner, sizeof inner, "%s/%s", name, e->d_name) >= (int)sizeof inner ||
            snprintf(whole, sizeof whole, "%s/%s", path, e->d_name) >= (int)sizeof whole)
            ok = err_set(err, ERR_IO, e->d_name, "name");
        else if (stat(whole, &is) != 0)
            ok = backup_io_error(whole, err);
        else if (!S_ISDIR(is.st_mode))
            ok = add_file(m, inner, whole, err);
        else if (deep == 0)
            ok = err_set(err, ERR_IO, whole, "folder");
        else
            ok = add_folder(m, inner, whole, deep - 1, err);
    }
    closedir(dir);
    return ok;
}

static bool add_key(struct making *m, const char *name, const char *path, struct err *err)
{
    return !path || access(path, F_OK) != 0 || add_file(m, name, path, err);
}

static bool add_all(struct making *m, struct err *err)
{
    bool ok = add_manifest(m, err);
    store_copy_read_end(&m->copy);
    return ok && add_bytes(m, BACKUP_DATABASE, m->copy.fd, m->copy.size, err) &&
           add_key(m, BACKUP_KEY, m->o->key, err) &&
           add_key(m, BACKUP_AUDIT_KEY, m->o->audit_key, err) &&
           (!m->o->files || add_folder(m, "files", m->o->files, FOLDERS_DEEP, err));
}

/* ---- the archive ---------------------------------------------------------------------------- */

static bool write_archive(struct making *m, int fd, const char *part, struct err *err)
{
    if (!store_copy_begin(m->app->store, backup_breathe, &m->pace, &m->copy, err))
        return false;
    m->archive.pause = backup_breathe;
    m->archive.ctx = &m->pace;
    bool ok = archive_begin(&m->archive, fd, part, m->o->passphrase, err) && add_all(m, err) &&
              archive_end(&m->archive, err);
    archive_close(&m->archive);
    store_copy_end(&m->copy);
    return ok;
}

static bool verify(int fd, const char *path, struct str passphrase, struct timespec *pace,
                   int64_t *entries, int64_t *bytes, struct err *err)
{
    struct archive a = {.pause = pace ? backup_breathe : NULL, .ctx = pace};
    bool end = false, ok = archive_open(&a, fd, path, passphrase, err);
    while (ok && !end) {
        ok = archive_next(&a, &end, err);
        *entries += ok && !end;
        *bytes += ok && !end ? a.size : 0;
    }
    archive_close(&a);
    return ok;
}

bool backup_verify(const char *path, struct str passphrase, int64_t *entries, int64_t *bytes,
                   struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return backup_io_error(path, err);
    *entries = *bytes = 0;
    bool ok = verify(fd, path, passphrase, NULL, entries, bytes, err);
    close(fd);
    return ok;
}

/* Locked as long as it is written. One that nobody holds was left by a process that was killed. */
static int open_part(const char *part, struct err *err)
{
    for (int tries = 0; tries < 2; tries++) {
        int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
            return fd;
        if (fd < 0 && errno != EEXIST)
            break;
        if (fd < 0)
            fd = open(part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
            unlink(part);
        if (fd >= 0)
            close(fd);
        errno = EEXIST;
    }
    if (errno == EEXIST)
        err_set(err, ERR_BACKUP_RUNNING, NULL);
    else
        backup_io_error(part, err);
    return -1;
}

/* Written, on disk, read again from there. */
static bool make_part(struct making *m, const char *part, struct err *err)
{
    struct stat is;
    int64_t entries = 0, bytes = 0;
    int fd = open_part(part, err);
    if (fd < 0)
        return false;
    bool ok = write_archive(m, fd, part, err);
    if (ok) {
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        ok = (lseek(fd, 0, SEEK_SET) == 0 && fstat(fd, &is) == 0) || backup_io_error(part, err);
    }
    ok = ok && verify(fd, part, m->o->passphrase, &m->pace, &entries, &bytes, err) &&
         backup_rename_new(part, m->done->path.p, err);
    if (ok) {
        m->done->bytes = is.st_size;
        backup_sync_folder(part);
    } else {
        unlink(part);
    }
    close(fd);
    return ok;
}

static bool is_folder(const char *path)
{
    struct stat is;
    return stat(path, &is) == 0 && S_ISDIR(is.st_mode);
}

static bool make(struct making *m, struct err *err)
{
    char name[BACKUP_NAME_MAX];
    bool folder = is_folder(m->o->to);
    backup_name(app_now(m->app), name);
    m->done->path = folder ? arena_printf(m->arena, "%s/%s", m->o->to, name)
                           : arena_str(m->arena, str_of(m->o->to));
    struct str part = arena_printf(m->arena, "%s.part", m->done->path.p ? m->done->path.p : "");
    if (!m->done->path.p || !part.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (folder && !backup_prune(m->arena, m->o->to, 0, &m->done->removed, err))
        return false;
    if (access(m->done->path.p, F_OK) == 0)
        return err_set(err, ERR_EXISTS, m->done->path.p);
    return make_part(m, part.p, err) &&
           (!folder || backup_prune(m->arena, m->o->to, m->o->keep, &m->done->removed, err));
}

/* A thread of its own, so that it alone is the last to get processor and disk; both cannot be taken
 * back by a thread without privileges. */
static void *aside(void *ctx)
{
    struct making *m = ctx;
    enum { IDLE_CLASS = 3 << 13, OF_PROCESS = 1 };
    (void)!nice(NICENESS);
    (void)syscall(SYS_ioprio_set, OF_PROCESS, 0, IDLE_CLASS);
    m->ok = make(m, &m->why);
    return NULL;
}

static bool make_aside(struct making *m, struct err *err)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, aside, m) != 0)
        return err_set(err, ERR_MEMORY, NULL);
    pthread_join(thread, NULL);
    *err = m->why;
    return m->ok;
}

/* ---- the record ----------------------------------------------------------------------------- */

struct noting {
    struct app *app;
    const struct actor *who;
    struct act act;
};

static bool note_fn(struct store_tx *tx, void *ctx, struct err *err)
{
    struct noting *n = ctx;
    return audit_act(n->app, tx, n->who, &n->act, err);
}

static bool note(struct making *m, const struct actor *who, const struct err *failed,
                 struct err *err)
{
    struct noting n = {.app = m->app, .who = who};
    struct buf after;
    struct json j;
    buf_init(&after, 0);
    json_begin(&j, &after);
    json_obj(&j);
    if (failed) {
        json_kstr(&j, "error", str_of(err_key(failed->code)));
        json_kstr(&j, "what", str_of(failed->args[0]));
    } else {
        json_ki64(&j, "bytes", m->done->bytes);
        json_ki64(&j, "record", m->done->entries);
        json_kbool(&j, "encrypted", m->o->passphrase.p != NULL);
        json_ki64(&j, "removed", m->done->removed);
    }
    json_end(&j);
    n.act = (struct act){.kind = failed ? "backup.failed" : "backup.make",
                         .thing = m->done->path.p ? m->done->path : str_of(m->o->to),
                         .after = buf_str(&after)};
    bool ok = (!buf_failed(&after) || err_set(err, ERR_MEMORY, NULL)) &&
              store_write(m->app->store, note_fn, &n, err);
    buf_release(&after);
    return ok;
}

bool backup_make(struct app *app, const struct actor *who, struct arena *arena,
                 const struct backup_options *o, struct backup_done *out, struct err *err)
{
    struct err why = {0};
    struct making *m = ARENA_NEW(arena, struct making);
    if (!m)
        return err_set(err, ERR_MEMORY, NULL);
    if (store_is_postgres(app->store))
        return err_set(err, ERR_BACKUP_POSTGRES, NULL);
    *out = (struct backup_done){0};
    m->app = app;
    m->arena = arena;
    m->o = o;
    m->done = out;
    m->copy.fd = -1;
    if (make_aside(m, &why))
        return note(m, who, NULL, err);
    (void)note(m, who, &why, NULL); /* what went wrong first is told */
    if (err)
        *err = why;
    return false;
}
