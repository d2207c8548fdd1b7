/* The cage of the helper process, closed before the first byte of a photo is read.
 *
 * Afterwards the process may read and write the descriptors that it has, ask for memory, and end;
 * any other system call kills it. No privileges can be gained, no file, socket or process opened,
 * no program started. */
#ifndef TZ_MEDIA_SANDBOX_H
#define TZ_MEDIA_SANDBOX_H

#include "base/base.h"

enum {
    SANDBOX_DATA_MAX = 130 << 20,    /* bytes of memory of its own */
    SANDBOX_ADDRESS_MAX = 512 << 20, /* with programs and libraries mapped */
    SANDBOX_CPU_SECONDS = 300,       /* in a helper's whole life; a photo has its own limit */
};

/* False when the system refused any part of it; the process must not go on then. */
bool sandbox_enter(void);

#endif
