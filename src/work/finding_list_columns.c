/* Which column of a list of findings is what: as it was said, as it was kept for these heads, or by
 * the words that offices use for them. */
#include "base/hash.h"
#include "store/finding.h"
#include "work/finding_list_parts.h"

const struct life_word FINDING_FIELDS[FIELDS] = {
    [FIELD_NONE] = {"", "不导入", "left out"},
    [FIELD_TEXT] = {"text", "问题描述", "what was seen"},
    [FIELD_PLACE] = {"place", "点位名称", "place"},
    [FIELD_KIND] = {"kind", "点位类别", "kind of place"},
    [FIELD_ADDRESS] = {"address", "地址", "address"},
    [FIELD_REGION] = {"region", "所在地区", "region"},
    [FIELD_ITEM] = {"item", "标准条款", "clause or item"},
    [FIELD_UNIT] = {"unit", "责任单位", "responsible unit"},
    [FIELD_FOUND] = {"found", "检查日期", "found on"},
    [FIELD_FINDER] = {"finder", "检查人", "inspector"},
    [FIELD_SOURCE] = {"source", "来源", "source"},
    [FIELD_REQUIREMENT] = {"requirement", "整改要求", "what is to be done"},
    [FIELD_LIMIT] = {"limit", "整改时限", "time limit"},
    [FIELD_SEVERITY] = {"severity", "程度", "severity"},
};

/* Heads of real ledgers and bulletins; the first that the head contains. */
static const struct {
    const char *word;
    enum finding_field field;
} HEADS[] = {
    {"整改时限", FIELD_LIMIT},
    {"整改期限", FIELD_LIMIT},
    {"完成时限", FIELD_LIMIT},
    {"时限", FIELD_LIMIT},
    {"整改要求", FIELD_REQUIREMENT},
    {"整改措施", FIELD_REQUIREMENT},
    {"整改建议", FIELD_REQUIREMENT},
    {"问题图片", FIELD_NONE},
    {"图片", FIELD_NONE},
    {"照片", FIELD_NONE},
    {"问题来源", FIELD_SOURCE},
    {"来源", FIELD_SOURCE},
    {"检查类型", FIELD_SOURCE},
    {"责任单位", FIELD_UNIT},
    {"牵头单位", FIELD_UNIT},
    {"整改单位", FIELD_UNIT},
    {"责任部门", FIELD_UNIT},
    {"点位类别", FIELD_KIND},
    {"场所类别", FIELD_KIND},
    {"类别", FIELD_KIND},
    {"点位", FIELD_PLACE},
    {"检查地点", FIELD_PLACE},
    {"场所", FIELD_PLACE},
    {"地点", FIELD_PLACE},
    {"地址", FIELD_ADDRESS},
    {"位置", FIELD_ADDRESS},
    {"乡镇", FIELD_REGION},
    {"区划", FIELD_REGION},
    {"所在地区", FIELD_REGION},
    {"县区", FIELD_REGION},
    {"条款", FIELD_ITEM},
    {"评分项", FIELD_ITEM},
    {"检查项目", FIELD_ITEM},
    {"标准", FIELD_ITEM},
    {"检查日期", FIELD_FOUND},
    {"发现日期", FIELD_FOUND},
    {"检查时间", FIELD_FOUND},
    {"发现时间", FIELD_FOUND},
    {"日期", FIELD_FOUND},
    {"检查人", FIELD_FINDER},
    {"检查组", FIELD_FINDER},
    {"程度", FIELD_SEVERITY},
    {"严重", FIELD_SEVERITY},
    {"存在问题", FIELD_TEXT},
    {"问题描述", FIELD_TEXT},
    {"主要问题", FIELD_TEXT},
    {"问题内容", FIELD_TEXT},
    {"问题", FIELD_TEXT},
    {"requirement", FIELD_REQUIREMENT},
    {"deadline", FIELD_LIMIT},
    {"limit", FIELD_LIMIT},
    {"source", FIELD_SOURCE},
    {"unit", FIELD_UNIT},
    {"kind", FIELD_KIND},
    {"place", FIELD_PLACE},
    {"address", FIELD_ADDRESS},
    {"region", FIELD_REGION},
    {"item", FIELD_ITEM},
    {"clause", FIELD_ITEM},
    {"date", FIELD_FOUND},
    {"inspector", FIELD_FINDER},
    {"severity", FIELD_SEVERITY},
    {"problem", FIELD_TEXT},
    {"finding", FIELD_TEXT},
    {"defect", FIELD_TEXT},
};

static bool contains(struct str text, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; text.n >= n && i + n <= text.n; i++)
        if (strncasecmp(text.p + i, word, n) == 0)
            return true;
    return false;
}

static enum finding_field guess(struct str head)
{
    for (size_t i = 0; i < ARRAY_LEN(HEADS); i++)
        if (contains(head, HEADS[i].word))
            return HEADS[i].field;
    return FIELD_NONE;
}

static bool has(const struct finding_list_report *out, enum finding_field field)
{
    for (size_t i = 0; i < out->columns.n; i++)
        if (out->columns.at[i].field == field && field != FIELD_NONE)
            return true;
    return false;
}

bool finding_list_heads(const struct table *t, char out[SHA256_HEX], struct err *err)
{
    struct buf text;
    buf_init(&text, 1 << 20);
    for (size_t i = 0; i < t->columns; i++) {
        buf_adds(&text, t->head[i].text);
        buf_addc(&text, '\n');
    }
    bool fits = !buf_failed(&text);
    sha256_hex(fits ? buf_str(&text) : STR(""), out);
    buf_release(&text);
    return fits || err_set(err, ERR_MEMORY, NULL);
}

/* "text,place,,unit": one for each column. */
static bool said(struct arena *arena, const struct table *t, struct str fields,
                 struct finding_list_report *out, struct err *err)
{
    struct str rest = fields, part;
    for (size_t i = 0; i < t->columns; i++) {
        struct finding_list_column c = {.head = t->head[i].text};
        part = STR("");
        if (rest.p)
            str_split(&rest, ',', &part);
        int field = life_word_find(FINDING_FIELDS, FIELDS, part);
        if (field < 0)
            return err_set(err, ERR_CHOICE, err_word(part).z, "text, place, unit, ...") ||
                   err_at(err, STR_NONE, 0, 0, "fields");
        c.field = (enum finding_field)field;
        if (has(out, c.field)) {
            const struct life_word *w = &FINDING_FIELDS[field];
            return err_set(err, ERR_FINDING_FIELD_TWICE, err_both(w->zh, w->en).z) ||
                   err_at(err, STR_NONE, 0, 0, "fields");
        }
        if (!VEC_PUSH(arena, &out->columns, c))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}

bool finding_list_columns(struct store_tx *tx, struct arena *arena, const struct finding_list *in,
                          const struct table *t, struct finding_list_report *out, struct err *err)
{
    char heads[SHA256_HEX];
    struct finding_mapping_row kept;
    bool found = false;
    if (in->fields.n)
        return said(arena, t, in->fields, out, err);
    if (!finding_list_heads(t, heads, err) ||
        !store_finding_mapping_get(tx, arena, str_of(heads), &kept, &found, err))
        return false;
    if (found)
        return said(arena, t, kept.fields, out, err);
    for (size_t i = 0; i < t->columns; i++) {
        struct finding_list_column c = {t->head[i].text, guess(t->head[i].text)};
        if (has(out, c.field))
            c.field = FIELD_NONE;
        if (!VEC_PUSH(arena, &out->columns, c))
            return err_set(err, ERR_MEMORY, NULL);
    }
    return true;
}
