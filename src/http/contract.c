#include "http/contract.h"

#include <stdio.h>

#include "base/dec.h"
#include "base/utf8.h"
#include "base/when.h"
#include "domain/region.h"

enum { PATH_MAX_TEXT = ERR_FIELD_MAX, DEPTH_MAX = 64 };

struct check {
    char path[PATH_MAX_TEXT];
    size_t n;
    int depth;
    struct err *err;
};

static bool fail(struct check *c)
{
    err_at(c->err, STR_NONE, 0, 0, c->path);
    return false;
}

static size_t path_push(struct check *c, const char *part)
{
    size_t before = c->n;
    int k = snprintf(c->path + c->n, sizeof c->path - c->n, "%s%s", c->n ? "." : "", part);
    c->n += k > 0 ? (size_t)k : 0;
    if (c->n >= sizeof c->path)
        c->n = sizeof c->path - 1;
    return before;
}

static void path_pop(struct check *c, size_t before)
{
    c->n = before;
    c->path[before] = 0;
}

static int type_of(const json_t *v)
{
    switch (json_typeof(v)) {
    case JSON_OBJECT:
        return TYPE_OBJECT;
    case JSON_ARRAY:
        return TYPE_ARRAY;
    case JSON_STRING:
        return TYPE_STRING;
    case JSON_INTEGER:
        return TYPE_INTEGER;
    case JSON_TRUE:
    case JSON_FALSE:
        return TYPE_BOOLEAN;
    case JSON_NULL:
        return TYPE_NULL;
    default:
        return 0; /* a real: the contract has none, decimals are text */
    }
}

static void type_words(int types, char *out, size_t size)
{
    static const char *const WORDS[] = {"object", "array", "string", "integer", "boolean", "null"};
    size_t n = 0;
    out[0] = 0;
    for (int i = 0; i < 6; i++)
        if (types & 1 << i && n < size)
            n += (size_t)snprintf(out + n, size - n, "%s%s", n ? " / " : "", WORDS[i]);
}

static bool check_range(const struct schema *s, int64_t v, struct err *err)
{
    if ((!s->has_min || v >= s->min) && (!s->has_max || v <= s->max))
        return true;
    char a[24], lo[24] = "-", hi[24] = "-";
    snprintf(a, sizeof a, "%lld", (long long)v);
    if (s->has_min)
        snprintf(lo, sizeof lo, "%lld", (long long)s->min);
    if (s->has_max)
        snprintf(hi, sizeof hi, "%lld", (long long)s->max);
    return err_set(err, ERR_RANGE, a, lo, hi);
}

static bool check_choice(const struct schema *s, struct str text, struct err *err)
{
    char list[ERR_ARG_MAX] = "";
    size_t n = 0;
    for (int i = 0; s->choices[i]; i++) {
        if (str_is(text, s->choices[i]))
            return true;
        int k = snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", s->choices[i]);
        n = k > 0 && n + (size_t)k < sizeof list ? n + (size_t)k : sizeof list - 1;
    }
    char shown[ERR_ARG_MAX];
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(text));
    return err_set(err, ERR_CHOICE, shown, list);
}

static bool check_format(enum schema_format f, struct str text, struct err *err)
{
    char shown[ERR_ARG_MAX];
    region_code region;
    period per;
    dec number;
    struct date date;
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(text));
    switch (f) {
    case FORMAT_REGION:
        return str_is(text, "0") || region_parse(text, &region, err);
    case FORMAT_PERIOD:
        return period_parse(text, &per) || err_set(err, ERR_PERIOD, shown);
    case FORMAT_DECIMAL:
        return dec_parse(text, &number) || err_set(err, ERR_NUMBER, shown, "12.5");
    case FORMAT_DATE:
        return date_parse(text, &date) || err_set(err, ERR_DATE, shown);
    default:
        return true;
    }
}

static bool check_string(const struct schema *s, struct str text, struct err *err)
{
    if (!utf8_valid(text) || memchr(text.p ? text.p : "", 0, text.n))
        return err_set(err, ERR_BAD_REQUEST, "UTF-8");
    size_t n = utf8_count(text);
    if (n < (size_t)s->min_length)
        return err_set(err, ERR_EMPTY, NULL);
    if (s->max_length >= 0 && n > (size_t)s->max_length) {
        char a[24], b[24];
        snprintf(a, sizeof a, "%zu", n);
        snprintf(b, sizeof b, "%d", s->max_length);
        return err_set(err, ERR_LENGTH, a, b);
    }
    if (s->choices && !check_choice(s, text, err))
        return false;
    return check_format(s->format, text, err);
}

static bool check_value(struct check *c, int schema, const json_t *v);

static int prop_of(const struct schema *s, const char *name)
{
    for (int i = s->first; i < s->first + s->n; i++)
        if (strcmp(SCHEMA_PROPS[i].name, name) == 0)
            return i;
    return -1;
}

static bool unknown_field(struct check *c, const struct schema *s, const char *name)
{
    char list[ERR_ARG_MAX] = "";
    size_t n = 0;
    for (int i = s->first; i < s->first + s->n; i++) {
        int k = snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", SCHEMA_PROPS[i].name);
        n = k > 0 && n + (size_t)k < sizeof list ? n + (size_t)k : sizeof list - 1;
    }
    char shown[ERR_ARG_MAX];
    snprintf(shown, sizeof shown, "%.100s", name);
    err_set(c->err, ERR_FIELD_UNKNOWN, shown, list);
    return fail(c);
}

static bool check_object(struct check *c, const struct schema *s, const json_t *v)
{
    const char *name;
    json_t *member;
    json_object_foreach((json_t *)v, name, member)
    {
        int prop = prop_of(s, name);
        int schema = prop >= 0 ? SCHEMA_PROPS[prop].schema : s->extra;
        if (schema < 0)
            return unknown_field(c, s, name);
        size_t before = path_push(c, name);
        if (!check_value(c, schema, member))
            return false;
        path_pop(c, before);
    }
    for (int i = s->first; i < s->first + s->n; i++)
        if (SCHEMA_PROPS[i].required && !json_object_get(v, SCHEMA_PROPS[i].name)) {
            err_set(c->err, ERR_FIELD_MISSING, SCHEMA_PROPS[i].name);
            return fail(c);
        }
    return true;
}

static bool check_array(struct check *c, const struct schema *s, const json_t *v)
{
    size_t n = json_array_size(v);
    if (s->max_length >= 0 && n > (size_t)s->max_length) {
        char a[24], b[24];
        snprintf(a, sizeof a, "%zu", n);
        snprintf(b, sizeof b, "%d", s->max_length);
        err_set(c->err, ERR_ITEMS, a, b);
        return fail(c);
    }
    for (size_t i = 0; i < n; i++) {
        char index[24];
        snprintf(index, sizeof index, "%zu", i);
        size_t before = path_push(c, index);
        if (!check_value(c, s->items, json_array_get(v, i)))
            return false;
        path_pop(c, before);
    }
    return true;
}

static bool check_value(struct check *c, int schema, const json_t *v)
{
    const struct schema *s = &SCHEMAS[schema];
    int type = type_of(v);
    if (s->or_else >= 0 && type != TYPE_NULL)
        return check_value(c, s->or_else, v);
    if (!(s->types & type)) {
        char words[ERR_ARG_MAX];
        type_words(s->types, words, sizeof words);
        err_set(c->err, ERR_FIELD_TYPE, c->n ? c->path : "JSON", words);
        return fail(c);
    }
    if (++c->depth > DEPTH_MAX) {
        err_set(c->err, ERR_BAD_REQUEST, "nesting");
        return fail(c);
    }
    bool ok = true;
    if (type == TYPE_OBJECT)
        ok = check_object(c, s, v);
    else if (type == TYPE_ARRAY)
        ok = check_array(c, s, v);
    else if (type == TYPE_STRING)
        ok = check_string(s, (struct str){json_string_value(v), json_string_length(v)}, c->err) ||
             fail(c);
    else if (type == TYPE_INTEGER)
        ok = check_range(s, json_integer_value(v), c->err) || fail(c);
    c->depth--;
    return ok;
}

bool contract_check(int schema, const json_t *value, struct err *err)
{
    struct err local = {0};
    struct check c = {.err = err ? err : &local};
    return check_value(&c, schema, value);
}

bool contract_check_text(int schema, struct str text, const char *name, struct err *err)
{
    const struct schema *s = &SCHEMAS[schema];
    bool ok;
    char shown[ERR_ARG_MAX];
    snprintf(shown, sizeof shown, "%.*s", STR_ARG(text));
    if (s->types & TYPE_INTEGER) {
        int64_t v;
        /* one form only: no "+1" */
        ok = text.n && text.p[0] != '+' && str_to_i64(text, &v)
                 ? check_range(s, v, err)
                 : err_set(err, ERR_NUMBER, shown, "12");
    } else if (s->types & TYPE_BOOLEAN) {
        ok = str_is(text, "true") || str_is(text, "false") ||
             err_set(err, ERR_CHOICE, shown, "true, false");
    } else {
        ok = check_string(s, text, err);
    }
    return ok || err_at(err, STR_NONE, 0, 0, name);
}
