/* Standard output, kept in a buffer and written with every failure noticed.
 *
 * A full disk, a closed pipe or a missing standard output shows in out_finish as an error (exit
 * code 5); text after the first failure is dropped. */
#ifndef TZ_CLI_OUT_H
#define TZ_CLI_OUT_H

#include "base/err.h"

struct out {
    int fd;
    int error; /* errno of the first failure, 0 = none */
    struct buf waiting;
};

void out_init(struct out *o, int fd);
void out_add(struct out *o, struct str s);
void out_addz(struct out *o, const char *z);
void out_printf(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* n blanks */
void out_blank(struct out *o, int n);
/* Writes what waits. */
void out_flush(struct out *o);
/* Writes the rest, closes the descriptor and frees the buffer; ERR_IO or ERR_DISK_FULL when
 * anything was lost since out_init. */
bool out_finish(struct out *o, struct err *err);

/* Descriptors 0, 1, 2 that the caller left closed are filled with /dev/null in a way that lets
 * writing fail, so that no database ends up behind "standard output". */
bool out_guard_descriptors(void);

#endif
