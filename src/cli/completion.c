/* Completion for bash and zsh, from the table of commands.
 *
 * Both scripts are static: they hold every word and never start the program. */
#include "cli/cli.h"

/* ---- bash ----------------------------------------------------------------------------------- */

/* The first words: of plain commands, or of the headings of several. */
static void first_words(struct out *out)
{
    const char *gap = "";
    for (int i = 0; i < COMMANDS_N; i++)
        if (!strchr(COMMANDS[i].name, ' ')) {
            out_printf(out, "%s%s", gap, COMMANDS[i].name);
            gap = " ";
        }
}

/* A case pattern of all words that head others. */
static void headings(struct out *out)
{
    out_addz(out, "-");
    for (int i = 0; i < COMMANDS_N; i++)
        if (!COMMANDS[i].run)
            out_printf(out, "|%s", COMMANDS[i].name);
}

static void second_words(struct out *out, const struct command *heading)
{
    const char *gap = "";
    for (int i = 0; i < COMMANDS_N; i++)
        if (command_is_below(&COMMANDS[i], heading)) {
            out_printf(out, "%s%s", gap, COMMANDS[i].name + strlen(heading->name) + 1);
            gap = " ";
        }
}

static void choice_words(struct out *out, const char *choices)
{
    struct str rest = str_of(choices), one;
    const char *gap = "";
    while (str_split(&rest, '|', &one)) {
        out_printf(out, "%s%.*s", gap, STR_ARG(one));
        gap = " ";
    }
}

static bool takes_files(const struct option *o)
{
    return o->kind == OPTION_PATH || o->kind == OPTION_FILE || o->kind == OPTION_FOLDER;
}

/* What may follow: the case of one command, its options' values and its arguments. */
static void bash_command(struct out *out, const struct command *c)
{
    const struct option *o;
    out_printf(out, "    '%s')\n        case $before in\n", c->name);
    for (int i = 0; (o = command_option(c, i)); i++) {
        if (!o->meta && o->kind != OPTION_CHOICE)
            continue;
        out_printf(out, "        --%s) ", o->name);
        if (o->kind == OPTION_CHOICE) {
            out_addz(out, "words='");
            choice_words(out, o->choices);
            out_addz(out, "'");
        } else {
            out_addz(out, o->kind == OPTION_FOLDER ? "files=-d"
                          : takes_files(o)         ? "files=-f"
                                                   : "words=''");
        }
        out_addz(out, ";;\n");
    }
    out_addz(out, "        *) words='");
    for (int i = 0; (o = command_option(c, i)); i++)
        out_printf(out, "%s--%s", i ? " " : "", o->name);
    for (int i = 0; i < c->n_arguments; i++)
        if (c->arguments[i].kind == OPTION_CHOICE) {
            out_addz(out, " ");
            choice_words(out, c->arguments[i].choices);
        }
    out_addz(out, "'");
    for (int i = 0; i < c->n_arguments; i++)
        if (takes_files(&c->arguments[i])) {
            out_addz(out, "; [[ $word == -* ]] || files=-f");
            break;
        }
    out_addz(out, ";;\n        esac;;\n");
}

void completion_bash(struct cli *cli)
{
    struct out *out = &cli->out;
    out_addz(out, "# bash completion of taizhang: eval \"$(taizhang completion bash)\"\n"
                  "_taizhang() {\n"
                  "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
                  "    local command=${COMP_WORDS[1]} words='' files='' at=2\n"
                  "    case $command in\n    ");
    headings(out);
    out_addz(out, ") (( COMP_CWORD > 2 )) && command+=\" ${COMP_WORDS[2]}\";;\n    esac\n"
                  "    (( COMP_CWORD < at )) && command=''\n"
                  "    case $command in\n    '') words='");
    first_words(out);
    out_addz(out, "';;\n");
    for (int i = 0; i < COMMANDS_N; i++) {
        if (COMMANDS[i].run) {
            bash_command(out, &COMMANDS[i]);
            continue;
        }
        out_printf(out, "    '%s') words='", COMMANDS[i].name);
        second_words(out, &COMMANDS[i]);
        out_addz(out, "';;\n");
    }
    out_addz(out, "    esac\n"
                  "    COMPREPLY=($(compgen -W \"$words\" ${files:+$files} -- \"$word\"))\n"
                  "}\n"
                  "complete -o filenames -F _taizhang taizhang\n");
}

/* ---- zsh ------------------------------------------------------------------------------------ */

/* Inside '...' of an _arguments or _values specification. */
static void zsh_text(struct out *out, const char *z)
{
    for (; *z; z++) {
        if (*z == '\'')
            out_addz(out, "'\\''");
        else if (strchr("[]:\\", *z))
            out_printf(out, "\\%c", *z);
        else
            out_add(out, (struct str){z, 1});
    }
}

static void zsh_action(struct out *out, const struct option *o)
{
    out_printf(out, ":%s:", o->meta ? o->meta : "");
    if (o->kind == OPTION_CHOICE) {
        out_addz(out, "(");
        choice_words(out, o->choices);
        out_addz(out, ")");
    } else if (o->kind == OPTION_FOLDER) {
        out_addz(out, "_files -/");
    } else if (takes_files(o)) {
        out_addz(out, "_files");
    }
}

static void zsh_command(struct cli *cli, const struct command *c)
{
    struct out *out = &cli->out;
    const struct option *o;
    out_printf(out, "    '%s') _arguments", c->name);
    for (int i = 0; (o = command_option(c, i)); i++) {
        out_printf(out, " \\\n        '--%s[", o->name);
        zsh_text(out, cli_text(cli, o->zh, o->en));
        out_addz(out, "]");
        if (o->kind != OPTION_FLAG)
            zsh_action(out, o);
        out_addz(out, "'");
    }
    for (int i = 0; i < c->n_arguments; i++) {
        out_addz(out, c->arguments[i].need == MANY ? " \\\n        '*" : " \\\n        '");
        zsh_action(out, &c->arguments[i]);
        out_addz(out, "'");
    }
    out_addz(out, ";;\n");
}

/* A list of words with their meaning for _describe. */
static void zsh_words(struct cli *cli, const struct command *heading)
{
    struct out *out = &cli->out;
    out_addz(out, "list=(");
    for (int i = 0; i < COMMANDS_N; i++) {
        const struct command *c = &COMMANDS[i];
        if (heading ? !command_is_below(c, heading) : strchr(c->name, ' ') != NULL)
            continue;
        out_printf(out, "\n        '%s:", heading ? c->name + strlen(heading->name) + 1 : c->name);
        zsh_text(out, cli_text(cli, c->zh, c->en));
        out_addz(out, "'");
    }
    out_addz(out, "); _describe command list;;\n");
}

void completion_zsh(struct cli *cli)
{
    struct out *out = &cli->out;
    out_addz(out, "#compdef taizhang\n"
                  "_taizhang() {\n"
                  "    local -a list\n"
                  "    local command=${words[2]}\n");
    out_addz(out, "    if (( CURRENT == 2 )); then command=''; fi\n"
                  "    case $command in\n    ");
    headings(out);
    out_addz(out, ") if (( CURRENT > 3 )); then command+=\" ${words[3]}\"; shift words; "
                  "(( CURRENT-- )); fi;;\n    esac\n"
                  "    shift words; (( CURRENT-- ))\n"
                  "    case $command in\n    '') ");
    zsh_words(cli, NULL);
    for (int i = 0; i < COMMANDS_N; i++) {
        if (COMMANDS[i].run) {
            zsh_command(cli, &COMMANDS[i]);
        } else {
            out_printf(out, "    '%s') ", COMMANDS[i].name);
            zsh_words(cli, &COMMANDS[i]);
        }
    }
    out_addz(out, "    esac\n}\ncompdef _taizhang taizhang\n");
}
