#include "api/handlers.h"
#include "store/bulletin.h"
#include "work/bulletin.h"

enum { BULLETINS_SHOWN = 100 };

static void write_bulletin(struct json *j, const struct bulletin_head_row *b)
{
    json_obj(j);
    json_ki64(j, "id", b->id);
    json_ki64(j, "year", b->year);
    json_ki64(j, "number", b->number);
    json_kperiod(j, "period", (period)b->period);
    api_names(j, "title", b->title_zh, b->title_en);
    api_day(j, "made_on", b->made_on);
    json_kstr(j, "digest", b->digest);
    json_end(j);
}

bool api_listBulletins(struct request *q, struct reply *r, struct err *err)
{
    struct bulletin_head_rows rows = {0};
    struct json j;
    if (!request_read(q, err) ||
        !store_bulletin_page(q->tx, q->arena, q->campaign, 0, BULLETINS_SHOWN, &rows, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_key(&j, "bulletins");
    json_arr(&j);
    for (size_t i = 0; i < rows.n; i++)
        write_bulletin(&j, &rows.at[i]);
    json_end(&j);
    json_end(&j);
    return true;
}

static bool need_bulletin(struct request *q, int64_t id, struct bulletin_row *row, struct err *err)
{
    bool found;
    if (!request_read(q, err) || !store_bulletin_get(q->tx, q->arena, id, row, &found, err))
        return false;
    return request_owns(q, found, row->campaign, "bulletin", id, err);
}

bool api_makeBulletin(struct request *q, struct reply *r, struct err *err)
{
    int64_t id;
    struct bulletin_row row;
    struct json j;
    request_read_end(q);
    if (!bulletin_make(q->app, &q->actor, q->campaign, (int)body_int(q, "round", 0),
                       body_str(q, "ranking"), &id, err) ||
        !need_bulletin(q, id, &row, err))
        return false;
    struct bulletin_head_row head = {.id = row.id,
                                     .campaign = row.campaign,
                                     .year = row.year,
                                     .number = row.number,
                                     .period = row.period,
                                     .title_zh = row.title_zh,
                                     .title_en = row.title_en,
                                     .made_on = row.made_on,
                                     .made_by = row.made_by,
                                     .digest = row.digest};
    reply_json(q, r, &j);
    write_bulletin(&j, &head);
    return true;
}

static bool file_name(struct request *q, struct reply *r, const struct bulletin_row *row,
                      const char *ending, struct err *err)
{
    struct str name = arena_printf(q->arena, "通报〔%lld〕%lld号.%s", (long long)row->year,
                                   (long long)row->number, ending);
    reply_file(q, r, name);
    return name.p || err_set(err, ERR_MEMORY, NULL);
}

bool api_getBulletinDocx(struct request *q, struct reply *r, struct err *err)
{
    struct bulletin_row row;
    return need_bulletin(q, path_int(q, "bulletin"), &row, err) &&
           file_name(q, r, &row, "docx", err) && bulletin_docx(row.cut, NULL, &r->body, err);
}

bool api_getBulletinXlsx(struct request *q, struct reply *r, struct err *err)
{
    struct bulletin_row row;
    return need_bulletin(q, path_int(q, "bulletin"), &row, err) &&
           file_name(q, r, &row, "xlsx", err) && bulletin_xlsx(row.cut, &r->body, err);
}
