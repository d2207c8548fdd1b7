/* The command line: arguments, one a line. They are taken apart or refused with an error; help in
 * the table's words is there for whatever command was named. */
#include "fuzz.h"

#include "cli/cli.h"

enum { WORDS_MAX = 70 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    struct err err = {0};
    char *words[WORDS_MAX + 1] = {"taizhang"};
    int count = 1;
    struct str rest = fuzz_str(data, n), word;
    if (n > 8192)
        return 0;
    arena_init(&a, 0);
    while (count < WORDS_MAX && rest.p && str_split(&rest, '\n', &word)) {
        char *z = arena_alloc(&a, word.n + 1);
        FUZZ_CHECK(z);
        if (word.n)
            memcpy(z, word.p, word.n);
        words[count++] = z; /* ends at its first zero byte, as arguments do */
    }
    struct cli cli = {.arena = &a, .lang = cli_language(count, words)};
    bool ok = cli_parse(&cli, count, words, &err);
    FUZZ_CHECK(ok == (err.code == ERR_OK));
    FUZZ_CHECK(cli.n_arguments <= CLI_ARGUMENTS_MAX);
    arena_release(&a);
    return 0;
}
