/* The words of messages, in both languages, and nowhere else. */
#include "work/message.h"

#include <jansson.h>
#include <stdio.h>

#include "domain/lifecycle.h"

const struct message_kind_def MESSAGE_KIND[MESSAGE_KINDS] = {
    [MESSAGE_DISPATCHED] = {"dispatched", "交办", "Dispatched", "已交办{unit}整改",
                            "dispatched to {unit}"},
    [MESSAGE_ROUTED_AWAY] = {"routed_away", "改派", "Routed elsewhere",
                             "已改派其他单位，{unit}不再办理",
                             "routed to other units; {unit} has nothing more to do"},
    [MESSAGE_SENT_BACK] = {"sent_back", "退回", "Sent back", "{unit}退回，须改派或重新交办",
                           "sent back by {unit}; it needs another unit"},
    [MESSAGE_MERGED] = {"merged", "合并", "Merged", "已并入问题 {into}",
                        "merged into finding {into}"},
    [MESSAGE_SUSPENDED] = {"suspended", "挂账", "Suspended", "已挂账，时限暂停",
                           "suspended; its clock stands"},
    [MESSAGE_RESUMED] = {"resumed", "恢复整改", "Resumed", "已恢复整改，时限继续",
                         "resumed; its clock runs again"},
    [MESSAGE_EXTENSION_ASKED] = {"extension_asked", "申请延期", "More time asked for",
                                 "{unit}申请延期，待答复",
                                 "{unit} asks for more time and waits for an answer"},
    [MESSAGE_EXTENDED] = {"extended", "同意延期", "More time granted", "已同意延期",
                          "more time was granted"},
    [MESSAGE_DECLINED] = {"declined", "不同意延期", "More time refused", "未同意延期",
                          "more time was refused"},
    [MESSAGE_APPEALED] = {"appealed", "申诉", "Appealed", "{unit}提出申诉，待听取",
                          "{unit} appeals and waits to be heard"},
    [MESSAGE_UPHELD] = {"upheld", "申诉成立", "Appeal upheld", "申诉成立，问题已撤销",
                        "the appeal was upheld, the finding is withdrawn"},
    [MESSAGE_DISMISSED] = {"dismissed", "申诉不成立", "Appeal dismissed", "申诉不成立，继续整改",
                           "the appeal was dismissed, the work goes on"},
    [MESSAGE_RECHECK] = {"recheck", "待核查", "To be re-checked", "整改完成，待核查",
                         "reported as fixed, waits for a re-check"},
    [MESSAGE_CLOSED] = {"closed", "已销号", "Closed", "核查通过，已销号",
                        "passed the re-check and is closed"},
    [MESSAGE_RETURNED] = {"returned", "核查不通过", "Returned", "核查不通过，须继续整改",
                          "did not pass the re-check; it is to be fixed again"},
    [MESSAGE_REOPENED] = {"reopened", "重新整改", "Re-opened", "再次发现，须重新整改",
                          "has come back; it is to be fixed again"},
    [MESSAGE_SUPERVISED] = {"supervised", "督办", "Supervised", "督办（{level}）",
                            "supervised: {level}"},
    [MESSAGE_DUE] = {"due", "即将到期", "Due soon", "即将到期，{unit}尚未完成整改",
                     "due soon, and {unit} has not fixed it yet"},
    [MESSAGE_OVERDUE] = {"overdue", "已逾期", "Overdue", "已逾期，{unit}尚未完成整改",
                         "overdue, and {unit} has not fixed it"},
    [MESSAGE_STAGE_LATE] =
        {"stage_late", "环节超时", "Step over its limit",
         "“{state}”环节已超时，应于 {until} 前办理",
         "\"{state}\" has lasted for too long; the next step was due by {until}"},
    [MESSAGE_NOBODY] = {"nobody", "无人办理", "Nobody acts",
                        "{unit}没有可办理的在岗人员，请改派或设置岗位",
                        "{unit} has nobody in a post who can act; route it, or give a post"},
};

int message_kind_find(struct str code)
{
    for (int i = 0; i < MESSAGE_KINDS; i++)
        if (str_is(code, MESSAGE_KIND[i].code))
            return i;
    return -1;
}

static struct str member(const json_t *data, const char *name)
{
    const char *s = json_string_value(json_object_get(data, name));
    return s ? str_of(s) : STR("");
}

static void add_level(struct buf *out, struct str code, enum lang lang)
{
    int i = life_word_find(FINDING_LEVELS, LEVEL_COUNT, code);
    if (i >= 0)
        buf_addz(out, lang == LANG_ZH ? FINDING_LEVELS[i].zh : FINDING_LEVELS[i].en);
}

static void add_unit(struct buf *out, const json_t *data, enum lang lang)
{
    struct str en = member(data, "unit_en");
    buf_adds(out, lang == LANG_EN && en.n ? en : member(data, "unit"));
}

static void add_state(struct buf *out, struct str code, enum lang lang)
{
    enum finding_state state;
    if (finding_state_parse(code, &state))
        buf_addz(out, lang == LANG_ZH ? FINDING_STATES[state].zh : FINDING_STATES[state].en);
}

static void add_time(struct buf *out, msec at)
{
    char text[WHEN_TEXT_MAX];
    when_format(at, text);
    buf_add(out, text, 10);
    buf_addc(out, ' ');
    buf_add(out, text + 11, 5);
}

/* The kind's words with {unit}, {level}, {into}, {state} and {until} filled in. */
static void add_words(struct buf *out, const char *words, const json_t *data, enum lang lang)
{
    for (const char *p = words; *p;) {
        if (strncmp(p, "{unit}", 6) == 0) {
            add_unit(out, data, lang);
            p += 6;
        } else if (strncmp(p, "{level}", 7) == 0) {
            add_level(out, member(data, "level"), lang);
            p += 7;
        } else if (strncmp(p, "{into}", 6) == 0) {
            buf_adds(out, member(data, "into"));
            p += 6;
        } else if (strncmp(p, "{state}", 7) == 0) {
            add_state(out, member(data, "state"), lang);
            p += 7;
        } else if (strncmp(p, "{until}", 7) == 0) {
            add_time(out, json_integer_value(json_object_get(data, "until")));
            p += 7;
        } else {
            buf_addc(out, *p++);
        }
    }
}

void message_text(struct str kind, int64_t finding, struct str data, enum lang lang,
                  struct buf *out)
{
    json_t *j = json_loadb(data.p, data.n, 0, NULL);
    int k = message_kind_find(kind);
    bool zh = lang == LANG_ZH;
    char text[40];
    struct str what = member(j, "what"), reason = member(j, "reason");
    msec due = json_integer_value(json_object_get(j, "due_at"));
    snprintf(text, sizeof text, zh ? "问题 %lld" : "Finding %lld", (long long)finding);
    buf_addz(out, text);
    buf_addz(out, zh ? "（" : " (");
    buf_adds(out, what);
    buf_addz(out, zh ? "）：" : "): ");
    if (k >= 0)
        add_words(out, zh ? MESSAGE_KIND[k].text_zh : MESSAGE_KIND[k].text_en, j, lang);
    buf_addz(out, zh ? "。" : ".");
    if (due) {
        buf_addz(out, zh ? "截止 " : " Deadline ");
        add_time(out, due);
        buf_addz(out, zh ? "。" : ".");
    }
    if (reason.n) {
        buf_addz(out, zh ? "说明：" : " Reason: ");
        buf_adds(out, reason);
    }
    json_decref(j);
}
