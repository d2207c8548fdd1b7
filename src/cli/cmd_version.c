#include "cli/cli.h"

int run_version(struct cli *cli)
{
    out_printf(&cli->out, "taizhang %s\n", TZ_VERSION);
    return EXIT_GOOD;
}
