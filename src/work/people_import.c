/* A workbook of units, people and posts in: read into rows, then carried out in one transaction. */
#include <sodium.h>
#include <stdio.h>

#include "domain/unit.h"
#include "office/xlsx.h"
#include "store/unit.h"
#include "work/audit.h"
#include "work/people.h"
#include "work/people_book.h"
#include "work/units.h"

struct reading {
    struct app *app;
    const struct actor *who;
    struct arena *arena; /* the caller's */
    const struct people_import *in;
    struct people_report *out;
    struct err_list *problems;
    struct workbook book;
    struct store_tx *tx;
    /* of the sheet that is read */
    enum people_sheet sheet;
    struct table_binding at;
    const struct table_row *row;
    bool refused; /* the transaction is undone on purpose */
};

/* ---- cells -----------------------------------------------------------------------------------
 */

static struct cell cell_of(const struct reading *r, const char *id)
{
    struct cell c = table_cell_id(&r->at, r->row, id);
    c.text = c.text.p ? str_trim(c.text) : STR("");
    if (!c.row)
        c.row = r->row->row;
    return c;
}

static struct str text_of(const struct reading *r, const char *id)
{
    return cell_of(r, id).text;
}

/* The problem at the cell; NULL: at the row. Always false. */
static bool problem(struct reading *r, const char *id, struct err *e)
{
    struct cell c = {.row = r->row->row};
    for (int i = 0; id && i < PEOPLE_COLUMNS_N[r->sheet]; i++)
        if (strcmp(PEOPLE_COLUMNS[r->sheet][i].column.id, id) == 0)
            c = cell_of(r, id);
    return table_fail(r->at.table, &c, id ? id : "", e, r->problems);
}

#define PROBLEM(r, id, code, ...)                                                                  \
    do {                                                                                           \
        struct err problem_err_ = {0};                                                             \
        (void)err_set(&problem_err_, (code), __VA_ARGS__);                                         \
        (void)problem((r), (id), &problem_err_);                                                   \
    } while (0)

/* What the system could not do ends the import; what people did wrong stands at its cell. */
static bool told(struct reading *r, struct err *e, struct err *err)
{
    if (err_http(e->code) >= 500) {
        if (err)
            *err = *e;
        return false;
    }
    char field[ERR_FIELD_MAX];
    snprintf(field, sizeof field, "%s", e->place.field);
    (void)problem(r, field[0] ? field : NULL, e);
    return true;
}

static bool needed(struct reading *r, const char *id)
{
    if (text_of(r, id).n)
        return true;
    PROBLEM(r, id, ERR_EMPTY, NULL);
    return false;
}

/* Says so at every cell that is empty. */
static bool all_needed(struct reading *r, const char *const ids[3])
{
    bool good = true;
    for (int i = 0; i < 3; i++)
        good = needed(r, ids[i]) && good;
    return good;
}
#define NEEDED(r, ...) all_needed((r), (const char *const[3]){__VA_ARGS__})

static bool day_of(struct reading *r, const char *id, int64_t *day)
{
    struct date d;
    struct str text = text_of(r, id);
    *day = 0;
    if (!text.n)
        return true;
    if (date_parse(text, &d)) {
        *day = date_to_days(d);
        return true;
    }
    PROBLEM(r, id, ERR_DATE, err_word(text).z);
    return false;
}

/* ---- references --------------------------------------------------------------------------------
 */

/* A unit by its credit code or its name; of several with that name the one of the region `near`, or
 * the only one that is reached. *id 0: said at the cell. */
static bool unit_of(struct reading *r, const char *column, region_code near, int64_t *id,
                    struct err *err)
{
    struct str text = text_of(r, column);
    struct unit_rows units = {0};
    struct unit_row one;
    bool found;
    int hits = 0;
    *id = 0;
    if (!store_unit_coded(r->tx, r->arena, text, &one, &found, err))
        return false;
    if (found) {
        *id = one.id;
        return true;
    }
    if (!store_units_named(r->tx, r->arena, text, 100, &units, err))
        return false;
    for (int exact = 1; exact >= 0 && hits == 0; exact--)
        for (size_t i = 0; i < units.n; i++) {
            const struct unit_row *u = &units.at[i];
            bool here = exact ? near && u->region == near
                              : actor_reaches_unit(r->who, u->id, u->path, u->region, NULL);
            if (here && !u->closed_on && ++hits == 1)
                *id = u->id;
        }
    if (hits == 1)
        return true;
    *id = 0;
    if (hits == 0)
        PROBLEM(r, column, ERR_UNIT_UNKNOWN, err_word(text).z);
    else
        PROBLEM(r, column, ERR_UNIT_SEVERAL, err_word(text).z);
    return true;
}

static bool user_of(struct reading *r, struct user_row *user, bool *found, struct err *err)
{
    return store_user_find(r->tx, r->arena, text_of(r, "login"), user, found, err);
}

/* ---- units -----------------------------------------------------------------------------------
 */

/* The unit that the row is about: by its code, or by name and region. */
static bool known_unit(struct reading *r, const struct unit_row *row, struct unit_row *was,
                       bool *found, struct err *err)
{
    struct unit_rows units = {0};
    if (!store_unit_coded(r->tx, r->arena, row->code, was, found, err))
        return false;
    if (*found)
        return true;
    if (!store_units_named(r->tx, r->arena, row->name, 100, &units, err))
        return false;
    for (size_t i = 0; i < units.n && !*found; i++) {
        const struct unit_row *u = &units.at[i];
        if (u->region == row->region && !u->closed_on && (!row->code.n || !u->code.n)) {
            *was = *u;
            *found = true;
        }
    }
    return true;
}

static bool unit_cells(struct reading *r, struct unit_row *row)
{
    struct err e = {0};
    const struct unit_kind *kind = unit_kind_find(text_of(r, "kind"));
    *row = (struct unit_row){.code = text_of(r, "code"),
                             .name = text_of(r, "name"),
                             .name_en = text_of(r, "name_en"),
                             .contact = text_of(r, "contact"),
                             .phone = text_of(r, "phone")};
    bool good = NEEDED(r, "name", "kind", "region");
    if (good && !kind) {
        PROBLEM(r, "kind", ERR_CHOICE, err_word(text_of(r, "kind")).z,
                "政府机关 (Government), 部门（委办局） (Bureau), ...");
        good = false;
    }
    if (good && !region_parse(text_of(r, "region"), &row->region, &e))
        good = problem(r, "region", &e);
    if (kind)
        row->kind = str_of(kind->code);
    return good;
}

static bool same_unit(const struct unit_row *a, const struct unit_row *b)
{
    return str_eq(a->name, b->name) && str_eq(a->name_en, b->name_en) && str_eq(a->code, b->code) &&
           str_eq(a->kind, b->kind) && a->region == b->region && a->parent == b->parent &&
           str_eq(a->contact, b->contact) && str_eq(a->phone, b->phone);
}

static bool unit_line(struct reading *r, struct err *err)
{
    struct unit_row row, was;
    struct err e = {0};
    bool found, ok;
    int64_t parent = 0, id;
    if (!unit_cells(r, &row))
        return true;
    if (text_of(r, "parent").n) {
        if (!unit_of(r, "parent", row.region, &parent, err))
            return false;
        if (!parent)
            return true;
    }
    if (!known_unit(r, &row, &was, &found, err))
        return false;
    row.parent = parent;
    if (found) {
        row.id = was.id;
        row.version = was.version;
        row.contact_user = was.contact_user;
        if (!row.code.n)
            row.code = was.code;
        if (same_unit(&row, &was))
            return true;
        ok = unit_change_tx(r->app, r->tx, r->arena, r->who, &row, &e);
    } else {
        ok = unit_add_tx(r->app, r->tx, r->arena, r->who, &row, &id, &e);
    }
    r->out->units += ok;
    return ok || told(r, &e, err);
}

/* ---- people ----------------------------------------------------------------------------------
 */

/* 80 random bits need no slow hash: it would take minutes for an office. */
static bool hash_of(struct reading *r, struct account_code *code, struct err *err)
{
    char text[crypto_pwhash_STRBYTES];
    account_code_make(r->app, r->in->hours, code);
    if (crypto_pwhash_str(text, code->text, strlen(code->text), crypto_pwhash_OPSLIMIT_MIN,
                          crypto_pwhash_MEMLIMIT_MIN) != 0)
        return err_set(err, ERR_MEMORY, NULL);
    code->hash = arena_str(r->arena, str_of(text));
    return code->hash.p || err_set(err, ERR_MEMORY, NULL);
}

static bool add_person(struct reading *r, struct user_row *row, struct err *err)
{
    struct people_code given = {.user = *row};
    struct account_place place = {.unit = row->unit, .role = ROLE_no_post};
    struct err e = {0};
    int64_t id;
    if (!account_login_check(row->login, &e)) {
        (void)problem(r, "login", &e);
        return true;
    }
    if (!hash_of(r, &given.code, err))
        return false;
    if (!account_add_tx(r->app, r->tx, r->arena, r->who, row, &place, &given.code, &id, &e))
        return told(r, &e, err);
    r->out->people++;
    return r->in->dry || VEC_PUSH(r->arena, &r->out->codes, given) ||
           err_set(err, ERR_MEMORY, NULL);
}

/* Only those whom one reaches as a whole are changed. */
static bool reached(struct reading *r, int64_t user, struct err *e, struct err *err)
{
    struct unit_rows units = {0};
    if (!store_units_of_person(r->tx, r->arena, user, &units, err))
        return false;
    for (size_t i = 0; i < units.n && e->code == ERR_OK; i++) {
        const struct unit_row *u = &units.at[i];
        (void)actor_reaches_unit(r->who, u->id, u->path, u->region, e);
    }
    return true;
}

static bool change_person(struct reading *r, const struct user_row *was, struct user_row *row,
                          struct err *err)
{
    struct err e = {0};
    if (str_eq(was->name_zh, row->name_zh) && str_eq(was->name_en, row->name_en) &&
        was->unit == row->unit && str_eq(was->phone, row->phone))
        return true;
    row->id = was->id;
    row->version = was->version;
    row->disabled = was->disabled;
    if (!reached(r, was->id, &e, err))
        return false;
    if (e.code == ERR_OK && person_change_tx(r->app, r->tx, r->arena, r->who, row, &e)) {
        r->out->people++;
        return true;
    }
    return told(r, &e, err);
}

static bool person_line(struct reading *r, struct err *err)
{
    struct user_row row = {.login = text_of(r, "login"),
                           .name_zh = text_of(r, "name"),
                           .name_en = text_of(r, "name_en"),
                           .phone = text_of(r, "phone")},
                    was;
    bool found, good = NEEDED(r, "login", "name", "unit");
    if (!good)
        return true;
    if (!unit_of(r, "unit", 0, &row.unit, err))
        return false;
    if (!row.unit)
        return true;
    if (!user_of(r, &was, &found, err))
        return false;
    return found ? change_person(r, &was, &row, err) : add_person(r, &row, err);
}

/* ---- posts -----------------------------------------------------------------------------------
 */

static bool role_of(struct reading *r, struct str *out)
{
    struct str text = text_of(r, "role");
    for (int i = 0; i < ROLE_COUNT; i++)
        if (role_given((enum role)i) && (str_is(text, ROLES[i].code) || str_is(text, ROLES[i].zh) ||
                                         str_is(text, ROLES[i].en))) {
            *out = str_of(ROLES[i].code);
            return true;
        }
    PROBLEM(r, "role", ERR_CHOICE, err_word(text).z,
            "统筹办公室 (Coordinator), 乡镇（街道） (Town), ...");
    return false;
}

/* Codes with anything between them that people write there. */
static bool regions_of(struct reading *r, struct str *out)
{
    struct region_set set = {0};
    char text[REGION_SET_TEXT];
    struct str rest = text_of(r, "regions");
    struct err e = {0};
    while (rest.n) {
        size_t n = 0, skip = 0;
        while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
            n++;
        region_code code;
        if (n && !region_parse((struct str){rest.p, n}, &code, &e))
            return problem(r, "regions", &e);
        if (n && !region_set_add(&set, code)) {
            PROBLEM(r, "regions", ERR_POST_REGIONS, err_word(text_of(r, "role")).z);
            return false;
        }
        while (n + skip < rest.n && !(rest.p[n + skip] >= '0' && rest.p[n + skip] <= '9'))
            skip++;
        rest = (struct str){rest.p + n + skip, rest.n - n - skip};
    }
    region_set_format(&set, text);
    *out = set.n ? arena_str(r->arena, str_of(text)) : STR("");
    return out->p != NULL;
}

static bool post_line(struct reading *r, struct err *err)
{
    struct post_row row = {0};
    struct user_row user;
    struct err e = {0};
    bool found;
    int64_t id;
    bool good = NEEDED(r, "login", "unit", "role");
    good = good && role_of(r, &row.role) && regions_of(r, &row.regions) &&
           day_of(r, "from", &row.from_day) && day_of(r, "until", &row.until_day);
    if (!good)
        return true;
    if (!unit_of(r, "unit", 0, &row.unit, err) || !user_of(r, &user, &found, err))
        return false;
    if (!row.unit)
        return true;
    if (!found) {
        PROBLEM(r, "login", ERR_LOGIN_UNKNOWN, err_word(text_of(r, "login")).z);
        return true;
    }
    row.user_id = user.id;
    if (post_give_tx(r->app, r->tx, r->arena, r->who, &row, &id, &e)) {
        r->out->posts++;
        return true;
    }
    return e.code == ERR_POST_THERE || told(r, &e, err); /* it stays as it is */
}

/* ---- the workbook ------------------------------------------------------------------------------
 */

static const struct sheet *sheet_of(const struct reading *r, enum people_sheet which)
{
    const struct sheet *s = workbook_sheet(&r->book, PEOPLE_SHEET_NAMES[which][0]);
    return s ? s : workbook_sheet(&r->book, PEOPLE_SHEET_NAMES[which][1]);
}

static bool read_sheet(struct reading *r, enum people_sheet which, struct err *err)
{
    const struct sheet *s = sheet_of(r, which);
    struct table_column columns[PEOPLE_COLUMNS_MAX];
    if (!s)
        return true;
    for (int i = 0; i < PEOPLE_COLUMNS_N[which]; i++)
        columns[i] = PEOPLE_COLUMNS[which][i].column;
    r->sheet = which;
    if (!table_bind(&s->table, columns, (size_t)PEOPLE_COLUMNS_N[which], &r->at, r->problems))
        return true;
    if (s->table.rows.n > PEOPLE_BOOK_ROWS)
        return err_set(err, ERR_ROWS_MAX, "2000");
    for (size_t i = 0; i < s->table.rows.n; i++) {
        r->row = &s->table.rows.at[i];
        bool ok = which == SHEET_UNITS    ? unit_line(r, err)
                  : which == SHEET_PEOPLE ? person_line(r, err)
                                          : post_line(r, err);
        if (!ok)
            return false;
    }
    return true;
}

static bool import_tx(struct store_tx *tx, void *ctx, struct err *err)
{
    struct reading *r = ctx;
    r->tx = tx;
    bool ok = r->in->posts ? read_sheet(r, SHEET_POSTS, err)
                           : read_sheet(r, SHEET_UNITS, err) && read_sheet(r, SHEET_PEOPLE, err);
    if (!ok)
        return false;
    r->refused = r->in->dry || r->problems->total > 0;
    return !r->refused || err_set(err, ERR_VALUES_INVALID, "0"); /* undone; nobody sees this */
}

/* Is there any of the sheets that are asked for? */
static bool has_sheets(struct reading *r)
{
    bool any = r->in->posts ? sheet_of(r, SHEET_POSTS) != NULL
                            : sheet_of(r, SHEET_UNITS) || sheet_of(r, SHEET_PEOPLE);
    struct err missing = {0};
    if (any)
        return true;
    err_set(&missing, ERR_FILE_MISSING, r->in->posts ? "岗位 / Posts" : "单位 / Units");
    err_at(&missing, r->in->file.name, 0, 0, NULL);
    return err_list_add(r->problems, &missing);
}

bool people_book_import(struct app *app, const struct actor *who, struct arena *arena,
                        const struct people_import *in, struct people_report *out,
                        struct err_list *problems, struct err *err)
{
    struct reading r = {
        .app = app, .who = who, .arena = arena, .in = in, .out = out, .problems = problems};
    struct err e = {0};
    *out = (struct people_report){0};
    (void)xlsx_read(arena, in->file.name, in->file.data, NULL, &r.book, problems);
    if (r.book.sheets.n == 0 || !has_sheets(&r))
        return true;
    if (!store_write(app->store, import_tx, &r, &e) && !r.refused) {
        if (err)
            *err = e;
        return false;
    }
    out->kept = problems->total == 0;
    if (!out->kept)
        out->units = out->people = out->posts = 0;
    if (!out->kept || in->dry)
        out->codes.n = 0;
    return true;
}
