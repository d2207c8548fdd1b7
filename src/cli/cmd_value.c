/* taizhang value: a campaign's values, out as a form and in again, all of them or none. */
#include "cli/cli.h"
#include "cli/desk.h"
#include "cli/input.h"
#include "work/export.h"
#include "work/file.h"
#include "work/standards.h"
#include "work/value_book.h"
#include "work/value_entry.h"

#include <stdio.h>

enum { BOOK_MAX = 64 << 20 };

struct importing {
    struct desk desk;
    struct campaign_row campaign;
    const struct standard *standard;
    struct value_table table;
    struct value_entry *entries;
    int *rows;
    int n;
};

/* ---- assessed regions ------------------------------------------------------------------------ */

/* --add-regions: every region of the table is assessed from now on, in its group. */
static bool make_subjects(struct importing *m, struct value_batch *batch, struct err *err)
{
    const struct values *v = &m->table.values;
    struct subject_row *rows =
        ARENA_ARRAY(m->desk.cli->arena, (size_t)v->n_subjects + 1, struct subject_row);
    if (!rows)
        return err_set(err, ERR_MEMORY, NULL);
    for (int i = 0; i < v->n_subjects; i++) {
        const struct subject *s = &v->subjects[i];
        rows[i] = (struct subject_row){.campaign = m->campaign.id,
                                       .region = s->region,
                                       .kind = m->standard->subjects[s->kind].code,
                                       .grp = s->group >= 0 ? m->standard->groups[s->group].code
                                                            : STR("")};
    }
    batch->subjects = rows;
    batch->n_subjects = (size_t)v->n_subjects;
    return true;
}

/* ---- entries -------------------------------------------------------------------------------- */

static bool make_entries(struct importing *m, struct err *err)
{
    struct arena *arena = m->desk.cli->arena;
    size_t n = m->table.rows.n;
    m->entries = ARENA_ARRAY(arena, n + 1, struct value_entry);
    m->rows = ARENA_ARRAY(arena, n + 1, int);
    return (m->entries && m->rows) || err_set(err, ERR_MEMORY, NULL);
}

static void fill_entries(struct importing *m)
{
    for (size_t i = 0; i < m->table.rows.n; i++) {
        const struct value_table_row *r = &m->table.rows.at[i];
        const struct value *v = &r->value;
        if (r->empty)
            continue;
        bool present = v->state == VALUE_PRESENT;
        m->rows[m->n] = r->row;
        m->entries[m->n++] = (struct value_entry){
            .campaign = m->campaign.id,
            .region = v->region,
            .code =
                v->item ? m->standard->items[v->code].code : m->standard->indicators[v->code].code,
            .part = v->part,
            .place_name = v->place_name,
            .period = v->period,
            .state = v->state,
            .has_value = present && !v->ratio,
            .has_ratio = present && v->ratio,
            .value = v->value,
            .numerator = v->numerator,
            .denominator = v->denominator,
            .source = v->source,
            .note = v->note,
        };
    }
}

static const struct list_column COLUMNS[] = {
    {"rows", "行数", "Rows", LIST_WHOLE},
    {"imported", "导入", "Imported", LIST_WHOLE},
    {"empty", "未填", "Empty", LIST_WHOLE},
    {"regions", "区划", "Regions", LIST_WHOLE},
};

static int print(const struct importing *m)
{
    struct listing l;
    listing_init(&l, m->desk.cli->arena, COLUMNS, (int)ARRAY_LEN(COLUMNS));
    listing_whole(&l, (int64_t)m->table.rows.n);
    listing_whole(&l, m->n);
    listing_whole(&l, (int64_t)m->table.rows.n - m->n);
    listing_whole(&l, m->table.values.n_subjects);
    return cli_list(m->desk.cli, &l);
}

static int store_values(struct importing *m, const char *path)
{
    struct cli *cli = m->desk.cli;
    struct err err = {0};
    struct err_list problems = {.arena = cli->arena};
    struct desk *d = &m->desk;
    if (!make_entries(m, &err))
        return cli_fail(cli, &err);
    fill_entries(m);
    struct value_batch batch = {.campaign = m->campaign.id,
                                .entries = m->entries,
                                .n = m->n,
                                .rows = m->rows,
                                .new_places = true};
    if (cli_flag(cli, "add-regions") && !make_subjects(m, &batch, &err))
        return cli_fail(cli, &err);
    if (values_enter(&d->app, &d->actor, &batch, &problems, &err))
        return print(m);
    if (err_list_empty(&problems))
        return cli_fail(cli, &err);
    for (size_t i = 0; i < problems.items.n; i++) {
        struct err_place *at = &problems.items.at[i].place;
        if (!at->file[0])
            snprintf(at->file, sizeof at->file, "%s", path);
    }
    return input_problems(cli, path, &problems);
}

/* A workbook has several sheets and is read by the same function as one that comes by the web. */
static int import_book(struct importing *m, const char *path, struct str data)
{
    struct cli *cli = m->desk.cli;
    struct err err = {0};
    struct err_list problems = {.arena = cli->arena};
    struct value_book_report report = {0};
    struct listing l;
    if (!value_book_import(&m->desk.app, &m->desk.actor, cli->arena, m->campaign.id,
                           (struct upload){str_of(path), data}, false, &report, &problems, &err))
        return cli_fail(cli, &err);
    if (!err_list_empty(&problems))
        return input_problems(cli, path, &problems);
    listing_init(&l, cli->arena, COLUMNS, 2);
    listing_whole(&l, report.rows);
    listing_whole(&l, report.kept ? report.rows : 0);
    return cli_list(cli, &l);
}

static int import_file(struct importing *m, const char *path)
{
    struct cli *cli = m->desk.cli;
    struct err err = {0};
    struct str data;
    if (str_ends(str_of(path), STR(".xlsx"))) {
        if (!file_read(cli->arena, path, BOOK_MAX, &data, &err))
            return cli_fail(cli, &err);
        return import_book(m, path, data);
    }
    int code = input_values(cli, path, m->standard, true, &m->table);
    return code == EXIT_GOOD ? store_values(m, path) : code;
}

int run_value_import(struct cli *cli)
{
    struct importing *m = ARENA_NEW(cli->arena, struct importing);
    struct err err = {0};
    const char *path = cli_argument(cli, 0).p;
    if (!m) {
        err_set(&err, ERR_MEMORY, NULL);
        return cli_fail(cli, &err);
    }
    int code;
    if (!desk_begin(&m->desk, cli, false, &err) || !desk_read(&m->desk, &err) ||
        !desk_campaign(&m->desk, cli_option(cli, "campaign"), &m->campaign, &err) ||
        !standard_get(&m->desk.app, m->desk.tx, m->campaign.standard, &m->standard, &err)) {
        code = cli_fail(cli, &err);
    } else {
        desk_read_end(&m->desk);
        code = import_file(m, path);
    }
    desk_end(&m->desk);
    return code;
}

/* ---- template ------------------------------------------------------------------------------- */

static bool write_template(struct desk *d, const struct campaign_row *c, const char *to,
                           struct err *err)
{
    struct cli *cli = d->cli;
    struct buf file;
    region_code within = cli_region(cli, "within");
    if (file_exists(to) && !cli_flag(cli, "force"))
        return err_set(err, ERR_EXISTS, to, NULL);
    buf_init(&file, 0);
    region_code region = within ? within : c->region;
    struct str thing = arena_printf(cli->arena, "campaigns/%lld/values/workbook", (long long)c->id);
    bool ok = value_book_template(&d->app, d->tx, c->id, region, cli->lang, &file, err);
    desk_read_end(d);
    ok = ok && export_act(&d->app, &d->actor, thing, region, str_of(to), buf_str(&file), err) &&
         file_write(to, buf_str(&file), err);
    buf_release(&file);
    return ok;
}

int run_value_template(struct cli *cli)
{
    struct desk d;
    struct err err = {0};
    struct campaign_row c;
    const char *to = cli_option(cli, "to").p;
    bool ok = desk_begin(&d, cli, false, &err) && desk_read(&d, &err) &&
              desk_campaign(&d, cli_argument(cli, 0), &c, &err) && write_template(&d, &c, to, &err);
    desk_end(&d);
    if (!ok)
        return cli_fail(cli, &err);
    cli_note(cli, cli_text(cli, "已写入 %s", "Written: %s"), to);
    return EXIT_GOOD;
}
