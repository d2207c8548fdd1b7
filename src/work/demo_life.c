/* The findings of the demonstration with the beginning, and for some the end, of their trail. */
#include "work/demo_life.h"

#include "domain/lifecycle.h"
#include "store/finding.h"
#include "store/finding_life.h"

#define DAY INT64_C(86400000)
#define HOUR INT64_C(3600000)

static struct str state(enum finding_state s)
{
    return str_of(FINDING_STATES[s].code);
}

/* Found by the cross-check of its round, told to the county the day after, closed after twelve. */
static struct finding_row row_of(const struct demo_life *l, const struct demo_finding *f)
{
    msec found = date_to_msec(l->found[f->round]) + 10 * HOUR;
    enum finding_state s = f->open ? FINDING_FILED : FINDING_CLOSED;
    return (struct finding_row){.campaign = l->campaign,
                                .round = f->round + 1,
                                .region = f->region,
                                .county = region_at_level(f->region, REGION_COUNTY),
                                .place = f->place ? l->places[f->place - 1] : 0,
                                .item = l->standard->items[f->item].code,
                                .source = str_of(FINDING_SOURCES[SOURCE_CROSS].code),
                                .key = STR(""),
                                .description = f->text_zh,
                                .address = STR(""),
                                .severity = 1,
                                .found_at = found,
                                .finder = STR("交叉检查组（演示）"),
                                .form = STR(""),
                                .requirement = STR(""),
                                .time_limit = STR(""),
                                .state = state(s),
                                .open = f->open,
                                .filed_at = found + DAY,
                                .fixed_at = f->open ? 0 : found + 11 * DAY,
                                .closed_at = f->open ? 0 : found + 12 * DAY,
                                .on_site = !f->open,
                                .version = 1};
}

static struct finding_step_row step(int64_t n, msec at, const char *action, enum finding_state was,
                                    enum finding_state became)
{
    return (struct finding_step_row){.n = n,
                                     .at = at,
                                     .action = str_of(action),
                                     .was = was == FINDING_COUNT ? STR("") : state(was),
                                     .became = state(became),
                                     .reason = STR("演示数据"),
                                     .detail = STR(""),
                                     .key = STR("")};
}

bool demo_life_put(struct store_tx *tx, const struct demo_life *l, const struct demo_data *data,
                   struct err *err)
{
    size_t n = data->findings.n, steps = 0;
    struct finding_row *rows = ARENA_ARRAY(l->arena, n + 1, struct finding_row);
    struct finding_step_row *trail = ARENA_ARRAY(l->arena, 2 * n + 1, struct finding_step_row);
    int64_t first;
    if (!rows || !trail)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < n; i++)
        rows[i] = row_of(l, &data->findings.at[i]);
    if (n == 0)
        return true;
    /* The first one tells where the numbers begin; in one write they follow each other. */
    if (!store_finding_add(tx, &rows[0], &first, err) ||
        !store_findings_insert(tx, rows + 1, n - 1, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        trail[steps] = step(1, rows[i].filed_at, "import", FINDING_COUNT, FINDING_FILED);
        trail[steps++].finding = first + (int64_t)i;
        if (rows[i].open)
            continue;
        trail[steps] = step(2, rows[i].closed_at, "close", FINDING_FIXED, FINDING_CLOSED);
        trail[steps++].finding = first + (int64_t)i;
    }
    return store_finding_steps_insert(tx, trail, steps, err);
}
