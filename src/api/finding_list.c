/* A list of findings, taken in. */
#include "work/finding_list.h"
#include "api/handlers.h"

static void write_columns(struct json *j, const struct finding_list_report *report)
{
    json_key(j, "columns");
    json_arr(j);
    for (size_t i = 0; i < report->columns.n; i++) {
        const struct finding_list_column *c = &report->columns.at[i];
        json_obj(j);
        json_kstr(j, "head", c->head);
        json_kstr(j, "field", str_of(FINDING_FIELDS[c->field].code));
        json_end(j);
    }
    json_end(j);
}

bool api_importFindings(struct request *q, struct reply *r, struct err *err)
{
    struct finding_list_report report;
    struct json j;
    struct finding_list in = {.file = {api_file_name(q), q->body},
                              .campaign = q->campaign,
                              .round = query_int(q, "round", 0),
                              .region = query_region(q, "region"),
                              .source = query_str(q, "source"),
                              .fields = query_str(q, "fields"),
                              .dry = query_bool(q, "dry_run")};
    request_read_end(q);
    if (!finding_list_import(q->app, &q->actor, q->arena, &in, &report, q->problems, err))
        return false;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "kept", report.kept && !in.dry);
    json_ki64(&j, "rows", report.rows);
    json_ki64(&j, "added", report.added);
    json_ki64(&j, "again", report.again);
    write_columns(&j, &report);
    json_key(&j, "problems");
    json_arr(&j);
    for (size_t i = 0; i < q->problems->items.n; i++)
        problem_to_json(&j, &q->problems->items.at[i], q->lang);
    json_end(&j);
    json_end(&j);
    return true;
}
