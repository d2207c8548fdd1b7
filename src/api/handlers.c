#include "api/handlers.h"

#include <stdio.h>

#include "store/region.h"

#define ROW(op) [OP_##op] = api_##op,
op_handler *const api_handlers[OP_COUNT] = {EACH_OP(ROW)};
#undef ROW

void api_names(struct json *j, const char *key, struct str zh, struct str en)
{
    json_ktext2(j, key, (struct text2){zh, en});
}

void api_region(struct json *j, const struct region_row *row, struct str path)
{
    json_obj(j);
    json_kregion(j, "code", row->code);
    json_kstr(j, "name", row->name);
    json_kstr(j, "level", str_of(region_level_word((enum region_level)row->level)));
    if (path.p)
        json_kstr(j, "path", path);
    json_end(j);
}

void api_day(struct json *j, const char *key, int64_t day)
{
    char text[DATE_TEXT_MAX];
    if (day == 0) {
        json_knull(j, key);
        return;
    }
    date_format(date_of_days(day), text);
    json_kstr(j, key, str_of(text));
}

static bool code_as_name(struct request *q, region_code code, struct str *name, struct err *err)
{
    char text[REGION_TEXT_MAX];
    region_format(code, text);
    *name = code ? arena_str(q->arena, str_of(text)) : STR("全国");
    return name->p || err_set(err, ERR_MEMORY, NULL);
}

bool api_region_name(struct request *q, region_code code, struct str *name, struct err *err)
{
    struct region_row row;
    bool found = false;
    if (code && !store_region_get(q->tx, q->arena, code, &row, &found, err))
        return false;
    if (!found)
        return code_as_name(q, code, name, err);
    *name = row.name;
    return true;
}

const struct region_row *api_region_in(const struct region_rows *regions, region_code code)
{
    size_t lo = 0, hi = regions->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (regions->at[mid].code < code)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < regions->n && regions->at[lo].code == code ? &regions->at[lo] : NULL;
}

bool api_name_in(struct request *q, const struct region_rows *regions, region_code code,
                 struct str *name, struct err *err)
{
    const struct region_row *row = api_region_in(regions, code);
    if (!row)
        return code_as_name(q, code, name, err);
    *name = row->name;
    return true;
}

struct str api_file_name(const struct request *q)
{
    struct str name = query_str(q, "file");
    return name.n ? name : STR("workbook.xlsx");
}

void api_basis(struct json *j, enum basis b)
{
    static const char *const WORDS[] = {"annex", "item", "recalled"};
    json_kstr(j, "basis", str_of(WORDS[b]));
}

bool api_after(const struct request *q, int64_t *id, struct err *err)
{
    struct str text = query_str(q, "after");
    *id = 0;
    return text.n == 0 || str_to_i64(text, id) || err_set(err, ERR_NUMBER, err_word(text).z, "12");
}

bool api_not_found(const char *thing, int64_t id, struct err *err)
{
    char text[80];
    snprintf(text, sizeof text, "%s %lld", thing, (long long)id);
    return err_set(err, ERR_NOT_FOUND, text);
}
