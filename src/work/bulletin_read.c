#include "work/bulletin_read.h"

json_t *cut_load(struct str cut, struct err *err)
{
    json_error_t bad;
    json_t *root = json_loadb(cut.p ? cut.p : "", cut.n, JSON_REJECT_DUPLICATES, &bad);
    if (root && json_is_object(root) && cut_int(root, "format") == 1)
        return root;
    json_decref(root);
    err_set(err, ERR_INTERNAL, "the stored cut of the bulletin cannot be read");
    return NULL;
}

struct str cut_str(const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? (struct str){json_string_value(v), json_string_length(v)} : STR_NONE;
}

int64_t cut_int(const json_t *o, const char *key)
{
    return json_integer_value(json_object_get(o, key));
}

struct str cut_name(const json_t *o, const char *key)
{
    return cut_str(json_object_get(o, key), "zh");
}

bool cut_dec(const json_t *v, dec *out)
{
    return json_is_string(v) &&
           dec_parse((struct str){json_string_value(v), json_string_length(v)}, out);
}

static struct str fixed(struct arena *a, const json_t *v, int places)
{
    dec d;
    char text[DEC_TEXT_MAX];
    if (!cut_dec(v, &d))
        return STR("—");
    size_t n = dec_format_places(d, places, DEC_HALF_UP, text);
    return arena_str(a, (struct str){text, n});
}

struct str cut_fixed(struct arena *a, const json_t *o, const char *key, int places)
{
    return fixed(a, json_object_get(o, key), places);
}

struct str cut_short(struct arena *a, const json_t *o, const char *key)
{
    dec d;
    char text[DEC_TEXT_MAX];
    if (!cut_dec(json_object_get(o, key), &d))
        return STR("—");
    size_t n = dec_format(dec_round(d, 2, DEC_HALF_UP), text);
    return arena_str(a, (struct str){text, n});
}

struct str cut_element(struct arena *a, const json_t *array, size_t i, int places)
{
    return fixed(a, json_array_get(array, i), places);
}

struct str cut_day(struct arena *a, struct str iso)
{
    struct date d;
    if (iso.n > 10)
        iso.n = 10;
    if (!date_parse(iso, &d))
        return iso;
    return arena_printf(a, "%d年%d月%d日", d.year, d.month, d.day);
}

struct str cut_when(struct arena *a, struct str iso)
{
    if (iso.n < 16)
        return iso;
    struct str day = cut_day(a, iso);
    return arena_printf(a, "%.*s%.5s", STR_ARG(day), iso.p + 11);
}
