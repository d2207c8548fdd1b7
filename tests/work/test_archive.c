/* The archive of backups: what goes in comes out, and whatever byte is changed, left out or added
 * is found. */
#include "../test.h"

#include <stdlib.h>
#include <unistd.h>

#include "work/archive.h"

struct written {
    char path[40];
    int fd;
    size_t n;
    char bytes[300000];
};

static struct archive archive;

static void put(const char *name, const char *p, size_t n)
{
    char digest[SHA256_HEX];
    struct err err = {0};
    assert_true(archive_entry(&archive, name, (int64_t)n, &err));
    assert_true(archive_add(&archive, p, n, &err));
    assert_true(archive_entry_end(&archive, digest, &err));
}

static struct written *write_one(struct str passphrase, size_t large)
{
    struct written *w = calloc(1, sizeof *w);
    char *big = malloc(large + 1);
    struct err err = {0};
    memset(big, 'b', large);
    strcpy(w->path, "/tmp/tz-archive.XXXXXX");
    w->fd = mkstemp(w->path);
    assert_true(w->fd >= 0);
    unlink(w->path);
    assert_true(archive_begin(&archive, w->fd, "a.tzb", passphrase, &err));
    put("manifest.json", "{}", 2);
    put("files/ab/empty", "", 0);
    put("database.sqlite", big, large);
    assert_true(archive_end(&archive, &err));
    w->n = (size_t)lseek(w->fd, 0, SEEK_END);
    assert_true(w->n < sizeof w->bytes);
    assert_int_equal(pread(w->fd, w->bytes, w->n, 0), w->n);
    free(big);
    return w;
}

static void done(struct written *w)
{
    close(w->fd);
    free(w);
}

/* How many entries; -1 when something is wrong, in *err. */
static int read_one(struct written *w, struct str passphrase, struct err *err)
{
    bool end = false;
    int n = 0;
    *err = (struct err){0};
    lseek(w->fd, 0, SEEK_SET);
    bool ok = archive_open(&archive, w->fd, "a.tzb", passphrase, err);
    while (ok && !end) {
        ok = archive_next(&archive, &end, err);
        n += ok && !end;
    }
    if (!ok)
        assert_true(err->code == ERR_BACKUP_DAMAGED || err->code == ERR_BACKUP_KIND ||
                    err->code == ERR_BACKUP_PASSPHRASE);
    return ok ? n : -1;
}

/* The whole of a small archive, written by hand after docs/backup.md; digests by sha256sum:
 *   printf 'manifest.json 2\n{}' | sha256sum
 *   printf 'files/ab/empty 0\n' | sha256sum
 *   printf 'database.sqlite 3\nbbb' | sha256sum
 *   printf 'manifest.json 2\n%s\nfiles/ab/empty 0\n%s\ndatabase.sqlite 3\n%s\nend 3 ' $1 $2 $3 |
 * sha256sum */
static void the_bytes(void **state)
{
    static const char RIGHT[] = "taizhang-backup-1 clear\n"
                                "manifest.json 2\n{}"
                                "979a5163afa77e3d2f0cc47465392e963bb29662754332293fa5eb7e27d941d6"
                                "\n"
                                "files/ab/empty 0\n"
                                "ef2d08acba03f1bf531a58296f1e3ee73ab3aa3c4978ff986186c68eca233bf1"
                                "\n"
                                "database.sqlite 3\nbbb"
                                "1b5e8850731aa934c3e3ca1b2630c27e8c8d2d7be6e1826a2ec9e2bd3f2f4864"
                                "\n"
                                "end 3 "
                                "e1c1a78151031b2b8e496e91e688c1d239986c3767ca0fd67e00ab52c9abfe16"
                                "\n";
    (void)state;
    struct written *w = write_one(STR_NONE, 3);
    assert_int_equal(w->n, sizeof RIGHT - 1);
    assert_memory_equal(w->bytes, RIGHT, w->n);
    done(w);
}

static void every_byte(void **state)
{
    struct err err;
    (void)state;
    struct written *w = write_one(STR_NONE, 3);
    assert_int_equal(read_one(w, STR_NONE, &err), 3);
    for (size_t i = 0; i < w->n; i++)
        for (int bit = 0; bit < 8; bit++) {
            char changed = (char)(w->bytes[i] ^ (1 << bit));
            assert_int_equal(pwrite(w->fd, &changed, 1, (off_t)i), 1);
            if (read_one(w, STR_NONE, &err) >= 0)
                fail_msg("byte %zu bit %d", i, bit);
            assert_int_equal(pwrite(w->fd, &w->bytes[i], 1, (off_t)i), 1);
        }
    assert_int_equal(read_one(w, STR_NONE, &err), 3);
    for (size_t n = 0; n < w->n; n++) { /* cut off */
        assert_int_equal(ftruncate(w->fd, (off_t)n), 0);
        assert_int_equal(read_one(w, STR_NONE, &err), -1);
        assert_int_equal(pwrite(w->fd, w->bytes + n, w->n - n, (off_t)n), w->n - n);
    }
    assert_int_equal(pwrite(w->fd, "", 1, (off_t)w->n), 1); /* longer */
    assert_int_equal(read_one(w, STR_NONE, &err), -1);
    assert_string_equal(err.args[1], "end");
    done(w);
}

/* Contents whose lengths are around the size of a piece: 65,536 bytes. With an entry of 65,205
 * bytes the content is exactly one piece, whose end is the end of the file. */
static void around_a_piece(void **state)
{
    struct err err;
    (void)state;
    struct written *small = write_one(STR_NONE, 10000);
    /* The first line of 24 bytes is no content; a length of 5 digits, too. */
    size_t rest = small->n - 24 - 10000;
    done(small);
    for (size_t n = ARCHIVE_CHUNK - rest - 2; n <= ARCHIVE_CHUNK - rest + 2; n++) {
        struct written *w = write_one(STR_NONE, n);
        assert_int_equal(w->n, 24 + rest + n);
        assert_int_equal(read_one(w, STR_NONE, &err), 3);
        assert_int_equal(pwrite(w->fd, "x", 1, (off_t)w->n), 1);
        assert_int_equal(read_one(w, STR_NONE, &err), -1);
        done(w);
    }
    struct written *w = write_one(STR_NONE, 200000);
    assert_int_equal(read_one(w, STR_NONE, &err), 3);
    done(w);
}

static void sealed(void **state)
{
    struct err err;
    (void)state;
    struct str right = STR("twelve bytes"), wrong = STR("twelve byteS");
    struct written *w = write_one(right, 3);
    for (size_t i = 0; i + 3 <= w->n; i++)
        assert_memory_not_equal(w->bytes + i, "bbb", 3);
    assert_int_equal(read_one(w, right, &err), 3);
    assert_int_equal(read_one(w, wrong, &err), -1);
    assert_int_equal(err.code, ERR_BACKUP_PASSPHRASE);
    lseek(w->fd, 0, SEEK_SET);
    assert_false(archive_open(&archive, w->fd, "a.tzb", STR_NONE, &err));
    assert_int_equal(err.code, ERR_BACKUP_SEALED);
    /* One byte of salt, header, and content; each reading costs an argon2id. */
    static const size_t AT[] = {26, 50, 80};
    for (size_t i = 0; i < ARRAY_LEN(AT); i++) {
        char changed = (char)(w->bytes[AT[i]] ^ 1);
        assert_int_equal(pwrite(w->fd, &changed, 1, (off_t)AT[i]), 1);
        assert_int_equal(read_one(w, right, &err), -1);
        assert_int_equal(pwrite(w->fd, &w->bytes[AT[i]], 1, (off_t)AT[i]), 1);
    }
    assert_int_equal(pwrite(w->fd, "", 1, (off_t)w->n), 1);
    assert_int_equal(read_one(w, right, &err), -1);
    done(w);
    w = write_one(right, 200000);
    assert_int_equal(read_one(w, right, &err), 3);
    /* The second piece in the place of the third, and cut off behind the second. */
    size_t piece = ARCHIVE_CHUNK + 17, content = 25 + 16 + 24;
    assert_int_equal(pwrite(w->fd, w->bytes + content + piece, piece, (off_t)(content + 2 * piece)),
                     piece);
    assert_int_equal(read_one(w, right, &err), -1);
    assert_string_equal(err.args[1], "database.sqlite");
    assert_int_equal(ftruncate(w->fd, (off_t)(content + 2 * piece)), 0);
    assert_int_equal(read_one(w, right, &err), -1);
    done(w);
}

static void passphrases(void **state)
{
    char path[] = "/tmp/tz-archive.XXXXXX", longest[PASSPHRASE_MAX + 1];
    struct err err = {0};
    (void)state;
    int fd = mkstemp(path);
    unlink(path);
    memset(longest, 'x', sizeof longest);
    assert_false(archive_begin(&archive, fd, "a", STR("eleven byte"), &err));
    assert_int_equal(err.code, ERR_PASSPHRASE_LENGTH);
    assert_false(archive_begin(&archive, fd, "a", (struct str){longest, sizeof longest}, &err));
    assert_int_equal(err.code, ERR_PASSPHRASE_LENGTH);
    close(fd);
}

/* Names that would lead out of the folder: rightly hashed, refused all the same. */
static void names(void **state)
{
    static const char *const BAD[] = {"../x",   "/x", "a//b", ".x", "a/.x",
                                      "a/../b", "A",  "a/",   "a b"};
    struct err err = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(BAD); i++) {
        struct written w = {.path = "/tmp/tz-archive.XXXXXX"};
        w.fd = mkstemp(w.path);
        unlink(w.path);
        assert_true(archive_begin(&archive, w.fd, "a.tzb", STR_NONE, &err));
        put(BAD[i], "x", 1);
        assert_true(archive_end(&archive, &err));
        assert_int_equal(read_one(&w, STR_NONE, &err), -1);
        close(w.fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes),      cmocka_unit_test(every_byte),
        cmocka_unit_test(around_a_piece), cmocka_unit_test(sealed),
        cmocka_unit_test(passphrases),    cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
