/* From argv to struct cli, by the table of commands. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>

enum lang cli_language(int argc, char **argv)
{
    static const char *const VARIABLES[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    struct str lang = STR_NONE;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (str_starts(str_of(argv[i]), STR("--lang=")))
            lang = str_of(argv[i] + 7);
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            lang = str_of(argv[i + 1]);
    }
    for (size_t i = 0; !lang.n && i < ARRAY_LEN(VARIABLES); i++)
        lang = str_of(getenv(VARIABLES[i]));
    return str_starts(lang, STR("zh")) ? LANG_ZH : LANG_EN;
}

/* ---- the values of options ------------------------------------------------------------------ */

static bool check_choice(const char *choices, struct str value, struct err *err)
{
    struct str rest = str_of(choices), one;
    char shown[ERR_ARG_MAX];
    size_t n = 0;
    while (str_split(&rest, '|', &one))
        if (str_eq(one, value))
            return true;
    for (const char *p = choices; *p && n + 3 < sizeof shown; p++) {
        shown[n++] = *p == '|' ? ',' : *p;
        if (*p == '|')
            shown[n++] = ' ';
    }
    shown[n] = 0;
    return err_set(err, ERR_CHOICE, value.p, shown, NULL);
}

static bool check_value(const struct option *o, struct str value, struct err *err)
{
    int64_t count;
    period p;
    struct date d;
    region_code r;
    switch (o->kind) {
    case OPTION_CHOICE:
        return check_choice(o->choices, value, err);
    case OPTION_COUNT:
        if (!str_to_i64(value, &count) || count < 0 || count > INT32_MAX)
            return err_set(err, ERR_NUMBER, value.p, "12", NULL);
        return true;
    case OPTION_PERIOD:
        return period_parse(value, &p) || err_set(err, ERR_PERIOD, value.p, NULL);
    case OPTION_DATE:
        return date_parse(value, &d) || err_set(err, ERR_DATE, value.p, NULL);
    case OPTION_REGION:
        return region_parse(value, &r, err);
    default:
        return value.n || err_set(err, ERR_EMPTY, NULL);
    }
}

/* ---- options -------------------------------------------------------------------------------- */

static bool unknown_option(const struct command *c, struct str name, struct err *err)
{
    const struct option *o;
    struct nearest near = {.word = name};
    char given[ERR_ARG_MAX], best[ERR_FIELD_MAX];
    for (int i = 0; (o = command_option(c, i)); i++)
        nearest_offer(&near, o->name);
    snprintf(given, sizeof given, "--%.*s", STR_ARG(name));
    if (!near.best)
        return err_set(err, ERR_OPTION_UNKNOWN, given, c ? c->name : "...", NULL);
    snprintf(best, sizeof best, "--%s", near.best);
    return err_set(err, ERR_OPTION_MEANT, given, best, NULL);
}

/* Stores one option at argv[*i]; *i moves over a value that stands apart. */
static bool take_option(struct cli *cli, int argc, char **argv, int *i, struct err *err)
{
    const struct option *o = NULL;
    const char *word = argv[*i];
    bool is_long = word[1] == '-';
    struct str rest = str_of(word + 2), name;
    int at = 0;
    if (is_long) {
        str_split(&rest, '=', &name);
        for (; (o = command_option(cli->command, at)); at++)
            if (str_is(name, o->name))
                break;
        if (!o)
            return unknown_option(cli->command, name, err);
    } else {
        for (; (o = command_option(cli->command, at)); at++)
            if (o->letter && o->letter == word[1] && !word[2])
                break;
        if (!o)
            return err_set(err, ERR_OPTION_UNKNOWN, word, cli->command ? cli->command->name : "...",
                           NULL);
        rest = STR_NONE;
    }
    char shown[ERR_FIELD_MAX];
    snprintf(shown, sizeof shown, "--%s", o->name);
    if (cli->given[at].p)
        return err_set(err, ERR_OPTION_TWICE, shown, NULL);
    if (o->kind == OPTION_FLAG) {
        if (rest.p)
            return err_set(err, ERR_OPTION_FLAG, shown, NULL);
        cli->given[at] = STR("yes");
        return true;
    }
    if (!rest.p) {
        if (*i + 1 >= argc)
            return err_set(err, ERR_OPTION_VALUE, shown, o->meta, NULL);
        rest = str_of(argv[++*i]);
    }
    cli->given[at] = rest;
    if (!check_value(o, rest, err)) {
        err_at(err, STR_NONE, 0, 0, shown);
        return false;
    }
    return true;
}

/* ---- the command ---------------------------------------------------------------------------- */

static bool unknown_command(struct str name, struct err *err)
{
    struct nearest near = {.word = name};
    char given[ERR_ARG_MAX];
    snprintf(given, sizeof given, "%.*s", STR_ARG(name));
    for (int i = 0; i < COMMANDS_N; i++)
        nearest_offer(&near, COMMANDS[i].name);
    if (near.best)
        return err_set(err, ERR_COMMAND_MEANT, given, near.best, NULL);
    return err_set(err, ERR_COMMAND_UNKNOWN, given, NULL);
}

/* --lang zh, --format csv, --db FILE: options that may stand before the command. *skip tells
 * whether the next word is their value. */
static bool option_before_command(struct str word, int *skip, struct err *err)
{
    struct str rest = {word.p + 2, word.n - 2}, name;
    *skip = 0;
    if (word.p[1] != '-')
        return true;
    str_split(&rest, '=', &name);
    bool known = str_is(name, "db"), value = known;
    for (int i = 0; i < GLOBAL_OPTIONS_N && !known; i++) {
        known = str_is(name, GLOBAL_OPTIONS[i].name);
        value = known && GLOBAL_OPTIONS[i].meta;
    }
    *skip = value && !rest.p;
    return known || unknown_option(NULL, name, err);
}

/* The first words that are no options name the command: "version", "region find". Options that
 * every command takes may stand before and between them. Places of the words go to at[]. */
static bool find_command(struct cli *cli, int argc, char **argv, int at[2], struct err *err)
{
    int n = 0;
    for (int i = 1; i < argc; i++) {
        struct str word = str_of(argv[i]);
        if (word.n > 1 && word.p[0] == '-') {
            if (str_is(word, "--"))
                break;
            int skip;
            if (n == 0 && !option_before_command(word, &skip, err))
                return false;
            i += n == 0 ? skip : 0;
            continue;
        }
        struct str name = n ? arena_printf(cli->arena, "%s %s", cli->command->name, argv[i]) : word;
        if (!name.p)
            return err_set(err, ERR_MEMORY, NULL);
        const struct command *c = command_find(name);
        if (!c)
            return unknown_command(name, err);
        cli->command = c;
        at[n++] = i;
        if (c->run)
            break;
    }
    return true;
}

/* ---- arguments ------------------------------------------------------------------------------ */

static bool take_argument(struct cli *cli, struct str word, struct err *err)
{
    const struct command *c = cli->command;
    int n = cli->n_arguments;
    bool many = c->n_arguments && c->arguments[c->n_arguments - 1].need == MANY;
    if (n >= CLI_ARGUMENTS_MAX || (n >= c->n_arguments && !many))
        return err_set(err, ERR_ARGUMENT_EXTRA, word.p, c->name, NULL);
    const struct option *o = &c->arguments[n < c->n_arguments ? n : c->n_arguments - 1];
    cli->arguments[cli->n_arguments++] = word;
    return check_value(o, word, err) || err_at(err, STR_NONE, 0, 0, o->meta);
}

static bool check_complete(const struct cli *cli, struct err *err)
{
    const struct command *c = cli->command;
    const struct option *o;
    char shown[ERR_FIELD_MAX];
    for (int i = 0; i < c->n_arguments; i++)
        if (c->arguments[i].need != OPTIONAL && i >= cli->n_arguments)
            return err_set(err, ERR_ARGUMENT_MISSING, c->arguments[i].meta, c->name, NULL);
    for (int i = 0; (o = command_option(c, i)); i++) {
        snprintf(shown, sizeof shown, "--%s %s", o->name, o->meta ? o->meta : "");
        if (o->need == REQUIRED && !cli->given[i].p)
            return err_set(err, ERR_ARGUMENT_MISSING, shown, c->name, NULL);
    }
    return true;
}

static void take_global(struct cli *cli)
{
    struct str format = cli_option(cli, "format");
    cli->help = cli_flag(cli, "help");
    cli->quiet = cli->quiet || cli_flag(cli, "quiet");
    if (str_is(format, "csv"))
        cli->format = FORMAT_CSV;
    else if (str_is(format, "json"))
        cli->format = FORMAT_JSON;
}

bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err)
{
    int at[2] = {0, 0};
    bool plain = false; /* behind "--" nothing is an option */
    if (!find_command(cli, argc, argv, at, err))
        return false;
    for (int i = 1; i < argc; i++) {
        struct str word = str_of(argv[i]);
        if (i == at[0] || i == at[1])
            continue;
        if (!plain && str_is(word, "--")) {
            plain = true;
        } else if (!plain && word.n > 1 && word.p[0] == '-') {
            if (!take_option(cli, argc, argv, &i, err))
                return false;
        } else if (!cli->command) {
            return unknown_command(word, err);
        } else if (!cli->command->run) {
            return unknown_command(arena_printf(cli->arena, "%s %s", cli->command->name, argv[i]),
                                   err);
        } else if (!take_argument(cli, word, err)) {
            return false;
        }
    }
    take_global(cli);
    return cli->help || !cli->command || !cli->command->run || check_complete(cli, err);
}
