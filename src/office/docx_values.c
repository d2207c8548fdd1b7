#include "office/docx.h"

static void fail(struct docx_values *v)
{
    (v->root ? v->root : v)->failed = true;
}

static struct docx_value *value(struct docx_values *v, const char *name, enum docx_kind kind)
{
    for (size_t i = 0; i < v->at.n; i++)
        if (strcmp(v->at.at[i].name, name) == 0 && v->at.at[i].kind == kind)
            return &v->at.at[i];
    struct docx_value *new = VEC_ADD(v->arena, &v->at);
    if (!new) {
        fail(v);
        return NULL;
    }
    *new = (struct docx_value){.name = name, .kind = kind};
    return new;
}

void docx_text(struct docx_values *v, const char *name, struct str text)
{
    struct docx_value *x = value(v, name, DOCX_TEXT);
    if (x)
        x->text = text;
}

void docx_picture(struct docx_values *v, const char *name, struct str jpeg,
                  const struct docx_picture *how)
{
    struct docx_value *x = value(v, name, DOCX_PICTURE);
    if (x) {
        x->text = jpeg;
        x->picture = *how;
    }
}

void docx_flag(struct docx_values *v, const char *name, bool flag)
{
    struct docx_value *x = value(v, name, DOCX_FLAG);
    if (x)
        x->flag = flag;
}

void docx_list(struct docx_values *v, const char *name)
{
    value(v, name, DOCX_LIST);
}

struct docx_values *docx_item(struct docx_values *v, const char *list)
{
    struct docx_value *x = value(v, list, DOCX_LIST);
    struct docx_values *item = ARENA_NEW(v->arena, struct docx_values);
    if (!x || !item || !VEC_PUSH(v->arena, &x->items, item)) {
        fail(v);
        return v;
    }
    *item = (struct docx_values){.arena = v->arena, .outer = v, .root = v->root ? v->root : v};
    return item;
}
