#include "cli/cli.h"
#include "media/helper.h"

int main(int argc, char **argv)
{
    if (media_is_helper(argc, argv))
        return media_helper_main();
    return cli_main(argc, argv);
}
