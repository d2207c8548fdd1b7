/* Help on the terminal, from the table of commands. */
#include "cli/cli.h"
#include "cli/flow.h"
#include "cli/width.h"

enum { HELP_COLUMN = 26 };

struct str help_usage(struct arena *arena, const struct option *o, bool argument)
{
    char value[ERR_ARG_MAX] = "";
    size_t n = 0;
    const char *from = o->kind == OPTION_CHOICE ? o->choices : o->meta;
    for (; from && *from && n + 1 < sizeof value; from++)
        value[n++] = *from;
    if (argument && o->need == OPTIONAL)
        return arena_printf(arena, "[%s]", value);
    if (argument)
        return arena_printf(arena, "%s%s", value, o->need == MANY ? "..." : "");
    bool must = o->need == REQUIRED;
    return arena_printf(arena, "%s--%s%s%s%s", must ? "" : "[", o->name, *value ? " " : "", value,
                        must ? "" : "]");
}

static const char *summary(const struct cli *cli, const struct command *c)
{
    return cli_text(cli, c->zh, c->en);
}

/* "  left            right", the right side flowing in its column. */
static void entry(struct cli *cli, struct str left, const char *right)
{
    int width = width_of(left) + 2;
    out_blank(&cli->out, 2);
    out_add(&cli->out, left);
    if (width + 2 > HELP_COLUMN) {
        out_addz(&cli->out, "\n");
        width = 0;
    }
    out_blank(&cli->out, HELP_COLUMN - width);
    flow(&cli->out, right, HELP_COLUMN, HELP_COLUMN);
}

static void option_entry(struct cli *cli, const struct option *o)
{
    const char *value = o->kind == OPTION_CHOICE ? o->choices : o->meta;
    struct str left;
    if (o->letter)
        left = arena_printf(cli->arena, "-%c, --%s%s%s", o->letter, o->name, value ? " " : "",
                            value ? value : "");
    else
        left = arena_printf(cli->arena, "--%s%s%s", o->name, value ? " " : "", value ? value : "");
    entry(cli, left, cli_text(cli, o->zh, o->en));
}

static void usage_line(struct cli *cli, const struct command *c)
{
    struct buf line;
    buf_init(&line, 0);
    buf_printf(&line, "%staizhang %s", cli_text(cli, "用法：", "Usage: "), c->name);
    for (int i = 0; i < c->n_options; i++) {
        buf_addc(&line, ' ');
        buf_adds(&line, help_usage(cli->arena, &c->options[i], false));
    }
    for (int i = 0; i < c->n_arguments; i++) {
        buf_addc(&line, ' ');
        buf_adds(&line, help_usage(cli->arena, &c->arguments[i], true));
    }
    buf_addc(&line, 0);
    if (!buf_failed(&line))
        flow(&cli->out, line.p, 0, 8);
    buf_release(&line);
}

static void heading_help(struct cli *cli, const struct command *heading)
{
    out_printf(&cli->out, "%staizhang %s %s\n\n", cli_text(cli, "用法：", "Usage: "), heading->name,
               cli_text(cli, "命令", "COMMAND"));
    flow(&cli->out, summary(cli, heading), 0, 0);
    out_printf(&cli->out, "\n%s\n", cli_text(cli, "命令：", "Commands:"));
    for (int i = 0; i < COMMANDS_N; i++)
        if (command_is_below(&COMMANDS[i], heading))
            entry(cli, str_of(COMMANDS[i].name), summary(cli, &COMMANDS[i]));
}

void help_command(struct cli *cli, const struct command *c)
{
    const struct option *o;
    if (!c->run) {
        heading_help(cli, c);
        return;
    }
    usage_line(cli, c);
    out_addz(&cli->out, "\n");
    flow(&cli->out, summary(cli, c), 0, 0);
    if (c->more_en) {
        out_addz(&cli->out, "\n");
        flow(&cli->out, cli_text(cli, c->more_zh, c->more_en), 0, 0);
    }
    if (c->n_arguments)
        out_printf(&cli->out, "\n%s\n", cli_text(cli, "参数：", "Arguments:"));
    for (int i = 0; i < c->n_arguments; i++)
        entry(cli, str_of(c->arguments[i].meta),
              cli_text(cli, c->arguments[i].zh, c->arguments[i].en));
    out_printf(&cli->out, "\n%s\n", cli_text(cli, "选项：", "Options:"));
    for (int i = 0; (o = command_option(c, i)); i++)
        option_entry(cli, o);
    if (c->example)
        out_printf(&cli->out, "\n%s\n  %s\n", cli_text(cli, "示例：", "Example:"), c->example);
}

void help_general(struct cli *cli)
{
    out_addz(&cli->out, cli_text(cli, "用法：taizhang 命令 [选项...]\n\n",
                                 "Usage: taizhang COMMAND [OPTION...]\n\n"));
    flow(
        &cli->out,
        cli_text(cli, "台账：按已发布的标准为创建活动评分、排名，并说明每一分的由来。",
                 "Taizhang scores and ranks the regions of a campaign by a published standard, and "
                 "gives the reason of every point."),
        0, 0);
    out_printf(&cli->out, "\n%s\n", cli_text(cli, "命令：", "Commands:"));
    for (int i = 0; i < COMMANDS_N; i++)
        if (COMMANDS[i].run)
            entry(cli, str_of(COMMANDS[i].name), summary(cli, &COMMANDS[i]));
    out_printf(&cli->out, "\n%s\n",
               cli_text(cli, "各命令通用的选项：", "Options of every command:"));
    for (int i = 0; i < GLOBAL_OPTIONS_N; i++)
        option_entry(cli, &GLOBAL_OPTIONS[i]);
    out_printf(&cli->out, "\n%s\n", cli_text(cli, "退出码：", "Exit codes:"));
    for (int i = 0; i < EXIT_CODES_N; i++)
        entry(cli, arena_printf(cli->arena, "%d", EXIT_CODES[i].code),
              cli_text(cli, EXIT_CODES[i].zh, EXIT_CODES[i].en));
    out_addz(&cli->out, cli_text(cli, "\n某个命令的用法：taizhang help 命令\n",
                                 "\nMore about a command: taizhang help COMMAND\n"));
}
