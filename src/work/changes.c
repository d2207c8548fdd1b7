#include "work/changes.h"

void changes_begin(struct changes *c)
{
    *c = (struct changes){0};
    buf_init(&c->before_text, 0);
    buf_init(&c->after_text, 0);
    json_begin(&c->before, &c->before_text);
    json_begin(&c->after, &c->after_text);
    json_obj(&c->before);
    json_obj(&c->after);
}

void changes_str(struct changes *c, const char *field, struct str before, struct str after)
{
    if (str_eq(before, after))
        return;
    c->n++;
    json_kstr(&c->before, field, before);
    json_kstr(&c->after, field, after);
}

void changes_i64(struct changes *c, const char *field, int64_t before, int64_t after)
{
    if (before == after)
        return;
    c->n++;
    json_ki64(&c->before, field, before);
    json_ki64(&c->after, field, after);
}

void changes_bool(struct changes *c, const char *field, bool before, bool after)
{
    if (before == after)
        return;
    c->n++;
    json_kbool(&c->before, field, before);
    json_kbool(&c->after, field, after);
}

void changes_region(struct changes *c, const char *field, region_code before, region_code after)
{
    char was[REGION_TEXT_MAX] = "", became[REGION_TEXT_MAX] = "";
    if (before)
        region_format(before, was);
    if (after)
        region_format(after, became);
    changes_str(c, field, str_of(was), str_of(became));
}

bool changes_act(struct changes *c, struct app *app, struct store_tx *tx, const struct actor *who,
                 struct act *act, bool made, struct err *err)
{
    if (c->n == 0)
        return true;
    json_end(&c->before);
    json_end(&c->after);
    if (!act->thing.p || buf_failed(&c->before_text) || buf_failed(&c->after_text))
        return err_set(err, ERR_MEMORY, NULL);
    act->before = made ? STR_NONE : buf_str(&c->before_text);
    act->after = buf_str(&c->after_text);
    return audit_act(app, tx, who, act, err);
}

void changes_end(struct changes *c)
{
    buf_release(&c->before_text);
    buf_release(&c->after_text);
}
