/* The monthly ranking bulletin: a numbered, dated paper made from a frozen cut of data. */
#ifndef TZ_WORK_BULLETIN_H
#define TZ_WORK_BULLETIN_H

#include "base/buf.h"
#include "work/app.h"

/* Takes the cut of the round now (0 = the latest), gives it the next number of the year and stores
 * it. ranking "" = the standard's default. */
bool bulletin_make(struct app *app, const struct actor *who, int64_t campaign, int round,
                   struct str ranking, int64_t *id, struct err *err);

/* Made from the stored cut alone: the same bytes each time. template_docx NULL = the built-in one.
 */
bool bulletin_docx(struct str cut, const struct str *template_docx, struct buf *out,
                   struct err *err);
bool bulletin_xlsx(struct str cut, struct buf *out, struct err *err);
/* The built-in template, for editing in Word or WPS. */
struct str bulletin_template(void);

#endif
