#include "cli/explain.h"

#include "domain/reason.h"
#include "work/score_json.h"

enum { STEP = 2, DETAIL = 4 };

static struct str in_language(const struct cli *cli, struct text2 t)
{
    return cli->lang == LANG_EN && t.en.n ? t.en : t.zh;
}

static const char *state_text(const struct cli *cli, enum value_state s)
{
    static const char *const ZH[] = {"已填报", "缺报", "本轮未测评", "不适用", "分母为零"};
    static const char *const EN[] = {"present", "missing", "not tested this round",
                                     "not applicable", "empty denominator"};
    return cli->lang == LANG_ZH ? ZH[s] : EN[s];
}

static void detail(struct cli *cli, int depth, const char *label, struct str text)
{
    text = str_trim(text);
    if (!text.n)
        return;
    out_blank(&cli->out, depth * STEP + DETAIL);
    out_addz(&cli->out, label);
    out_shown(&cli->out, text);
    out_addz(&cli->out, "\n");
}

/* "2025: 93.5 (187 / 200); source: ...; note: ..." */
static void value_line(struct cli *cli, int depth, const struct value *v)
{
    struct out *out = &cli->out;
    char when[PERIOD_TEXT_MAX], region[REGION_TEXT_MAX];
    period_format(v->period, when);
    region_format(v->region, region);
    out_blank(out, depth * STEP);
    out_printf(out, cli_text(cli, "填报值 %s %s", "entered %s %s"), region, when);
    if (v->part.n) {
        out_addz(out, " ");
        out_shown(out, v->part);
    }
    if (v->state == VALUE_PRESENT)
        out_printf(out, ": %s", DT(v->value));
    else
        out_printf(out, ": %s", state_text(cli, v->state));
    if (v->ratio)
        out_printf(out, " (%s / %s)", DT(v->numerator), DT(v->denominator));
    if (v->source.n) {
        out_addz(out, cli_text(cli, "；来源：", "; source: "));
        out_shown(out, v->source);
    }
    if (v->note.n) {
        out_addz(out, cli_text(cli, "；备注：", "; note: "));
        out_shown(out, v->note);
    }
    out_addz(out, "\n");
}

/* What came out: points, or the verdict, or why there is none. */
static void outcome(struct cli *cli, const struct reason *r)
{
    struct out *out = &cli->out;
    if (r->state == SCORE_BLOCKED)
        out_addz(out, cli_text(cli, "：暂不出分", ": no score yet"));
    else if (r->state == SCORE_NONE && r->kind != REASON_INDICATOR && r->kind != REASON_PART)
        out_addz(out, cli_text(cli, "：不计分", ": not scored"));
    else if (r->has_points)
        out_printf(out, cli_text(cli, "：%s / %s", ": %s / %s"), DT(r->points), DT(r->full));
    if (r->verdict == VERDICT_PASS)
        out_addz(out, cli_text(cli, "：达标", ": reached"));
    else if (r->verdict == VERDICT_FAIL)
        out_addz(out, cli_text(cli, "：未达标", ": not reached"));
    if (r->veto)
        out_addz(out, cli_text(cli, "【一票否决】", " [veto]"));
}

static void step(struct cli *cli, const struct reason *r, int depth)
{
    struct out *out = &cli->out;
    if (r->kind == REASON_VALUE && r->value) {
        value_line(cli, depth, r->value);
        return;
    }
    out_blank(out, depth * STEP);
    char region[REGION_TEXT_MAX] = "";
    if (r->kind == REASON_MEMBER)
        region_format(r->region, region);
    struct str code = *region ? str_of(region) : r->code, name = in_language(cli, r->name);
    out_shown(out, code);
    if (name.n && !str_eq(name, code)) {
        out_addz(out, code.n ? " " : "");
        out_shown(out, name);
    }
    outcome(cli, r);
    out_addz(out, "\n");
    detail(cli, depth, cli_text(cli, "规则：", "rule: "), in_language(cli, r->rule));
    detail(cli, depth, cli_text(cli, "算式：", "arithmetic: "), r->arithmetic);
    detail(cli, depth, cli_text(cli, "说明：", "remark: "), in_language(cli, r->remark));
    if (r->value)
        value_line(cli, depth + STEP, r->value);
    for (const struct reason *c = r->children; c; c = c->next)
        step(cli, c, depth + 1);
}

void explain_text(struct cli *cli, const struct reason *r)
{
    step(cli, r, 0);
}

/* ---- of a region ---------------------------------------------------------------------------- */

void explain_head_json(struct json *j, const struct board *b)
{
    json_key(j, "standard");
    json_obj(j);
    json_kstr(j, "id", b->standard->id);
    json_kstr(j, "edition", b->standard->edition);
    json_ktext2(j, "name", b->standard->name);
    json_end(j);
    json_kperiod(j, "period", b->period);
}

static int explain_json(struct cli *cli, const struct board *b, const struct reason *r)
{
    struct buf text;
    struct json j;
    struct err err = {0};
    buf_init(&text, 0);
    json_begin(&j, &text);
    json_obj(&j);
    explain_head_json(&j, b);
    json_key(&j, "reason");
    reason_to_json(&j, r);
    json_end(&j);
    bool ok = !buf_failed(&text);
    out_add(&cli->out, buf_str(&text));
    out_addz(&cli->out, "\n");
    buf_release(&text);
    if (ok)
        return EXIT_GOOD;
    err_set(&err, ERR_MEMORY, NULL);
    return cli_fail(cli, &err);
}

static int default_node(const struct standard *s, int ranking, int kind)
{
    if (ranking >= 0)
        return s->rankings[ranking].node;
    for (int i = 0; i < s->n_rankings; i++)
        if (s->rankings[i].subject == kind)
            return s->rankings[i].node;
    return s->n_nodes - 1;
}

/* The reason that was asked for, or NULL with *err set. */
static struct reason *find_reason(struct cli *cli, const struct board *b, int ranking,
                                  struct err *err)
{
    const struct standard *s = b->standard;
    struct str code = cli_option(cli, "node");
    int subject = values_subject(b->values, cli_region(cli, "explain"));
    if (subject < 0) {
        err_set(err, ERR_NOT_FOUND, cli_option(cli, "explain").p, NULL);
        return NULL;
    }
    int64_t node = code.p ? map_get(&s->node_by, code)
                          : default_node(s, ranking, b->values->subjects[subject].kind);
    if (node >= 0)
        return board_explain(b, cli->arena, subject, (int)node, err);
    int64_t indicator = map_get(&s->indicator_by, code);
    if (indicator >= 0)
        return board_explain_indicator(b, cli->arena, subject, (int)indicator, err);
    err_set(err, ERR_NOT_FOUND, code.p, NULL);
    return NULL;
}

int explain_region(struct cli *cli, const struct board *b, int ranking)
{
    struct err err = {0};
    struct reason *r = find_reason(cli, b, ranking, &err);
    if (!r)
        return cli_fail(cli, &err);
    if (cli->format == FORMAT_JSON)
        return explain_json(cli, b, r);
    explain_text(cli, r);
    return EXIT_GOOD;
}
