#include "domain/standard_parts.h"

struct standard *standard_load(const struct standard_source *src, struct arena *a,
                               struct err_list *errs)
{
    size_t before = errs->total;
    struct loader l = {.a = a, .errs = errs, .s = ARENA_NEW(a, struct standard)};
    if (!l.s) {
        no_memory(&l);
        return NULL;
    }
    load_tables(&l, src);
    /* What follows relies on the tables that are always there; with one unread, every reference to
     * it would look wrong and hide the one thing to mend. */
    if (l.memory || l.unread || !l.t[STANDARD_TABLE_standard] || !l.t[STANDARD_TABLE_sections] ||
        !l.t[STANDARD_TABLE_scoring])
        return NULL;
    static void (*const STEPS[])(struct loader *) = {
        load_identity, load_text,  load_indicators, load_rules,
        load_items,    load_nodes, load_bands,      load_subject_lists};
    for (size_t i = 0; i < ARRAY_LEN(STEPS) && !l.memory; i++)
        STEPS[i](&l);
    if (!l.memory && errs->total == before)
        order_nodes(&l);
    return errs->total == before ? l.s : NULL;
}
