#include "cli/cli.h"

int run_help(struct cli *cli)
{
    struct str name = cli_argument(cli, 0);
    if (cli_flag(cli, "man")) {
        help_man(cli);
    } else if (cli_flag(cli, "markdown")) {
        help_markdown(cli);
    } else if (!name.p) {
        help_general(cli);
    } else {
        struct err err = {0};
        if (cli_argument(cli, 1).p)
            name = arena_printf(cli->arena, "%s %s", name.p, cli_argument(cli, 1).p);
        const struct command *c = name.p ? command_find(name) : NULL;
        if (!c) {
            struct nearest near = {.word = name};
            for (int i = 0; i < COMMANDS_N; i++)
                nearest_offer(&near, COMMANDS[i].name);
            err_set(&err, near.best ? ERR_COMMAND_MEANT : ERR_COMMAND_UNKNOWN, name.p, near.best,
                    NULL);
            return cli_fail(cli, &err);
        }
        help_command(cli, c);
    }
    return EXIT_GOOD;
}
