/* The reason of a score as indented text that can be followed with a calculator: per step its
 * points, the rule in words, the numbers put in, what else counts; at the leaves the entered
 * values with their source. */
#ifndef TZ_CLI_EXPLAIN_H
#define TZ_CLI_EXPLAIN_H

#include "base/json.h"
#include "cli/cli.h"
#include "domain/score.h"

void explain_text(struct cli *cli, const struct reason *r);

/* Answers --explain REGION and --node CODE (a node or an indicator) from a board, as text or JSON;
 * the exit code. Without --node: the node of `ranking` (an index), or with -1 the one that ranks
 * this kind of region first. */
int explain_region(struct cli *cli, const struct board *b, int ranking);
/* "standard" and "period" of an open object. */
void explain_head_json(struct json *j, const struct board *b);

#endif
