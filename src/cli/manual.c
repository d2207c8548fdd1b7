/* The man page (troff) and the reference of docs/cli.md (Markdown), from the table of commands. */
#include "cli/cli.h"

/* ---- troff ---------------------------------------------------------------------------------- */

/* Text with what troff would take for its own made harmless. */
static void troff(struct out *out, struct str s, bool line_start)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (line_start && (c == '.' || c == '\''))
            out_addz(out, "\\&");
        line_start = false;
        if (c == '\\')
            out_addz(out, "\\e");
        else if (c == '-')
            out_addz(out, "\\-");
        else
            out_add(out, (struct str){&s.p[i], 1});
    }
}

static void troff_line(struct out *out, const char *z)
{
    troff(out, str_of(z), true);
    out_addz(out, "\n");
}

static void troff_entry(struct cli *cli, struct str left, const char *right)
{
    out_addz(&cli->out, ".TP\n.B ");
    troff(&cli->out, left, false);
    out_addz(&cli->out, "\n");
    troff_line(&cli->out, right);
}

static struct str option_form(const struct cli *cli, const struct option *o)
{
    const char *value = o->kind == OPTION_CHOICE ? o->choices : o->meta;
    struct str letter = o->letter ? arena_printf(cli->arena, "-%c, ", o->letter) : STR_NONE;
    return arena_printf(cli->arena, "%.*s--%s%s%s", STR_ARG(letter), o->name, value ? " " : "",
                        value ? value : "");
}

static void man_command(struct cli *cli, const struct command *c)
{
    struct out *out = &cli->out;
    out_printf(out, ".SS \"taizhang %s", c->name);
    for (int i = 0; i < c->n_arguments; i++) {
        out_addz(out, " ");
        out_add(out, help_usage(cli->arena, &c->arguments[i], true));
    }
    out_addz(out, "\"\n");
    troff_line(out, cli_text(cli, c->zh, c->en));
    if (c->more_en) {
        out_addz(out, ".PP\n");
        troff_line(out, cli_text(cli, c->more_zh, c->more_en));
    }
    for (int i = 0; i < c->n_arguments; i++)
        troff_entry(cli, str_of(c->arguments[i].meta),
                    cli_text(cli, c->arguments[i].zh, c->arguments[i].en));
    for (int i = 0; i < c->n_options; i++)
        troff_entry(cli, option_form(cli, &c->options[i]),
                    cli_text(cli, c->options[i].zh, c->options[i].en));
    if (c->database == DATABASE_YES) {
        const struct option *db = command_option(c, c->n_options);
        troff_entry(cli, option_form(cli, db), cli_text(cli, db->zh, db->en));
    }
    if (c->example) {
        out_addz(out, ".PP\n.RS\n.nf\n");
        troff_line(out, c->example);
        out_addz(out, ".fi\n.RE\n");
    }
}

void help_man(struct cli *cli)
{
    struct out *out = &cli->out;
    out_printf(out, ".TH TAIZHANG 1 \"\" \"taizhang %s\" \"%s\"\n", TZ_VERSION,
               cli_text(cli, "台账", "Taizhang"));
    out_printf(out, ".SH %s\n", cli_text(cli, "名称", "NAME"));
    troff_line(out, cli_text(cli, "taizhang - 按已发布的标准评分、排名并说明由来",
                             "taizhang - score and rank regions by a published standard"));
    out_printf(out, ".SH %s\n.B taizhang\n", cli_text(cli, "用法", "SYNOPSIS"));
    troff_line(out, cli_text(cli, "命令 [选项...] [参数...]", "COMMAND [OPTION...] [ARGUMENT...]"));
    out_printf(out, ".SH %s\n", cli_text(cli, "说明", "DESCRIPTION"));
    troff_line(out, cli_text(cli, "结果写到标准输出，问题和进度写到标准错误。",
                             "Results go to standard output, problems and progress to standard "
                             "error."));
    out_printf(out, ".SH %s\n", cli_text(cli, "命令", "COMMANDS"));
    for (int i = 0; i < COMMANDS_N; i++)
        if (COMMANDS[i].run)
            man_command(cli, &COMMANDS[i]);
    out_printf(out, ".SH %s\n", cli_text(cli, "通用选项", "OPTIONS OF EVERY COMMAND"));
    for (int i = 0; i < GLOBAL_OPTIONS_N; i++)
        troff_entry(cli, option_form(cli, &GLOBAL_OPTIONS[i]),
                    cli_text(cli, GLOBAL_OPTIONS[i].zh, GLOBAL_OPTIONS[i].en));
    out_printf(out, ".SH %s\n", cli_text(cli, "退出码", "EXIT STATUS"));
    for (int i = 0; i < EXIT_CODES_N; i++)
        troff_entry(cli, arena_printf(cli->arena, "%d", EXIT_CODES[i].code),
                    cli_text(cli, EXIT_CODES[i].zh, EXIT_CODES[i].en));
    out_printf(out, ".SH %s\n", cli_text(cli, "环境变量", "ENVIRONMENT"));
    troff_entry(cli, STR("LC_ALL, LC_MESSAGES, LANG"),
                cli_text(cli, "第一个非空的值以 zh 开头时使用中文，否则使用英文。",
                         "The first that is not empty chooses the language: Chinese when it "
                         "begins with zh, else English."));
    troff_entry(
        cli, STR("TAIZHANG_DB"),
        cli_text(cli, "未给出 --db 时使用的数据库。", "The database when --db is not given."));
}

/* ---- Markdown ------------------------------------------------------------------------------- */

static void markdown_options(struct cli *cli, const struct command *c, const struct option *list,
                             int n)
{
    struct out *out = &cli->out;
    for (int i = 0; i < n; i++) {
        const struct option *o = &list[i];
        bool argument = c && list == c->arguments;
        struct str form = argument ? str_of(o->meta) : option_form(cli, o);
        out_printf(out, "- `%.*s`%s: %s\n", STR_ARG(form),
                   o->need == OPTIONAL ? "" : cli_text(cli, "（必填）", " (required)"),
                   cli_text(cli, o->zh, o->en));
    }
}

void help_markdown(struct cli *cli)
{
    struct out *out = &cli->out;
    for (int i = 0; i < COMMANDS_N; i++) {
        const struct command *c = &COMMANDS[i];
        if (!c->run)
            continue;
        out_printf(out, "### taizhang %s\n\n%s\n", c->name, cli_text(cli, c->zh, c->en));
        if (c->more_en)
            out_printf(out, "\n%s\n", cli_text(cli, c->more_zh, c->more_en));
        if (c->n_arguments + c->n_options || c->database == DATABASE_YES)
            out_addz(out, "\n");
        markdown_options(cli, c, c->arguments, c->n_arguments);
        markdown_options(cli, c, c->options, c->n_options);
        if (c->database == DATABASE_YES)
            markdown_options(cli, NULL, command_option(c, c->n_options), 1);
        if (c->example)
            out_printf(out, "\n    %s\n", c->example);
        out_addz(out, "\n");
    }
    out_printf(out, "### %s\n\n", cli_text(cli, "通用选项", "Options of every command"));
    markdown_options(cli, NULL, GLOBAL_OPTIONS, GLOBAL_OPTIONS_N);
    out_printf(out, "\n### %s\n\n", cli_text(cli, "退出码", "Exit codes"));
    for (int i = 0; i < EXIT_CODES_N; i++)
        out_printf(out, "- `%d`: %s\n", EXIT_CODES[i].code,
                   cli_text(cli, EXIT_CODES[i].zh, EXIT_CODES[i].en));
}
