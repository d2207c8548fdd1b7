#include "work/standards.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/standard.h"
#include "work/standard_files.h"

enum { STANDARDS_MAX = 256 };

struct loaded {
    int64_t id;
    struct arena arena;
    const struct standard *standard;
};

struct standards {
    pthread_mutex_t lock;
    struct loaded *at[STANDARDS_MAX];
    int n;
};

bool standards_create(struct standards **out, struct err *err)
{
    struct standards *s = calloc(1, sizeof *s);
    if (!s)
        return err_set(err, ERR_MEMORY, NULL);
    pthread_mutex_init(&s->lock, NULL);
    *out = s;
    return true;
}

static void loaded_free(struct loaded *l)
{
    arena_release(&l->arena);
    free(l);
}

void standards_free(struct standards *s)
{
    if (!s)
        return;
    for (int i = 0; i < s->n; i++)
        loaded_free(s->at[i]);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static const struct standard *find(const struct standards *s, int64_t id)
{
    for (int i = 0; i < s->n; i++)
        if (s->at[i]->id == id)
            return s->at[i]->standard;
    return NULL;
}

/* The stored files were checked when they were imported; when they do not load now, the first
 * problem is told. */
static bool load(struct store_tx *tx, int64_t id, struct loaded *l, struct err *err)
{
    struct standard_file_rows rows = {0};
    if (!store_standard_files(tx, &l->arena, id, &rows, err))
        return false;
    if (rows.n == 0) {
        char text[40];
        snprintf(text, sizeof text, "standard %lld", (long long)id);
        return err_set(err, ERR_NOT_FOUND, text);
    }
    struct standard_file *files = ARENA_ARRAY(&l->arena, rows.n, struct standard_file);
    if (!files)
        return err_set(err, ERR_MEMORY, NULL);
    for (size_t i = 0; i < rows.n; i++)
        files[i] = (struct standard_file){rows.at[i].name, rows.at[i].content};
    struct err_list problems = {.arena = &l->arena};
    l->standard = standard_of_files(&l->arena, files, rows.n, &problems);
    if (l->standard)
        return true;
    if (err && problems.items.n)
        *err = problems.items.at[0];
    else
        err_set(err, ERR_MEMORY, NULL);
    return false;
}

bool standard_get(struct app *app, struct store_tx *tx, int64_t id, const struct standard **out,
                  struct err *err)
{
    struct standards *s = app->standards;
    pthread_mutex_lock(&s->lock);
    const struct standard *found = find(s, id);
    if (!found) {
        struct loaded *l = s->n < STANDARDS_MAX ? calloc(1, sizeof *l) : NULL;
        if (!l) {
            err_set(err, ERR_MEMORY, NULL);
        } else {
            l->id = id;
            arena_init(&l->arena, 0);
            if (load(tx, id, l, err)) {
                s->at[s->n++] = l;
                found = l->standard;
            } else {
                loaded_free(l);
            }
        }
    }
    pthread_mutex_unlock(&s->lock);
    if (!found)
        return false;
    *out = found;
    return true;
}
