#include "domain/standard_parts.h"

#define TABLE(name, required, zh, en)
#define COLUMN(table, name, kind, must, key, choices, width, zh, en)                               \
    [COL_##table##_##name] = {#name, COLUMN_##kind, must, key, choices, width, {zh, en}},
const struct standard_column STANDARD_COLUMNS[COL_COUNT] = {
#include "domain/standard_columns.def"
};
#undef TABLE
#undef COLUMN

#define TABLE(name, required, zh, en)                                                              \
    {#name, required, {zh, en}, STANDARD_COLUMNS + FIRST_##name, 0},
#define COLUMN(table, name, kind, must, key, choices, width, zh, en)
static const struct standard_table_spec SPECS[STANDARD_TABLES] = {
#include "domain/standard_columns.def"
};
#undef TABLE
#undef COLUMN

struct standard_table_spec standard_table_spec(enum standard_table_id id)
{
    struct standard_table_spec s = SPECS[id];
    const struct standard_column *end =
        id + 1 < STANDARD_TABLES ? SPECS[id + 1].columns : STANDARD_COLUMNS + COL_COUNT;
    s.n_columns = (int)(end - s.columns);
    return s;
}

int standard_table_id(struct str name)
{
    for (int i = 0; i < STANDARD_TABLES; i++)
        if (str_is(name, SPECS[i].name))
            return i;
    return -1;
}

int choice_of(const char *choices, struct str word)
{
    struct str rest = str_of(choices), one;
    for (int i = 0; str_split(&rest, ';', &one); i++)
        if (str_eq(one, word))
            return i;
    return -1;
}

int rule_of(struct str word)
{
    for (int i = 0; i < RULE_KINDS; i++)
        if (str_is(word, rule_word((enum rule_kind)i)))
            return i;
    return -1;
}

int item_method_of(struct str word)
{
    for (int i = 0; i < ITEM_METHODS; i++)
        if (str_is(word, item_word((enum item_method)i)))
            return i;
    return -1;
}

int node_method_of(struct str word)
{
    for (int i = 0; i < NODE_METHODS; i++)
        if (str_is(word, node_word((enum node_method)i)))
            return i;
    return -1;
}
