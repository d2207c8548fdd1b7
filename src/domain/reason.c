#include "domain/reason.h"

#include <stdarg.h>
#include <stdio.h>

struct dec_text dec_text(dec d)
{
    struct dec_text t = {0};
    dec_format(d, t.z);
    return t;
}

struct reason *reason_child(struct reasons *r, struct reason *parent, enum reason_kind kind,
                            struct str code, struct text2 name)
{
    if (!parent)
        return NULL;
    struct reason *c = ARENA_NEW(r->arena, struct reason);
    if (!c) {
        r->failed = true;
        return NULL;
    }
    c->kind = kind;
    c->code = code;
    c->name = name;
    c->verdict = VERDICT_NONE;
    if (parent->last)
        parent->last->next = c;
    else
        parent->children = c;
    parent->last = c;
    return c;
}

static __attribute__((format(printf, 2, 0))) struct str format_in(struct reasons *r,
                                                                  const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    char *p = NULL;
    int n = vsnprintf(NULL, 0, format, args);
    if (n >= 0)
        p = arena_alloc(r->arena, (size_t)n + 1);
    if (p)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    if (!p) {
        r->failed = true;
        return STR_NONE;
    }
    return (struct str){p, (size_t)n};
}

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
struct text2 reason_text(struct reasons *r, const char *zh, const char *en, ...)
{
    struct text2 t;
    va_list args;
    va_start(args, en);
    t.zh = format_in(r, zh, args);
    va_end(args);
    va_start(args, en);
    t.en = format_in(r, en, args);
    va_end(args);
    return t;
}

struct str reason_str(struct reasons *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = format_in(r, format, args);
    va_end(args);
    return s;
}
#pragma GCC diagnostic pop

void reason_remark(struct reasons *r, struct reason *at, struct text2 text)
{
    if (!at)
        return;
    if (at->remark.zh.n) {
        text.zh = reason_str(r, "%.*s;%.*s", STR_ARG(at->remark.zh), STR_ARG(text.zh));
        text.en = reason_str(r, "%.*s; %.*s", STR_ARG(at->remark.en), STR_ARG(text.en));
    }
    at->remark = text;
}

void reason_value(struct reasons *r, struct reason *at, const struct value *v)
{
    struct reason *c = reason_child(r, at, REASON_VALUE, v->part,
                                    (struct text2){STR("填报值"), STR("entered value")});
    if (!c)
        return;
    c->value = v;
    c->value_state = v->state;
    c->region = v->region;
}

void reason_points(struct reason *at, dec points, dec full)
{
    if (!at)
        return;
    at->has_points = true;
    at->points = points;
    at->full = full;
}

void reason_state(struct reasons *r, struct reason *at, enum value_state state,
                  enum state_effect effect)
{
    static const struct text2 STATES[VALUE_STATES] = {
        [VALUE_PRESENT] = {{NULL, 0}, {NULL, 0}},
        [VALUE_MISSING] = {STR_INIT("缺报"), STR_INIT("missing")},
        [VALUE_NOT_TESTED] = {STR_INIT("本轮未测评"), STR_INIT("not tested this round")},
        [VALUE_NOT_APPLICABLE] = {STR_INIT("不适用"), STR_INIT("not applicable")},
        [VALUE_EMPTY_DENOMINATOR] = {STR_INIT("分母为零"), STR_INIT("empty denominator")},
    };
    static const struct text2 EFFECTS[] = {
        [EFFECT_EXCLUDE] = {STR_INIT("不计入，其余部分按比例折算"),
                            STR_INIT("left out, the rest is scaled up")},
        [EFFECT_ZERO] = {STR_INIT("按标准规定计 0 分"),
                         STR_INIT("counts 0 points, as the standard says")},
        [EFFECT_BLOCK] = {STR_INIT("补齐前不出分"), STR_INIT("no score until it is there")},
    };
    if (!at)
        return;
    at->value_state = state;
    struct text2 said = {
        reason_str(r, "%.*s:%.*s", STR_ARG(STATES[state].zh), STR_ARG(EFFECTS[effect].zh)),
        reason_str(r, "%.*s: %.*s", STR_ARG(STATES[state].en), STR_ARG(EFFECTS[effect].en))};
    reason_remark(r, at, said);
}
