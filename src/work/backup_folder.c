/* Names of archives, the folder that they lie in, and what goes out of it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "work/backup_parts.h"

enum { BREATH_MAX_NS = 50000000 };

const char BACKUP_MANIFEST[] = "manifest.json", BACKUP_DATABASE[] = "database.sqlite",
           BACKUP_KEY[] = "secret.key", BACKUP_AUDIT_KEY[] = "audit.key", BACKUP_FILES[] = "files/";

bool backup_io_error(const char *path, struct err *err)
{
    if (errno == ENOENT)
        return err_set(err, ERR_FILE_MISSING, path);
    return err_system(err, path, errno);
}

/* ---- names ---------------------------------------------------------------------------------- */

void backup_name(msec at, char out[BACKUP_NAME_MAX])
{
    struct date d = date_of_msec(at);
    int s = (int)((at - date_to_msec(d)) / 1000);
    snprintf(out, BACKUP_NAME_MAX, "taizhang-%04d%02d%02d-%02d%02d%02d.tzb", d.year % 10000,
             d.month % 100, d.day % 100, s / 3600 % 24, s / 60 % 60, s % 60);
}

bool backup_name_read(struct str name, msec *at)
{
    static const char FORM[] = "taizhang-########-######.tzb";
    int64_t day = 0, time = 0;
    if (name.n != sizeof FORM - 1)
        return false;
    for (size_t i = 0; i < name.n; i++)
        if (FORM[i] == '#' ? name.p[i] < '0' || name.p[i] > '9' : name.p[i] != FORM[i])
            return false;
    str_to_i64((struct str){name.p + 9, 8}, &day);
    str_to_i64((struct str){name.p + 18, 6}, &time);
    struct date d = {(int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100)};
    if (!date_valid(d) || time / 10000 > 23 || time / 100 % 100 > 59 || time % 100 > 59)
        return false;
    *at = date_to_msec(d) + (time / 10000 * 3600 + time / 100 % 100 * 60 + time % 100) * 1000;
    return true;
}

/* ---- the folder ----------------------------------------------------------------------------- */

static int newest_first(const void *a, const void *b)
{
    const struct backup_file *x = a, *y = b;
    return str_cmp(y->name, x->name);
}

static bool add_file(struct arena *arena, int folder, const char *name, struct backup_list *out,
                     struct err *err)
{
    struct stat is;
    struct backup_file f;
    if (!backup_name_read(str_of(name), &f.at) ||
        fstatat(folder, name, &is, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(is.st_mode))
        return true;
    f.name = arena_str(arena, str_of(name));
    f.bytes = is.st_size;
    return (f.name.p && VEC_PUSH(arena, &out->files, f)) || err_set(err, ERR_MEMORY, NULL);
}

bool backup_list(struct arena *arena, const char *folder, struct backup_list *out, struct err *err)
{
    DIR *dir = opendir(folder);
    struct dirent *e;
    bool ok = true;
    if (!dir)
        return backup_io_error(folder, err);
    while (ok && (e = readdir(dir)))
        ok = add_file(arena, dirfd(dir), e->d_name, out, err);
    closedir(dir);
    if (ok && out->files.n)
        qsort(out->files.at, out->files.n, sizeof *out->files.at, newest_first);
    return ok;
}

/* taizhang-....tzb.part whose maker is gone: it held a lock on it. */
static void remove_left(int folder, const char *name)
{
    struct str s = str_of(name);
    msec at;
    if (!str_ends(s, STR(".part")) ||
        !backup_name_read((struct str){s.p, s.n - strlen(".part")}, &at))
        return;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(fd);
}

bool backup_prune(struct arena *arena, const char *folder, int keep, int *removed, struct err *err)
{
    struct backup_list list = {0};
    struct dirent *e;
    DIR *dir = opendir(folder);
    if (!dir)
        return backup_io_error(folder, err);
    while ((e = readdir(dir)))
        remove_left(dirfd(dir), e->d_name);
    bool ok = keep <= 0 || backup_list(arena, folder, &list, err);
    for (size_t i = (size_t)keep; ok && keep > 0 && i < list.files.n; i++) {
        ok = unlinkat(dirfd(dir), list.files.at[i].name.p, 0) == 0 || backup_io_error(folder, err);
        *removed += ok;
    }
    closedir(dir);
    return ok;
}

bool backup_rename_new(const char *from, const char *to, struct err *err)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    /* Some file systems do not know how to refuse. */
    if (errno == EINVAL || errno == ENOSYS) {
        if (access(to, F_OK) != 0 && rename(from, to) == 0)
            return true;
        if (access(to, F_OK) == 0)
            errno = EEXIST;
    }
    return errno == EEXIST ? err_set(err, ERR_EXISTS, to) : backup_io_error(to, err);
}

/* So that the new name itself is on disk. */
bool backup_sync_folder(const char *path)
{
    char folder[4096];
    size_t n = strlen(path);
    while (n && path[n - 1] != '/')
        n--;
    if (n >= sizeof folder)
        return false;
    memcpy(folder, n ? path : ".", n ? n : 1);
    folder[n ? n : 1] = 0;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return ok;
}

/* ---- pace ----------------------------------------------------------------------------------- */

void backup_breathe(void *ctx)
{
    struct timespec *last = ctx, now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t took =
        (int64_t)(now.tv_sec - last->tv_sec) * 1000000000 + (now.tv_nsec - last->tv_nsec);
    if (took > BREATH_MAX_NS)
        took = BREATH_MAX_NS;
    if (last->tv_sec && took > 0)
        nanosleep(&(struct timespec){0, (long)took}, NULL);
    clock_gettime(CLOCK_MONOTONIC, last);
}
