/* Backups of the running server: which there are, and one more. */
#include <stdio.h>

#include "api/handlers.h"
#include "work/backup_plan.h"

enum { SHOWN_MAX = 200 };

static bool plan_of(struct request *q, struct backup_plan **out, struct err *err)
{
    *out = q->app->backups;
    return *out || err_set(err, ERR_BACKUP_OFF, NULL);
}

static void file_json(struct json *j, struct str name, int64_t bytes, msec at)
{
    json_obj(j);
    json_kstr(j, "name", name);
    json_ki64(j, "bytes", bytes);
    json_ki64(j, "at", at);
    json_end(j);
}

static void failure_json(struct request *q, struct json *j, const struct backup_state *s)
{
    if (!s->failed_at) {
        json_knull(j, "failure");
        return;
    }
    struct buf text;
    buf_init(&text, 4096);
    err_text(&s->failure, q->lang, &text);
    json_key(j, "failure");
    json_obj(j);
    json_ki64(j, "at", s->failed_at);
    json_kstr(j, "message", buf_str(&text));
    json_end(j);
    buf_release(&text);
}

bool api_listBackups(struct request *q, struct reply *r, struct err *err)
{
    struct backup_plan *plan = q->app->backups;
    struct backup_state s = {.folder = STR(""), .minute = -1};
    struct backup_list list = {0};
    struct json j;
    char at[8] = "";
    if (plan) {
        backup_plan_state(plan, &s);
        if (!backup_list(q->arena, s.folder.p, &list, err))
            return false;
    }
    if (s.minute >= 0)
        snprintf(at, sizeof at, "%02d:%02d", s.minute / 60 % 24, s.minute % 60);
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "on", plan != NULL);
    json_kstr(&j, "folder", s.folder);
    json_kstr(&j, "daily", str_of(at));
    json_ki64(&j, "keep", s.keep);
    json_kbool(&j, "encrypted", s.encrypted);
    json_kbool(&j, "running", s.running);
    json_ki64(&j, "next", s.next);
    failure_json(q, &j, &s);
    json_key(&j, "backups");
    json_arr(&j);
    for (size_t i = 0; i < list.files.n && i < SHOWN_MAX; i++)
        file_json(&j, list.files.at[i].name, list.files.at[i].bytes, list.files.at[i].at);
    json_end(&j);
    json_end(&j);
    return true;
}

/* Making one takes as long as the disk does: a worker must not wait for it. */
bool api_makeBackup(struct request *q, struct reply *r, struct err *err)
{
    struct backup_plan *plan;
    request_read_end(q);
    if (!plan_of(q, &plan, err) || !backup_plan_ask(plan, &q->actor, err))
        return false;
    r->status = q->def->status;
    struct json j;
    reply_json(q, r, &j);
    json_obj(&j);
    json_kbool(&j, "running", true);
    json_end(&j);
    return true;
}
