/* Running text for terminals: lines broken to a width, Chinese between characters, others at
 * blanks; no line begins with closing punctuation. */
#ifndef TZ_CLI_FLOW_H
#define TZ_CLI_FLOW_H

#include "cli/out.h"

enum { FLOW_WIDTH = 80 };

/* Writes text that starts at column `at`; following lines are indented by `indent`. Ends with a
 * line end. */
void flow(struct out *out, const char *text, int at, int indent);

#endif
