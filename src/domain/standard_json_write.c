/* The table of paths and values back into standard.json. */
#include "base/json.h"
#include "domain/standard_parts.h"

struct writer {
    struct buf *out;
    bool list[PATH_DEPTH + 2]; /* the open levels */
    int depth;
    bool first; /* nothing was written inside the innermost level */
};

static void new_line(struct writer *w)
{
    buf_printf(w->out, "\n%*s", 2 * w->depth, "");
}

static void put_key(struct writer *w, struct str segment)
{
    if (!w->first)
        buf_addc(w->out, ',');
    new_line(w);
    w->first = false;
    if (w->list[w->depth])
        return;
    struct json j;
    json_begin(&j, w->out);
    json_str(&j, segment);
    buf_addz(w->out, ": ");
}

static void close_to(struct writer *w, int depth)
{
    while (w->depth > depth) {
        bool list = w->list[w->depth];
        w->depth--;
        new_line(w);
        buf_addc(w->out, list ? ']' : '}');
        w->first = false;
    }
}

static int split_path(struct str path, struct str *segments)
{
    int n = 0;
    while (n < PATH_DEPTH && str_split(&path, '.', &segments[n]))
        n++;
    return n;
}

static void put_leaf(struct writer *w, struct str path, struct str value)
{
    int64_t whole;
    int leaf = leaf_of(path);
    if (leaf >= 0 && LEAVES[leaf].type != LEAF_TEXT && str_to_i64(value, &whole)) {
        buf_printf(w->out, "%lld", (long long)whole);
        return;
    }
    struct json j;
    json_begin(&j, w->out);
    json_str(&j, value);
}

bool standard_json_write(struct arena *a, const struct standard_table *t, struct buf *out)
{
    struct standard_table sorted;
    if (!standard_table_canonical(a, t, &sorted))
        return false;
    struct writer w = {.out = out, .depth = 1, .first = true};
    struct str open[PATH_DEPTH], now[PATH_DEPTH];
    int n_open = 0;
    buf_addc(out, '{');
    for (int i = 1; i < sorted.n_rows; i++) {
        struct str path = sorted.rows[i].cells[0];
        int n = split_path(path, now), same = 0;
        while (same < n_open && same < n - 1 && str_eq(open[same], now[same]))
            same++;
        close_to(&w, same + 1);
        for (int k = same; k < n - 1; k++) {
            put_key(&w, now[k]);
            w.depth++;
            w.list[w.depth] = path_is_index(now[k + 1]);
            buf_addc(out, w.list[w.depth] ? '[' : '{');
            w.first = true;
            open[k] = now[k];
        }
        n_open = n - 1;
        put_key(&w, now[n - 1]);
        put_leaf(&w, path, sorted.rows[i].cells[1]);
    }
    close_to(&w, 0);
    buf_addz(out, "\n");
    return !buf_failed(out);
}
