/* Errors for people: what is wrong, where, what would be right, in Chinese and English.
 *
 * The one table of all errors is errors.def: enum name, stable key, HTTP status, exit code, English
 * and Chinese text with {0}..{3} for the arguments. Nothing else maps an error to anything.
 *
 * struct err holds one error with room of its own (no allocation, copy freely; long arguments are
 * cut at a character's end). struct err_list collects many, for loaders and importers that report
 * every problem at once. A function takes one of them as its last argument; NULL is allowed. */
#ifndef TZ_BASE_ERR_H
#define TZ_BASE_ERR_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"

enum err_code {
    ERR_OK = 0,
#define ERR(name, key, http, exit_code, en, zh) ERR_##name,
#include "base/errors.def"
#undef ERR
    ERR_COUNT
};

enum lang { LANG_ZH, LANG_EN };

enum { ERR_ARGS = 4, ERR_ARG_MAX = 160, ERR_FIELD_MAX = 64 };

/* Where: any part may be empty. row and column count from 1; 0 = not known. */
struct err_place {
    char file[ERR_ARG_MAX]; /* file name, or the sheet of a workbook as "book.xlsx!sheet" */
    int row, column;
    char field[ERR_FIELD_MAX];
};

struct err {
    enum err_code code; /* ERR_OK = none */
    struct err_place place;
    char args[ERR_ARGS][ERR_ARG_MAX];
};

struct err_list {
    struct arena *arena;
    VEC(struct err) items; /* at most `max` are kept */
    size_t max;            /* 0 = ERR_LIST_MAX */
    size_t total;          /* all that were reported */
};

#define ERR_LIST_MAX 500

/* Sets *e (nothing when NULL) to code with up to four C strings; NULL where there is none. Always
 * false:  return err_set(err, ERR_NUMBER, text, "12.5");  return err_set(err, ERR_MEMORY, NULL); */
#define err_set(e, code, ...)                                                                      \
    err_set_args((e), (code), (const char *const[ERR_ARGS + 1]){__VA_ARGS__})
bool err_set_args(struct err *e, enum err_code code, const char *const *args);
/* What the system said (an errno) of the file at `path`: ERR_DISK_FULL when there is no room for
 * it, whether of the disk, a quota or the largest file that is allowed; else ERR_IO. Always false.
 */
bool err_system(struct err *e, const char *path, int error);
bool no_room(int error);
/* A text as an argument, cut at a character's end:  err_set(err, ERR_EXISTS, err_word(code).z); */
struct err_word {
    char z[ERR_ARG_MAX];
};
struct err_word err_word(struct str text);
/* A word in both languages as one argument; err_text takes the one that it needs. */
struct err_word err_both(const char *zh, const char *en);
/* Adds the place to an error that was just set; returns false. */
bool err_at(struct err *e, struct str file, int row, int column, const char *field);
bool err_list_add(struct err_list *l, const struct err *e);
static inline bool err_list_empty(const struct err_list *l)
{
    return l->total == 0;
}

const char *err_key(enum err_code code);
int err_http(enum err_code code);
int err_exit(enum err_code code);
/* The text with its arguments, without the place. */
void err_text(const struct err *e, enum lang lang, struct buf *out);
/* "file:row:column: field: text" as far as they are known. */
void err_line(const struct err *e, enum lang lang, struct buf *out);

#endif
