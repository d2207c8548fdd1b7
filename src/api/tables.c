/* The value workbook: template, import, marked. */
#include "api/handlers.h"
#include "work/value_book.h"

bool api_getValueTemplate(struct request *q, struct reply *r, struct err *err)
{
    char code[REGION_TEXT_MAX];
    region_code region = query_region(q, "region");
    region_format(region, code);
    reply_file(q, r, arena_printf(q->arena, "taizhang-%s.xlsx", code));
    return request_read(q, err) &&
           value_book_template(q->app, q->tx, q->campaign, region, q->lang, &r->body, err);
}

static struct upload api_upload(const struct request *q)
{
    return (struct upload){api_file_name(q), q->body};
}

bool api_importValues(struct request *q, struct reply *r, struct err *err)
{
    struct value_book_report report;
    struct json j;
    request_read_end(q);
    if (!value_book_import(q->app, &q->actor, q->arena, q->campaign, api_upload(q),
                           query_bool(q, "dry_run"), &report, q->problems, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_ki64(&j, "rows", report.rows);
    json_kbool(&j, "kept", report.kept && !query_bool(q, "dry_run"));
    json_key(&j, "problems");
    json_arr(&j);
    for (size_t i = 0; i < q->problems->items.n; i++)
        problem_to_json(&j, &q->problems->items.at[i], q->lang);
    json_end(&j);
    json_end(&j);
    return true;
}

bool api_markWorkbook(struct request *q, struct reply *r, struct err *err)
{
    request_read_end(q);
    reply_file(q, r, STR("taizhang-marked.xlsx"));
    return value_book_mark(q->app, &q->actor, q->arena, q->campaign, api_upload(q), q->lang,
                           &r->body, err);
}
