/* Word templates (.docx), filled.
 *
 * Anchors in the template are content controls (Word: 开发工具 - 内容控件; w:sdt) by their tag:
 *
 * NAME: the control's text becomes the value. The first run in it sets the font. A line break in
 * the value makes a new paragraph when the control stands around a paragraph or a table cell, a
 * line break when it stands inside one.
 *
 * rows:NAME: what the control stands around (table rows, paragraphs, whole tables) is repeated for
 * each item of the list NAME; tags inside are looked up in the item first, then outside. Lists may
 * stand inside items of lists.
 *
 * if:NAME: stays when the value is there: flag true, text not empty, list not empty.
 * ifnot:NAME: the contrary.
 *
 * picture:NAME: the picture takes the place of the control, in word/document.xml only.
 *
 * Controls without a tag are left alone; a tag that is not known is an error that names the known
 * ones. The filled file has no controls left. Same template and values, same bytes. */
#ifndef TZ_OFFICE_DOCX_H
#define TZ_OFFICE_DOCX_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

enum docx_kind { DOCX_TEXT, DOCX_FLAG, DOCX_LIST, DOCX_PICTURE };

/* What stands beside a picture: words for who does not see it, and the room it may take. */
struct docx_picture {
    struct str words;
    int width, height; /* millimetres; it fills one of them and keeps its shape */
};

struct docx_value {
    const char *name;
    enum docx_kind kind;
    struct str text; /* of a picture: its bytes */
    bool flag;
    VEC(struct docx_values *) items;
    struct docx_picture picture;
};

/* Values by name. Zeroed with `arena` set it is empty. Names and texts are views: they must live
 * until docx_fill. Running out of memory is remembered and told by docx_fill. */
struct docx_values {
    struct arena *arena;
    const struct docx_values *outer; /* where a name is looked up next */
    struct docx_values *root;        /* NULL in the root itself */
    VEC(struct docx_value) at;
    bool failed; /* in the root */
};

void docx_text(struct docx_values *v, const char *name, struct str text);
/* A JPEG; empty = none, which takes no room. */
void docx_picture(struct docx_values *v, const char *name, struct str jpeg,
                  const struct docx_picture *how);
void docx_flag(struct docx_values *v, const char *name, bool flag);
/* Makes the list known, even when it stays empty. */
void docx_list(struct docx_values *v, const char *name);
/* A new item at the end of the list; never NULL: after a failure a place to write to in vain. */
struct docx_values *docx_item(struct docx_values *v, const char *list);

bool docx_fill(struct str template_docx, const struct docx_values *values, struct buf *out,
               struct err *err);

/* templates/bulletin/ as it was built in. */
struct str docx_builtin_bulletin(void);
/* templates/notice/ */
struct str docx_builtin_notice(void);
/* templates/weekly/, templates/standing/ */
struct str docx_builtin_weekly(void);
struct str docx_builtin_standing(void);

#endif
