/* The one table of commands, options and arguments.
 *
 * Parsing, --help, the man page, the reference in docs/cli.md and shell completion are all made
 * from it; nothing about a command is written down twice. The rows stand in commands.c. */
#ifndef TZ_CLI_COMMAND_H
#define TZ_CLI_COMMAND_H

#include "base/err.h"

struct cli;

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_PATH, /* file or folder */
    OPTION_FILE,
    OPTION_FOLDER,
    OPTION_CHOICE, /* one of `choices` */
    OPTION_COUNT,  /* whole number from 0 */
    OPTION_PERIOD, /* 2026 or 2026-04 */
    OPTION_DATE,   /* 2026-04-01 */
    OPTION_REGION, /* area code */
};

/* An option (--name) or, in a command's arguments, a word at its place. */
struct option {
    const char *name; /* without dashes; empty for arguments */
    const char *meta; /* what stands for the value in help: "FILE"; NULL for flags */
    enum option_kind kind;
    enum { OPTIONAL, REQUIRED, MANY /* arguments: one or more, the last */ } need;
    const char *zh, *en;
    const char *choices; /* "a|b|c" */
    char letter;         /* short form, or 0 */
};

struct command {
    const char *name; /* "score", "region import" */
    const char *zh, *en;
    const struct option *arguments, *options;
    int n_arguments, n_options;
    enum { DATABASE_NO, DATABASE_YES } database; /* takes --db */
    int (*run)(struct cli *cli);                 /* exit code; NULL for a heading of commands */
    const char *example;                         /* one line, or NULL */
    const char *more_zh, *more_en;               /* a paragraph for help and man page, or NULL */
};

extern const struct command COMMANDS[];
extern const int COMMANDS_N;

/* Options that every command takes. */
extern const struct option GLOBAL_OPTIONS[];
extern const int GLOBAL_OPTIONS_N;

enum { COMMAND_OPTIONS_MAX = 24 };
/* The options of a command in order: its own, --db, the global ones. NULL behind the last. A NULL
 * command has only the global ones. */
const struct option *command_option(const struct command *c, int i);

/* The command of this name; NULL when there is none. */
const struct command *command_find(struct str name);
/* "region" has "region import" below it. */
bool command_is_below(const struct command *c, const struct command *heading);

struct exit_code {
    int code;
    const char *zh, *en;
};
extern const struct exit_code EXIT_CODES[];
extern const int EXIT_CODES_N;

/* The candidate closest to `word` when it is close enough to be a slip of the hand, or NULL. */
struct nearest {
    struct str word;
    const char *best;
    int distance;
};
void nearest_offer(struct nearest *n, const char *candidate);

#endif
