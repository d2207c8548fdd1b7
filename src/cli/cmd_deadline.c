/* taizhang deadline: when a time limit ends, with the arithmetic day by day. */
#include "cli/cli.h"
#include "domain/deadline.h"
#include "work/calendar.h"

static const struct list_column COLUMNS[] = {
    {"day", "日期", "Day", LIST_TEXT},         {"kind", "性质", "Kind", LIST_TEXT},
    {"used", "计入", "Counted", LIST_TEXT},    {"left", "剩余", "Left", LIST_TEXT},
    {"paused", "暂停", "Paused", LIST_YES_NO}, {"due", "截止", "Due", LIST_REMARK},
};

static bool moment(const char *option, struct str text, msec *out, struct err *err)
{
    return when_parse(text, out) || err_set(err, ERR_MOMENT, err_word(text).z) ||
           err_at(err, STR_NONE, 0, 0, option);
}

/* "A..B" or several with commas between. */
static bool pauses(struct str text, struct pause out[PAUSES_MAX], size_t *n, struct err *err)
{
    struct str one;
    *n = 0;
    while (text.p && str_split(&text, ',', &one)) {
        const char *dots = one.n ? memmem(one.p, one.n, "..", 2) : NULL;
        size_t at = dots ? (size_t)(dots - one.p) : one.n;
        struct str until = dots ? (struct str){dots + 2, one.n - at - 2} : STR("");
        struct pause *p = &out[*n];
        if (*n == PAUSES_MAX)
            return err_set(err, ERR_PAUSES, "64");
        if (!moment("--pause", (struct str){one.p, at}, &p->from, err) ||
            !moment("--pause", until, &p->to, err))
            return false;
        (*n)++;
    }
    return true;
}

/* "3:30" of hours, "1" of days. */
static struct str amount(struct cli *cli, const struct limit *limit, int64_t n)
{
    int64_t minutes = n / 60000, seconds = n / 1000 % 60;
    if (limit->unit == LIMIT_WORK_DAYS || limit->unit == LIMIT_DAYS)
        return arena_printf(cli->arena, "%lld", (long long)n);
    return seconds ? arena_printf(cli->arena, "%lld:%02lld:%02lld", (long long)(minutes / 60),
                                  (long long)(minutes % 60), (long long)seconds)
                   : arena_printf(cli->arena, "%lld:%02lld", (long long)(minutes / 60),
                                  (long long)(minutes % 60));
}

static struct str kind_of(struct cli *cli, const struct calendar *c, int64_t day)
{
    const struct calendar_day *named = calendar_find(c, day);
    if (!named)
        return str_of(calendar_works(c, day) ? cli_text(cli, "工作日", "work day")
                                             : cli_text(cli, "周末", "weekend"));
    if (cli->lang == LANG_ZH)
        return arena_printf(cli->arena, "%.*s%s", STR_ARG(named->name_zh),
                            named->works ? "调休上班" : "放假");
    return arena_printf(cli->arena, "%.*s, %s", STR_ARG(named->name_en),
                        named->works ? "made up" : "holiday");
}

static void rows(struct cli *cli, struct listing *l, const struct calendar *c,
                 const struct limit *limit, const struct deadline_steps *steps, msec due)
{
    char text[WHEN_TEXT_MAX];
    for (size_t i = 0; i < steps->at.n; i++) {
        const struct deadline_step *s = &steps->at.at[i];
        char day[DATE_TEXT_MAX];
        size_t n = date_format(date_of_days(s->day), day);
        listing_text(l, arena_str(cli->arena, (struct str){day, n}));
        listing_text(l, kind_of(cli, c, s->day));
        listing_text(l, s->used ? amount(cli, limit, s->used) : STR("-"));
        listing_text(l, amount(cli, limit, s->left));
        listing_yes(l, s->stands);
        when_format(due, text);
        listing_text(l, i + 1 == steps->at.n ? arena_str(cli->arena, str_of(text)) : STR(""));
    }
}

int run_deadline(struct cli *cli)
{
    struct calendar c;
    struct limit limit;
    struct pause spans[PAUSES_MAX];
    struct deadline_steps steps = {0};
    struct listing l;
    struct err err = {0};
    msec from, due;
    size_t n;
    listing_init(&l, cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    calendar_shipped(&c);
    if (!moment("--from", cli_option(cli, "from"), &from, &err) ||
        !(limit_parse(cli_option(cli, "limit"), &limit, &err) ||
          err_at(&err, STR_NONE, 0, 0, "--limit")) ||
        !pauses(cli_option(cli, "pause"), spans, &n, &err) ||
        !deadline_compute(&c, from, &limit, spans, n, &due, &steps, cli->arena, &err))
        return cli_fail(cli, &err);
    rows(cli, &l, &c, &limit, &steps, due);
    if (date_of_msec(due).year > CALENDAR_CN_LAST)
        cli_note(cli,
                 cli_text(cli, "%d 年以后的节假日尚未公布，仅按周末推算。",
                          "The holidays after %d are not known yet; only weekends were counted."),
                 CALENDAR_CN_LAST);
    return cli_list(cli, &l);
}
