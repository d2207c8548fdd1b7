#include "work/people_book.h"

#include "domain/unit.h"
#include "office/book.h"
#include "store/unit.h"
#include "work/demo.h"

const char *const PEOPLE_SHEET_NAMES[PEOPLE_SHEETS][2] = {
    {"单位", "Units"}, {"人员", "People"}, {"岗位", "Posts"}};

const struct people_column PEOPLE_COLUMNS[PEOPLE_SHEETS][PEOPLE_COLUMNS_MAX] = {
    [SHEET_UNITS] =
        {{{"name", "单位名称", "Unit", false}, 30, NULL, NULL},
         {{"name_en", "英文名称", "English name", true}, 44, NULL, NULL},
         {{"code", "统一社会信用代码", "Credit code", true},
          24,
          "18 位，可不填",
          "18 characters, may be empty"},
         {{"kind", "类别", "Kind", false}, 18, NULL, NULL},
         {{"region", "行政区划代码", "Region code", false}, 16, "如 532624", "as 532624"},
         {{"parent", "上级单位", "Unit above", true},
          30,
          "名称或统一社会信用代码，可不填",
          "name or credit code, may be empty"},
         {{"contact", "联系人", "Contact", true}, 14, NULL, NULL},
         {{"phone", "电话", "Phone", true}, 18, NULL, NULL}},
    [SHEET_PEOPLE] =
        {{{"login", "用户名", "Login", false},
          18,
          "3 至 32 个小写字母、数字或 . _ -",
          "3 to 32 of a-z 0-9 . _ -"},
         {{"name", "姓名", "Name", false}, 26, NULL, NULL},
         {{"name_en", "英文名", "English name", true}, 40, NULL, NULL},
         {{"unit", "单位", "Unit", false}, 30, "名称或统一社会信用代码", "name or credit code"},
         {{"phone", "电话", "Phone", true}, 18, NULL, NULL}},
    [SHEET_POSTS] =
        {{{"login", "用户名", "Login", false}, 18, NULL, NULL},
         {{"unit", "单位", "Unit", false}, 30, "名称或统一社会信用代码", "name or credit code"},
         {{"role", "角色", "Role", false}, 18, NULL, NULL},
         {{"regions", "指定地区", "Chosen regions", true},
          24,
          "仅检查员填写：行政区划代码，用空格分隔",
          "inspectors only: region codes with a blank between"},
         {{"from", "起始日期", "From", true},
          14,
          "如 2026-05-01，可不填",
          "as 2026-05-01, may be empty"},
         {{"until", "截止日期", "Until", true},
          14,
          "如 2026-12-31，可不填",
          "as 2026-12-31, may be empty"}},
};
const int PEOPLE_COLUMNS_N[PEOPLE_SHEETS] = {8, 5, 6};

struct writing {
    struct app *app;
    struct store_tx *tx;
    struct arena *arena;
    const struct actor *who;
    struct region_set set;
    enum lang lang;
    struct book *book;
    struct str units_end, path; /* of roles that reach units */
    const char *kinds[UNIT_KINDS_N], *roles[ROLE_COUNT];
    int n_roles;
    struct unit_line_rows units;
};

static bool by_unit(const struct actor *a)
{
    return a->scope == SCOPE_unit || a->scope == SCOPE_units;
}

static bool too_many(size_t n, struct err *err)
{
    return n <= PEOPLE_BOOK_ROWS || err_set(err, ERR_ROWS_MAX, "2000");
}

static struct book_sheet *open_sheet(struct writing *w, enum people_sheet which)
{
    bool zh = w->lang == LANG_ZH;
    int n = PEOPLE_COLUMNS_N[which];
    struct book_column *columns = ARENA_ARRAY(w->arena, (size_t)n, struct book_column);
    if (!columns)
        return NULL;
    for (int i = 0; i < n; i++) {
        const struct people_column *c = &PEOPLE_COLUMNS[which][i];
        columns[i] = (struct book_column){.label = zh ? c->column.label_zh : c->column.label_en,
                                          .note = zh ? c->note_zh : c->note_en,
                                          .width = c->width};
        if (strcmp(c->column.id, "kind") == 0) {
            columns[i].choices = w->kinds;
            columns[i].choices_n = UNIT_KINDS_N;
        }
        if (strcmp(c->column.id, "role") == 0) {
            columns[i].choices = w->roles;
            columns[i].choices_n = (size_t)w->n_roles;
        }
    }
    return book_sheet(w->book, str_of(PEOPLE_SHEET_NAMES[which][zh ? 0 : 1]), columns, (size_t)n,
                      0);
}

static void put(struct book_sheet *s, int row, int column, struct str text)
{
    if (text.n)
        book_text(s, row, column, text);
}

/* ---- units -----------------------------------------------------------------------------------
 */

static bool read_units(struct writing *w, struct err *err)
{
    if (by_unit(w->who))
        return store_unit_lines_under(w->tx, w->arena, w->path, w->units_end, NULL,
                                      PEOPLE_BOOK_ROWS + 1, &w->units, err) &&
               too_many(w->units.n, err);
    for (int i = 0; i < w->set.n; i++)
        if (!store_unit_lines(w->tx, w->arena, region_subtree(w->set.at[i]), NULL,
                              PEOPLE_BOOK_ROWS + 1, &w->units, err))
            return false;
    return too_many(w->units.n, err);
}

static void unit_sheet(struct writing *w)
{
    struct book_sheet *s = open_sheet(w, SHEET_UNITS);
    int row = 1;
    for (size_t i = 0; i < w->units.n; i++) {
        const struct unit_line_row *u = &w->units.at[i];
        char region[REGION_TEXT_MAX];
        if (u->closed_on)
            continue;
        const struct unit_kind *kind = unit_kind_find(u->kind);
        region_format(u->region, region);
        row++;
        put(s, row, 1, u->name);
        put(s, row, 2, u->name_en);
        put(s, row, 3, u->code);
        put(s, row, 4, kind ? str_of(w->lang == LANG_ZH ? kind->zh : kind->en) : u->kind);
        put(s, row, 5, arena_str(w->arena, str_of(region)));
        put(s, row, 6, u->parent_name);
        put(s, row, 7, u->contact);
        put(s, row, 8, u->phone);
    }
    book_rows(s, row + 200);
}

/* ---- people and posts ------------------------------------------------------------------------
 */

static bool read_people(struct writing *w, struct person_rows *people, struct err *err)
{
    if (by_unit(w->who))
        return store_people_of_units(w->tx, w->arena, w->path, w->units_end, NULL,
                                     PEOPLE_BOOK_ROWS + 1, people, err) &&
               too_many(people->n, err);
    for (int i = 0; i < w->set.n; i++)
        if (!store_people_of_regions(w->tx, w->arena, region_subtree(w->set.at[i]), NULL,
                                     PEOPLE_BOOK_ROWS + 1, people, err))
            return false;
    return too_many(people->n, err);
}

static struct str date_text(struct arena *arena, int64_t day)
{
    char text[DATE_TEXT_MAX] = "";
    if (day)
        date_format(date_of_days(day), text);
    return arena_str(arena, str_of(text));
}

static bool post_sheet(struct writing *w, struct err *err)
{
    struct post_line_rows posts = {0};
    struct region_set set = by_unit(w->who) ? region_set_of(w->who->region) : w->set;
    struct unit_span span = {.path = STR_NONE};
    if (by_unit(w->who))
        span = (struct unit_span){.path = w->path, .path_end = w->units_end};
    for (int i = 0; i < set.n; i++) {
        span.regions = region_subtree(set.at[i]);
        if (!store_post_lines(w->tx, w->arena, &span, app_today(w->app), PEOPLE_BOOK_ROWS + 1,
                              &posts, err))
            return false;
    }
    struct book_sheet *s = open_sheet(w, SHEET_POSTS);
    int row = 1;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post_line_row *p = &posts.at[i];
        enum role role;
        if (!role_parse(p->role, &role))
            continue;
        row++;
        put(s, row, 1, p->login);
        put(s, row, 2, p->unit_name);
        put(s, row, 3, str_of(w->lang == LANG_ZH ? ROLES[role].zh : ROLES[role].en));
        put(s, row, 4, p->regions);
        put(s, row, 5, date_text(w->arena, p->from_day));
        put(s, row, 6, date_text(w->arena, p->until_day));
    }
    book_rows(s, row + 200);
    return too_many(posts.n, err);
}

static bool people_sheet(struct writing *w, struct err *err)
{
    struct person_rows people = {0};
    int row = 1;
    if (!read_people(w, &people, err))
        return false;
    struct book_sheet *s = open_sheet(w, SHEET_PEOPLE);
    for (size_t i = 0; i < people.n; i++) {
        const struct person_row *p = &people.at[i];
        if (p->disabled)
            continue;
        row++;
        put(s, row, 1, p->login);
        put(s, row, 2, p->name_zh);
        put(s, row, 3, p->name_en);
        put(s, row, 4, p->unit_name);
        put(s, row, 5, p->phone);
    }
    return post_sheet(w, err);
}

static void about_sheet(struct writing *w, bool demo)
{
    static const char *const LINES[][2] = {
        {"“单位”“人员”两表由系统管理员导入，“岗位”表由安全管理员导入。",
         "Sheets Units and People are imported by the administrator, sheet Posts by the security "
         "administrator."},
        {"单位按统一社会信用代码识别，未填代码的按名称和行政区划代码识别；人员按用户名识别。",
         "A unit is known by its credit code, without one by name and region; a person by the "
         "login."},
        {"已有的更新，没有的新增，表中没有的不变。",
         "What is there is changed, what is new is added, what is not listed stays."},
        {"新增人员得到一次性密码，导入后显示一次，请当场打印。",
         "New people get a one-time code, shown once after the import: print it then."},
        {"有一处错误则全部不导入。", "One bad cell and nothing is imported."},
    };
    static const struct book_column ZH = {.label = "说明", .width = 100},
                                    EN = {.label = "About", .width = 100};
    bool zh = w->lang == LANG_ZH;
    struct book_sheet *s =
        book_sheet(w->book, zh ? STR("说明") : STR("About"), zh ? &ZH : &EN, 1, BOOK_NO_FILTER);
    int row = 2;
    for (size_t i = 0; i < ARRAY_LEN(LINES); i++)
        book_cell(s, row++, 1, str_of(LINES[i][zh ? 0 : 1]), CELL_TEXT, BOOK_PLAIN);
    if (demo)
        book_cell(s, row, 1, str_of(DEMO_NOTICE[w->lang]), CELL_TEXT, BOOK_NOTICE);
}

static void words(struct writing *w)
{
    bool zh = w->lang == LANG_ZH;
    for (int i = 0; i < UNIT_KINDS_N; i++)
        w->kinds[i] = zh ? UNIT_KINDS[i].zh : UNIT_KINDS[i].en;
    for (int i = 0; i < ROLE_COUNT; i++)
        if (role_given((enum role)i))
            w->roles[w->n_roles++] = zh ? ROLES[i].zh : ROLES[i].en;
}

bool people_book_template(struct app *app, struct store_tx *tx, const struct actor *who,
                          region_code region, bool demo, enum lang lang, struct buf *out,
                          struct err *err)
{
    struct arena arena;
    arena_init(&arena, 0);
    struct writing w = {.app = app, .tx = tx, .arena = &arena, .who = who, .lang = lang};
    w.set = region ? region_set_within(&who->within, region) : who->within;
    w.path = who->unit_path;
    w.units_end = unit_path_end(&arena, w.path, who->scope == SCOPE_unit);
    words(&w);
    w.book = book_create(&arena, lang == LANG_ZH ? STR("单位与人员") : STR("Units and people"),
                         app_now(app), err);
    bool ok = w.book != NULL;
    if (ok) {
        struct err closing = {0};
        if (demo)
            book_notice(w.book, DEMO_NOTICE[lang]);
        ok = read_units(&w, err);
        if (ok)
            unit_sheet(&w);
        ok = ok && people_sheet(&w, err);
        if (ok)
            about_sheet(&w, demo);
        if (!book_finish(w.book, out, &closing) && ok) {
            ok = false;
            if (err)
                *err = closing;
        }
    }
    arena_release(&arena);
    return ok;
}
