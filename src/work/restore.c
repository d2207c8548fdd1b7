#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "work/backup_parts.h"

enum { PATH_MAX_BYTES = 4096 };

static const char DATABASE[] = "taizhang.db", WORKING[] = ".restoring";

struct restoring {
    struct archive archive;
    const char *to;
    char work[PATH_MAX_BYTES]; /* to/.restoring: everything is whole before it gets its place */
    bool made;                 /* the folder is ours */
    bool manifest, database, key, audit_key, files;
    uid_t owner;
    gid_t group;
    struct restore_done *done;
};

/* ---- the place ------------------------------------------------------------------------------ */

static bool folder_empty(const char *path, bool *empty, struct err *err)
{
    DIR *dir = opendir(path);
    struct dirent *e;
    if (!dir)
        return backup_io_error(path, err);
    *empty = true;
    while ((e = readdir(dir)))
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            *empty = false;
    closedir(dir);
    return true;
}

static bool take_place(struct restoring *r, struct err *err)
{
    struct stat is;
    bool empty = true;
    if (snprintf(r->work, sizeof r->work, "%s/%s", r->to, WORKING) >= (int)sizeof r->work - 200)
        return err_set(err, ERR_IO, r->to, "name");
    r->made = mkdir(r->to, 0700) == 0;
    if (!r->made && errno != EEXIST)
        return backup_io_error(r->to, err);
    if (stat(r->to, &is) != 0)
        return backup_io_error(r->to, err);
    if (!S_ISDIR(is.st_mode))
        return err_set(err, ERR_NOT_EMPTY, r->to);
    if (!folder_empty(r->to, &empty, err))
        return false;
    r->owner = is.st_uid;
    r->group = is.st_gid;
    if (!empty)
        return err_set(err, ERR_NOT_EMPTY, r->to);
    return mkdir(r->work, 0700) == 0 || backup_io_error(r->work, err);
}

static int remove_one(const char *path, const struct stat *is, int kind, struct FTW *where)
{
    (void)is;
    (void)kind;
    (void)where;
    return remove(path);
}

static void give_back(struct restoring *r)
{
    static const char *const OURS[] = {DATABASE,     "taizhang.db-wal", "taizhang.db-shm",
                                       "secret.key", "audit.key",       "files"};
    char path[PATH_MAX_BYTES];
    nftw(r->work, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    for (size_t i = 0; i < ARRAY_LEN(OURS); i++) {
        snprintf(path, sizeof path, "%.3000s/%s", r->to, OURS[i]);
        nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    }
    if (r->made)
        rmdir(r->to);
}

/* ---- entries -------------------------------------------------------------------------------- */

/* Folders on the way to a file. */
static bool make_folders(struct restoring *r, char *path, struct err *err)
{
    for (char *p = path + strlen(r->work) + 1; (p = strchr(p, '/')); p++) {
        *p = 0;
        bool ok = mkdir(path, 0700) == 0 || errno == EEXIST || backup_io_error(path, err);
        if (ok && geteuid() == 0)
            ok = chown(path, r->owner, r->group) == 0 || backup_io_error(path, err);
        *p = '/';
        if (!ok)
            return false;
    }
    return true;
}

static bool write_bytes(int fd, const char *p, size_t n, const char *path, struct err *err)
{
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return backup_io_error(path, err);
        p += done;
        n -= (size_t)done;
    }
    return true;
}

static bool write_entry(struct restoring *r, int fd, const char *path, struct err *err)
{
    char bytes[64 << 10];
    size_t got;
    while (r->archive.left > 0)
        if (!archive_read(&r->archive, bytes, sizeof bytes, &got, err) ||
            !write_bytes(fd, bytes, got, path, err))
            return false;
    /* Restored by root, it belongs to whoever owns the folder. */
    if (geteuid() == 0 && fchown(fd, r->owner, r->group) != 0)
        return backup_io_error(path, err);
    return fsync(fd) == 0 || backup_io_error(path, err);
}

static bool restore_entry(struct restoring *r, const char *name, struct err *err)
{
    char path[PATH_MAX_BYTES];
    snprintf(path, sizeof path, "%.3500s/%.200s", r->work, name);
    if (!make_folders(r, path, err))
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return errno == EEXIST ? err_set(err, ERR_BACKUP_DAMAGED, r->archive.path, r->archive.name)
                               : backup_io_error(path, err);
    bool ok = write_entry(r, fd, path, err);
    if (close(fd) != 0 && ok)
        ok = backup_io_error(path, err);
    return ok;
}

static bool take_entry(struct restoring *r, struct err *err)
{
    const char *name = r->archive.name;
    r->done->entries++;
    r->done->bytes += r->archive.size;
    if (!r->manifest && strcmp(name, BACKUP_MANIFEST) != 0)
        return err_set(err, ERR_BACKUP_DAMAGED, r->archive.path, name);
    if (strcmp(name, BACKUP_MANIFEST) == 0) {
        r->manifest = true;
        return archive_skip(&r->archive, err);
    }
    if (strcmp(name, BACKUP_DATABASE) == 0) {
        r->database = true;
        return restore_entry(r, DATABASE, err);
    }
    if (strcmp(name, BACKUP_KEY) == 0) {
        r->key = true;
        return restore_entry(r, BACKUP_KEY, err);
    }
    if (strcmp(name, BACKUP_AUDIT_KEY) == 0) {
        r->audit_key = true;
        return restore_entry(r, BACKUP_AUDIT_KEY, err);
    }
    if (!str_starts(str_of(name), str_of(BACKUP_FILES)))
        return err_set(err, ERR_BACKUP_DAMAGED, r->archive.path, name);
    r->files = true;
    return restore_entry(r, name, err);
}

static bool take_all(struct restoring *r, struct err *err)
{
    bool end = false;
    while (!end) {
        if (!archive_next(&r->archive, &end, err) || (!end && !take_entry(r, err)))
            return false;
    }
    return r->database || err_set(err, ERR_BACKUP_DAMAGED, r->archive.path, BACKUP_DATABASE);
}

/* ---- into place ----------------------------------------------------------------------------- */

static bool move(struct restoring *r, const char *name, struct err *err)
{
    char from[PATH_MAX_BYTES], to[PATH_MAX_BYTES];
    snprintf(from, sizeof from, "%.3500s/%s", r->work, name);
    snprintf(to, sizeof to, "%.3500s/%s", r->to, name);
    return backup_rename_new(from, to, err);
}

/* The database last: where it lies, everything lies. */
static bool into_place(struct restoring *r, struct err *err)
{
    if ((r->files && !move(r, "files", err)) || (r->key && !move(r, BACKUP_KEY, err)) ||
        (r->audit_key && !move(r, BACKUP_AUDIT_KEY, err)) || !move(r, DATABASE, err))
        return false;
    if (rmdir(r->work) != 0 || !backup_sync_folder(r->done->database.p))
        return backup_io_error(r->to, err);
    return true;
}

bool backup_restore(struct arena *arena, const char *path, const char *to, struct str passphrase,
                    bool (*check)(void *ctx, const char *database, struct err *err), void *ctx,
                    struct restore_done *out, struct err *err)
{
    struct restoring *r = ARENA_NEW(arena, struct restoring);
    *out = (struct restore_done){.database = arena_printf(arena, "%s/%s", to, DATABASE)};
    if (!r || !out->database.p)
        return err_set(err, ERR_MEMORY, NULL);
    r->to = to;
    r->done = out;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return backup_io_error(path, err);
    bool ok = archive_open(&r->archive, fd, path, passphrase, err);
    if (ok && take_place(r, err)) {
        ok = take_all(r, err) && into_place(r, err) && check(ctx, out->database.p, err);
        if (!ok)
            give_back(r);
    } else {
        if (ok && r->made)
            rmdir(to);
        ok = false;
    }
    archive_close(&r->archive);
    close(fd);
    return ok;
}
