/* The program: what was asked, done, and its exit code. */
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/command.h"

#define CLI_MEMORY_MAX ((size_t)2 << 30)

static int hint(const struct cli *cli, const struct err *err)
{
    (void)cli_fail(cli, err);
    if (cli->command)
        fprintf(stderr, cli_text(cli, "用法见：taizhang help %s\n", "See: taizhang help %s\n"),
                cli->command->name);
    else
        fputs(cli_text(cli, "用法见：taizhang help\n", "See: taizhang help\n"), stderr);
    return err->code == ERR_MEMORY ? err_exit(ERR_MEMORY) : EXIT_USAGE;
}

static int run(struct cli *cli, int argc, char **argv)
{
    struct err err = {0};
    if (!cli_parse(cli, argc, argv, &err))
        return hint(cli, &err);
    if (cli_flag(cli, "version"))
        return run_version(cli);
    if (!cli->command && cli->help) {
        help_general(cli);
        return EXIT_GOOD;
    }
    if (cli->help) {
        help_command(cli, cli->command);
        return EXIT_GOOD;
    }
    if (!cli->command || !cli->command->run) {
        struct str name = arena_printf(cli->arena, "taizhang%s%s", cli->command ? " " : "",
                                       cli->command ? cli->command->name : "");
        err_set(&err, ERR_COMMAND_MISSING, name.p, NULL);
        return hint(cli, &err);
    }
    return cli->command->run(cli);
}

int cli_main(int argc, char **argv)
{
    struct arena arena;
    struct err err = {0};
    /* Writing to a pipe that nobody reads is an error like others, told by its exit code. */
    signal(SIGPIPE, SIG_IGN);
    if (!out_guard_descriptors())
        return err_exit(ERR_IO);
    struct cli cli = {
        .arena = &arena, .lang = cli_language(argc, argv), .quiet = !isatty(STDERR_FILENO)};
    arena_init(&arena, CLI_MEMORY_MAX);
    out_init(&cli.out, STDOUT_FILENO);
    int code = run(&cli, argc, argv);
    if (!out_finish(&cli.out, &err))
        code = cli_fail(&cli, &err);
    arena_release(&arena);
    return code;
}
