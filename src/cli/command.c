#include "cli/command.h"

static const struct option DATABASE = {
    .name = "db",
    .meta = "DATABASE",
    .kind = OPTION_TEXT,
    .zh = "数据库：sqlite:路径 或 postgresql：连接串；缺省取环境变量 TAIZHANG_DB，"
          "再缺省为 sqlite:./data/taizhang.db",
    .en = "the database: sqlite:PATH or postgresql:CONNECTION; default: the environment's "
          "TAIZHANG_DB, else sqlite:./data/taizhang.db",
};

const struct option *command_option(const struct command *c, int i)
{
    if (c) {
        if (i < c->n_options)
            return &c->options[i];
        i -= c->n_options;
        if (c->database == DATABASE_YES && i-- == 0)
            return &DATABASE;
    }
    return i < GLOBAL_OPTIONS_N ? &GLOBAL_OPTIONS[i] : NULL;
}

const struct command *command_find(struct str name)
{
    for (int i = 0; i < COMMANDS_N; i++)
        if (str_is(name, COMMANDS[i].name))
            return &COMMANDS[i];
    return NULL;
}

bool command_is_below(const struct command *c, const struct command *heading)
{
    size_t n = strlen(heading->name);
    return strncmp(c->name, heading->name, n) == 0 && c->name[n] == ' ';
}

enum { WORD_MAX = 40 };

static int least(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

/* Damerau-Levenshtein distance, neighbours swapped counting one. */
static int distance(struct str a, struct str b)
{
    int d[WORD_MAX + 1][WORD_MAX + 1];
    if (a.n > WORD_MAX || b.n > WORD_MAX)
        return WORD_MAX;
    for (size_t i = 0; i <= a.n; i++)
        d[i][0] = (int)i;
    for (size_t j = 0; j <= b.n; j++)
        d[0][j] = (int)j;
    for (size_t i = 1; i <= a.n; i++)
        for (size_t j = 1; j <= b.n; j++) {
            int differs = a.p[i - 1] != b.p[j - 1];
            d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + differs);
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1] &&
                d[i - 2][j - 2] + 1 < d[i][j])
                d[i][j] = d[i - 2][j - 2] + 1;
        }
    return d[a.n][b.n];
}

void nearest_offer(struct nearest *n, const char *candidate)
{
    struct str c = str_of(candidate);
    int at = distance(n->word, c);
    /* A beginning of the word counts as a slip too: --stand for --standard. */
    if (n->word.n >= 2 && str_starts(c, n->word))
        at = 1;
    int allowed = n->word.n < 4 ? 1 : n->word.n < 8 ? 2 : 3;
    if (at <= allowed && (!n->best || at < n->distance)) {
        n->best = candidate;
        n->distance = at;
    }
}
