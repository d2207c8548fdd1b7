/* What the boards of a campaign are made from, read from the store: every value, the assessed
 * regions with their names, open findings. Values in great number are read by two threads, each on
 * its own snapshot of the same version of the campaign. */
#ifndef TZ_WORK_BOARD_INPUT_H
#define TZ_WORK_BOARD_INPUT_H

#include "domain/values.h"
#include "store/rows_gen.h"
#include "store/store.h"

struct board_input {
    struct arena arena, second; /* the second holds what the second thread has read */
    struct values values;
    struct str *names;      /* per subject */
    int64_t *open_findings; /* per subject, everything inside it included */
};

/* Before anything else; then release is always right. */
void board_input_init(struct board_input *in);
bool board_input_read(struct store *store, struct store_tx *read, const struct campaign_row *c,
                      const struct standard *s, struct board_input *in, struct err *err);
void board_input_release(struct board_input *in);

#endif
