/* One call of the program: what was asked, and where the answer goes.
 *
 * Results go to cli->out (standard output), problems and progress to standard error. A command
 * returns its exit code; cli_fail makes one from an error. Exit codes are those of
 * base/errors.def. */
#ifndef TZ_CLI_CLI_H
#define TZ_CLI_CLI_H

#include "base/when.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "domain/region.h"

enum { EXIT_GOOD = 0, EXIT_NOT_IN_ORDER = 1, EXIT_USAGE = 2, CLI_ARGUMENTS_MAX = 64 };

struct cli {
    struct arena *arena;
    enum lang lang;
    enum out_format format;
    bool quiet;                    /* no chatter: --quiet, or standard error is not a terminal */
    bool help;                     /* --help was given */
    const struct command *command; /* NULL: none was named */
    struct str given[COMMAND_OPTIONS_MAX]; /* by place in command_option; .p NULL = not given */
    struct str arguments[CLI_ARGUMENTS_MAX];
    int n_arguments;
    struct out out;
};

/* The whole program; the exit code. */
int cli_main(int argc, char **argv);

/* ---- what was asked ------------------------------------------------------------------------- */

/* The option's text; .p NULL when it was not given. Asking for an option that the command does not
 * have is a mistake of the program and ends it. */
struct str cli_option(const struct cli *cli, const char *name);
static inline bool cli_flag(const struct cli *cli, const char *name)
{
    return cli_option(cli, name).p != NULL;
}
/* Values that parsing has checked already; the second argument when the option was not given. */
int64_t cli_count(const struct cli *cli, const char *name, int64_t otherwise);
period cli_period(const struct cli *cli, const char *name);      /* 0: not given */
region_code cli_region(const struct cli *cli, const char *name); /* 0: not given */
bool cli_date(const struct cli *cli, const char *name, struct date *out);
/* The argument at this place; .p NULL when it was not given. Text of options and arguments comes
 * from the command line and is NUL-terminated. */
struct str cli_argument(const struct cli *cli, int i);

/* ---- what is said --------------------------------------------------------------------------- */

/* The text in the person's language; a macro, so that the compiler checks it as a format. */
#define cli_text(cli, zh, en) ((cli)->lang == LANG_ZH ? (zh) : (en))
/* A line on standard error, unless quiet. */
void cli_note(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* One error on standard error; its exit code. */
int cli_fail(const struct cli *cli, const struct err *err);
/* Many, each on its line, and how many there are in all. */
void cli_problems(const struct cli *cli, const struct err_list *problems);
/* Prints the list in the chosen format; the exit code. */
int cli_list(struct cli *cli, const struct listing *l);

/* Reads words, options and arguments into *cli (lang, format, quiet, command ...). */
bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err);
/* --lang if it stands in argv, else the environment's language. */
enum lang cli_language(int argc, char **argv);

/* ---- made from the table -------------------------------------------------------------------- */

void help_general(struct cli *cli);
void help_command(struct cli *cli, const struct command *c);
void help_man(struct cli *cli);
void help_markdown(struct cli *cli);
void completion_bash(struct cli *cli);
void completion_zsh(struct cli *cli);
/* "--standard DIR", "[--period PERIOD]", "FILE..." */
struct str help_usage(struct arena *arena, const struct option *o, bool argument);

/* ---- commands ------------------------------------------------------------------------------- */

int run_audit_export(struct cli *cli);
int run_audit_checkpoint(struct cli *cli);
int run_audit_key(struct cli *cli);
int run_audit_hash(struct cli *cli);
int run_audit_head(struct cli *cli);
int run_audit_list(struct cli *cli);
int run_audit_verify(struct cli *cli);
int run_backup(struct cli *cli);
int run_bulletin_export(struct cli *cli);
int run_bulletin_list(struct cli *cli);
int run_bulletin_make(struct cli *cli);
int run_bulletin_template(struct cli *cli);
int run_campaign_create(struct cli *cli);
int run_campaign_list(struct cli *cli);
int run_campaign_round(struct cli *cli);
int run_campaign_show(struct cli *cli);
int run_campaign_standard(struct cli *cli);
int run_check(struct cli *cli);
int run_recount(struct cli *cli);
int run_completion(struct cli *cli);
int run_deadline(struct cli *cli);
int run_remind(struct cli *cli);
int run_demo(struct cli *cli);
int run_help(struct cli *cli);
int run_rank(struct cli *cli);
int run_region_find(struct cli *cli);
int run_region_import(struct cli *cli);
int run_region_show(struct cli *cli);
int run_restore(struct cli *cli);
int run_score(struct cli *cli);
int run_serve(struct cli *cli);
int run_standard_check(struct cli *cli);
int run_standard_diff(struct cli *cli);
int run_standard_export(struct cli *cli);
int run_standard_import(struct cli *cli);
int run_standard_show(struct cli *cli);
int run_user_add(struct cli *cli);
int run_user_disable(struct cli *cli);
int run_user_enable(struct cli *cli);
int run_user_link(struct cli *cli);
int run_user_list(struct cli *cli);
int run_user_reset(struct cli *cli);
int run_user_unlock(struct cli *cli);
int run_value_import(struct cli *cli);
int run_value_template(struct cli *cli);
int run_version(struct cli *cli);

#endif
