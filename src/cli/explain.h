/* The reason of a score as indented text that can be followed with a calculator: per step its
 * points, the rule in words, the numbers put in, what else counts; at the leaves the entered
 * values with their source. */
#ifndef TZ_CLI_EXPLAIN_H
#define TZ_CLI_EXPLAIN_H

#include "cli/cli.h"
#include "domain/score.h"

void explain_text(struct cli *cli, const struct reason *r);

#endif
