#include "http/record.h"

#include "work/export.h"

enum { HOUR = 3600 * 1000, THING_MAX = 300 };

/* "/api/campaigns/1/bulletins/4/docx" without what all paths begin with. */
static struct str thing_of(struct str path)
{
    struct str begin = STR("/api/");
    if (str_starts(path, begin))
        path = (struct str){path.p + begin.n, path.n - begin.n};
    if (path.n > THING_MAX)
        path.n = THING_MAX;
    return path;
}

bool record_file(struct request *q, const struct reply *r, struct str path, struct err *err)
{
    if (!r->file_name.n || q->def->permission == PERMISSION_audit_export)
        return true;
    request_read_end(q);
    return export_act(q->app, &q->actor, thing_of(path), query_region(q, "region"), r->file_name,
                      buf_str(&r->body), err);
}

/* How many of this hour; an account that shares its slot with another counts anew. Tokens count
 * below zero. */
static int64_t counted(struct server *s, int64_t user, msec now)
{
    struct refusals *of = &s->refused[(uint64_t)user % REFUSAL_SLOTS];
    int64_t hour = now / HOUR, n = 0;
    pthread_mutex_lock(&s->refused_lock);
    if (s->refused_hour != hour) {
        s->refused_hour = hour;
        s->refused_all = 0;
    }
    if (of->user != user || of->hour != hour)
        *of = (struct refusals){.user = user, .hour = hour};
    if (s->refused_all < REFUSALS_OF_ALL && of->n < REFUSALS_OF_ONE) {
        s->refused_all++;
        n = ++of->n;
    }
    pthread_mutex_unlock(&s->refused_lock);
    return n;
}

/* Not the step before, nor what has an entry of its own. */
static bool for_want_of_a_right(const struct request *q, enum err_code why)
{
    return q->elsewhere || (err_http(why) == 403 && why != ERR_PASSWORD_NEEDED &&
                            why != ERR_ENROL_NEEDED && why != ERR_PASSWORD_WRONG);
}

void record_refusal(struct request *q, struct str path, const struct err *why)
{
    int64_t who = q->token ? -q->token : q->actor.user;
    if (!who || !for_want_of_a_right(q, why->code))
        return;
    int64_t n = counted(q->server, who, app_now(q->app));
    if (n == 0)
        return;
    request_read_end(q);
    struct act act = {.kind = "request.refused",
                      .thing = thing_of(path),
                      .after = arena_printf(
                          q->arena, "{\"method\":\"%s\",\"operation\":\"%s\",\"why\":\"%s\"%s}",
                          q->def->method, q->def->id,
                          q->elsewhere ? "elsewhere" : err_key(why->code),
                          n == REFUSALS_OF_ONE ? ",\"more\":\"not recorded in this hour\"" : "")};
    if (act.after.p)
        (void)act_alone(q->app, &q->actor, &act, NULL);
}
