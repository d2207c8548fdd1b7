#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- what was asked ------------------------------------------------------------------------- */

struct str cli_option(const struct cli *cli, const char *name)
{
    const struct option *o;
    for (int i = 0; (o = command_option(cli->command, i)); i++)
        if (strcmp(o->name, name) == 0)
            return cli->given[i];
    fprintf(stderr, "taizhang: no option --%s in the table\n", name);
    abort();
}

int64_t cli_count(const struct cli *cli, const char *name, int64_t otherwise)
{
    int64_t v;
    return str_to_i64(cli_option(cli, name), &v) ? v : otherwise;
}

period cli_period(const struct cli *cli, const char *name)
{
    period p;
    return period_parse(cli_option(cli, name), &p) ? p : 0;
}

region_code cli_region(const struct cli *cli, const char *name)
{
    region_code r;
    return region_parse(cli_option(cli, name), &r, NULL) ? r : 0;
}

bool cli_date(const struct cli *cli, const char *name, struct date *out)
{
    return date_parse(cli_option(cli, name), out);
}

struct str cli_argument(const struct cli *cli, int i)
{
    return i < cli->n_arguments ? cli->arguments[i] : STR_NONE;
}

/* ---- what is said --------------------------------------------------------------------------- */

void cli_note(const struct cli *cli, const char *format, ...)
{
    va_list ap;
    if (cli->quiet)
        return;
    va_start(ap, format);
    vfprintf(stderr, format, ap);
    va_end(ap);
    fputc('\n', stderr);
}

static void say(const struct cli *cli, const struct err *err)
{
    struct buf line;
    struct out to;
    buf_init(&line, 0);
    err_line(err, cli->lang, &line);
    out_init(&to, STDERR_FILENO);
    out_addz(&to, "taizhang: ");
    out_shown(&to, buf_str(&line));
    out_addz(&to, "\n");
    out_flush(&to);
    buf_release(&to.waiting);
    buf_release(&line);
}

int cli_fail(const struct cli *cli, const struct err *err)
{
    say(cli, err);
    return err_exit(err->code);
}

void cli_problems(const struct cli *cli, const struct err_list *problems)
{
    for (size_t i = 0; i < problems->items.n; i++)
        say(cli, &problems->items.at[i]);
    if (problems->total > problems->items.n)
        fprintf(stderr,
                cli_text(cli, "taizhang: 另有 %zu 处问题未列出\n",
                         "taizhang: %zu more problems are not listed\n"),
                problems->total - problems->items.n);
}

int cli_list(struct cli *cli, const struct listing *l)
{
    struct err err = {0};
    if (!listing_write(l, cli->format, cli->lang, &cli->out, &err))
        return cli_fail(cli, &err);
    return EXIT_GOOD;
}
