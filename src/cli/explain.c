#include "cli/explain.h"

#include "domain/reason.h"

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
