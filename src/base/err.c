#include "base/err.h"

#include <stdio.h>

#include "base/utf8.h"

#include <errno.h>

struct err_row {
    const char *key;
    int http, exit_code;
    const char *en, *zh;
};

static const struct err_row ROWS[ERR_COUNT] = {
    [ERR_OK] = {"ok", 200, 0, "no error", "无错误"},
#define ERR(name, key, http, exit_code, en, zh) [ERR_##name] = {key, http, exit_code, en, zh},
#include "base/errors.def"
#undef ERR
};

/* Copies what fits, cut at a character's end. */
static void copy_text(char *to, size_t room, struct str s)
{
    size_t n = 0;
    while (n < s.n) {
        size_t k;
        utf8_next((struct str){s.p + n, s.n - n}, &k);
        if (n + k >= room)
            break;
        n += k;
    }
    if (n)
        memcpy(to, s.p, n);
    to[n] = 0;
}

struct err_word err_word(struct str text)
{
    struct err_word word = {0};
    copy_text(word.z, sizeof word.z, text);
    return word;
}

bool err_set_args(struct err *e, enum err_code code, const char *const *args)
{
    if (!e)
        return false;
    *e = (struct err){.code = code};
    for (int i = 0; i < ERR_ARGS && args[i]; i++)
        copy_text(e->args[i], ERR_ARG_MAX, str_of(args[i]));
    return false;
}

bool no_room(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

bool err_system(struct err *e, const char *path, int error)
{
    return no_room(error) ? err_set(e, ERR_DISK_FULL, NULL)
                          : err_set(e, ERR_IO, path, strerror(error));
}

bool err_at(struct err *e, struct str file, int row, int column, const char *field)
{
    if (!e)
        return false;
    copy_text(e->place.file, sizeof e->place.file, file);
    e->place.row = row;
    e->place.column = column;
    copy_text(e->place.field, sizeof e->place.field, str_of(field));
    return false;
}

bool err_list_add(struct err_list *l, const struct err *e)
{
    if (!l)
        return false;
    l->total++;
    size_t max = l->max ? l->max : ERR_LIST_MAX;
    if (l->items.n < max)
        (void)VEC_PUSH(l->arena, &l->items, *e);
    return false;
}

const char *err_key(enum err_code code)
{
    return ROWS[code].key;
}

int err_http(enum err_code code)
{
    return ROWS[code].http;
}

int err_exit(enum err_code code)
{
    return ROWS[code].exit_code;
}

#define BOTH "\x1f" /* between the two languages of an argument */

struct err_word err_both(const char *zh, const char *en)
{
    struct err_word word = {0};
    struct str first = str_of(zh);
    copy_text(word.z, sizeof word.z, first);
    if (first.n + 1 < sizeof word.z) {
        word.z[first.n] = BOTH[0];
        copy_text(word.z + first.n + 1, sizeof word.z - first.n - 1, str_of(en));
    }
    return word;
}

static void add_arg(const char *arg, enum lang lang, struct buf *out)
{
    const char *en = strstr(arg, BOTH);
    if (!en)
        buf_addz(out, arg);
    else if (lang == LANG_EN)
        buf_addz(out, en + 1);
    else
        buf_add(out, arg, (size_t)(en - arg));
}

void err_text(const struct err *e, enum lang lang, struct buf *out)
{
    const char *t = lang == LANG_EN ? ROWS[e->code].en : ROWS[e->code].zh;
    for (; *t; t++) {
        if (t[0] == '{' && t[1] >= '0' && t[1] < '0' + ERR_ARGS && t[2] == '}') {
            add_arg(e->args[t[1] - '0'], lang, out);
            t += 2;
        } else {
            buf_addc(out, *t);
        }
    }
}

void err_line(const struct err *e, enum lang lang, struct buf *out)
{
    if (e->place.file[0])
        buf_printf(out, "%s:", e->place.file);
    if (e->place.row)
        buf_printf(out, "%d:", e->place.row);
    if (e->place.column)
        buf_printf(out, "%d:", e->place.column);
    if (out->n && out->p[out->n - 1] == ':')
        buf_addc(out, ' ');
    if (e->place.field[0])
        buf_printf(out, "%s: ", e->place.field);
    err_text(e, lang, out);
}
