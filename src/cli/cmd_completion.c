#include "cli/cli.h"

int run_completion(struct cli *cli)
{
    if (str_is(cli_argument(cli, 0), "zsh"))
        completion_zsh(cli);
    else
        completion_bash(cli);
    return EXIT_GOOD;
}
