/* What leaves the program as a file is an entry of the record, on disk before the file goes out. */
#ifndef TZ_WORK_EXPORT_H
#define TZ_WORK_EXPORT_H

#include "work/audit.h"

/* thing: what of, "campaigns/1/bulletins/4/docx"; the entry keeps the file's name, size and digest.
 */
bool export_act(struct app *app, const struct actor *who, struct str thing, region_code region,
                struct str name, struct str file, struct err *err);
struct region_import;
struct region_import_result;
/* The import of areas and its entry in one; `from` is the file or folder it was read from. */
bool regions_import(struct app *app, const struct actor *who, struct str from,
                    const struct region_import *in, struct region_import_result *out,
                    struct err_list *problems, struct err *err);
/* An act of the console that stands alone, `after` as JSON. */
bool act_alone(struct app *app, const struct actor *who, const struct act *act, struct err *err);

#endif
