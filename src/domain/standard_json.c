/* standard.json to and from the table `standard` of paths and values. */
#include "domain/standard_parts.h"

#include <jansson.h>
#include <stdio.h>

#include "base/utf8.h"

#define KNOWN_KEYS                                                                                 \
    "format, id, edition, name, note, basis_document, subjects, states, rounding, rankings, "      \
    "passing"

/* ---- reading -----------------------------------------------------------------------------------
 */

struct reader {
    struct arena *a;
    struct err_list *errs;
    struct str file;
    struct str text; /* valid JSON: only looked through for the places of its values */
    size_t at;
    int line;
    size_t line_start;
    VEC(struct source_row) rows;
    char path[256];
    bool memory;
};

static void step(struct reader *r)
{
    if (r->text.p[r->at] == '\n') {
        r->line++;
        r->line_start = r->at + 1;
    }
    r->at++;
}

/* Moves over white space, commas and colons to the next token. */
static void to_token(struct reader *r)
{
    while (r->at < r->text.n && strchr(" \t\r\n,:", r->text.p[r->at]))
        step(r);
}

static void over_scalar(struct reader *r)
{
    if (r->text.p[r->at] == '"') {
        r->at++;
        while (r->at < r->text.n && r->text.p[r->at] != '"')
            r->at += r->text.p[r->at] == '\\' ? 2 : 1;
        r->at++;
        return;
    }
    while (r->at < r->text.n && !strchr(" \t\r\n,]}", r->text.p[r->at]))
        r->at++;
}

static int column_of(const struct reader *r)
{
    return (int)utf8_count((struct str){r->text.p + r->line_start, r->at - r->line_start}) + 1;
}

static void report(struct reader *r, const struct err *what)
{
    struct err e = *what;
    err_at(&e, r->file, r->line, column_of(r), r->path);
    err_list_add(r->errs, &e);
}

static const char *type_name(enum leaf_type t)
{
    return t == LEAF_INT      ? "a whole number, without quotation marks"
           : t == LEAF_NUMBER ? "a whole number, or a decimal number in quotation marks"
                              : "text in quotation marks";
}

static void read_leaf(struct reader *r, json_t *v)
{
    struct err e;
    int leaf = leaf_of(str_of(r->path));
    enum leaf_type type = leaf < 0 ? LEAF_TEXT : LEAVES[leaf].type;
    char number[24];
    struct str value;
    if (leaf < 0) {
        err_set(&e, ERR_FIELD_UNKNOWN, r->path, KNOWN_KEYS);
        report(r, &e);
        return;
    }
    if (json_is_integer(v) && type != LEAF_TEXT) {
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(v));
        value = str_of(number);
    } else if (json_is_string(v) && type != LEAF_INT) {
        value = (struct str){json_string_value(v), json_string_length(v)};
    } else {
        err_set(&e, ERR_FIELD_TYPE, r->path, type_name(type));
        report(r, &e);
        return;
    }
    struct source_row *row = VEC_ADD(r->a, &r->rows);
    struct str *cells = ARENA_ARRAY(r->a, 2, struct str);
    if (!row || !cells) {
        r->memory = true;
        return;
    }
    cells[0] = arena_str(r->a, str_of(r->path));
    cells[1] = arena_str(r->a, value);
    r->memory |= !cells[0].p || !cells[1].p;
    *row = (struct source_row){r->line, column_of(r), cells, 2};
}

static void read_value(struct reader *r, json_t *v, int depth);

static void read_child(struct reader *r, json_t *v, const char *name, int depth)
{
    size_t n = strlen(r->path);
    if (n + strlen(name) + 2 > sizeof r->path)
        name = "~";
    snprintf(r->path + n, sizeof r->path - n, "%s%s", n ? "." : "", name);
    read_value(r, v, depth + 1);
    r->path[n] = 0;
}

/* Over a whole value, whatever is inside. */
static void over_value(struct reader *r)
{
    int open = 0;
    do {
        to_token(r);
        if (r->at >= r->text.n)
            return;
        char c = r->text.p[r->at];
        if (c == '{' || c == '[' || c == '}' || c == ']') {
            open += c == '{' || c == '[' ? 1 : -1;
            r->at++;
        } else {
            over_scalar(r);
        }
    } while (open > 0);
}

/* Whether the format has an object (or a list) here. */
static bool container_fits(const struct reader *r, int depth, bool list)
{
    struct str path = str_of(r->path), segment = STR_NONE;
    int leaf = depth ? path_place(path, depth) : 0;
    if (leaf == LEAVES_N)
        return false;
    struct str pattern = str_of(LEAVES[leaf].pattern);
    for (int i = 0; i <= depth; i++)
        if (!str_split(&pattern, '.', &segment))
            return false;
    return str_is(segment, "#") == list;
}

static void read_inside(struct reader *r, json_t *v, int depth)
{
    if (json_is_object(v)) {
        const char *key;
        json_t *child;
        json_object_foreach(v, key, child)
        {
            to_token(r);
            over_scalar(r);
            read_child(r, child, strchr(key, '.') ? "?" : key, depth);
        }
        return;
    }
    for (size_t i = 0; i < json_array_size(v); i++) {
        char name[24];
        snprintf(name, sizeof name, "%zu", i);
        read_child(r, json_array_get(v, i), name, depth);
    }
}

static void read_value(struct reader *r, json_t *v, int depth)
{
    to_token(r);
    if (!json_is_object(v) && !json_is_array(v)) {
        read_leaf(r, v);
        over_value(r);
        return;
    }
    if (!container_fits(r, depth, json_is_array(v))) {
        struct err e;
        if (depth && path_place(str_of(r->path), depth) == LEAVES_N)
            err_set(&e, ERR_FIELD_UNKNOWN, r->path, KNOWN_KEYS);
        else
            err_set(&e, ERR_FIELD_TYPE, r->path,
                    json_is_array(v) ? "no list [ ]" : "no object { }");
        report(r, &e);
        over_value(r);
        return;
    }
    r->at++;
    read_inside(r, v, depth);
    to_token(r);
    r->at++;
}

static bool fail_at(struct err_list *errs, struct str file, int line, int column, struct err *e)
{
    err_at(e, file, line, column, NULL);
    return err_list_add(errs, e);
}

bool standard_json_read(struct arena *a, struct str text, struct str file,
                        struct standard_table *out, struct err_list *errs)
{
    struct err e;
    if (text.n > STANDARD_JSON_MAX) {
        err_set(&e, ERR_TOO_LARGE, "standard.json", "1 MiB");
        return fail_at(errs, file, 0, 0, &e);
    }
    if (str_starts(text, STR("\xEF\xBB\xBF")))
        text = (struct str){text.p + 3, text.n - 3};
    json_error_t why;
    json_t *root = json_loadb(text.n ? text.p : "", text.n, JSON_REJECT_DUPLICATES, &why);
    if (!root) {
        err_set(&e, ERR_FILE_KIND, "standard.json", "JSON", why.text);
        return fail_at(errs, file, why.line > 0 ? why.line : 0, why.column > 0 ? why.column : 0,
                       &e);
    }
    size_t before = errs->total;
    struct reader r = {.a = a, .errs = errs, .file = file, .text = text, .line = 1};
    if (json_is_object(root)) {
        read_value(&r, root, 0);
    } else {
        err_set(&e, ERR_FIELD_TYPE, "standard.json", "an object { }");
        fail_at(errs, file, 1, 1, &e);
    }
    json_decref(root);
    if (errs->total != before)
        return false;
    struct source_row head = {1, 0, ARENA_ARRAY(a, 2, struct str), 2};
    struct source_row *rows = ARENA_ARRAY(a, r.rows.n + 1, struct source_row);
    if (r.memory || !head.cells || !rows) {
        err_set(&e, ERR_MEMORY, NULL);
        return fail_at(errs, file, 0, 0, &e);
    }
    head.cells[0] = STR("path");
    head.cells[1] = STR("value");
    rows[0] = head;
    if (r.rows.n)
        memcpy(rows + 1, r.rows.at, r.rows.n * sizeof *rows);
    *out = (struct standard_table){STR("standard"), file, rows, (int)r.rows.n + 1};
    return true;
}
