/* Settings as texts; work/settings.h knows what they mean. */
#ifndef TZ_STORE_SETTING_H
#define TZ_STORE_SETTING_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "store/store.h"

bool store_settings(struct store_tx *tx, struct arena *arena, struct setting_rows *out,
                    struct err *err);
/* In a write. */
bool store_setting_put(struct store_tx *tx, const struct setting_row *row, struct err *err);

#endif
