/* What every fuzz target includes. A target takes bytes that nobody vouches for and must neither
 * crash nor leak nor run long; where a round trip exists it must hold. */
#ifndef TZ_FUZZ_H
#define TZ_FUZZ_H

#include "base/base.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Ends the run with a report when a property does not hold. */
#define FUZZ_CHECK(what)                                                                           \
    do {                                                                                           \
        if (!(what))                                                                               \
            abort();                                                                               \
    } while (0)

static inline struct str fuzz_str(const uint8_t *data, size_t n)
{
    return (struct str){(const char *)data, n};
}

#endif
