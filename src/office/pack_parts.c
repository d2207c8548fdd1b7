/* Relationships and content types: which part of a package is what. */
#include "office/pack.h"

#include <stdio.h>

struct relation_search {
    const char *id, *type;
    char target[256];
    bool found, stop;
};

static bool ends_with(const char *s, const char *tail)
{
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

static void on_relation(void *ctx, const char *name, const char **attrs)
{
    struct relation_search *s = ctx;
    if (strcmp(xml_local(name), "Relationship") != 0)
        return;
    const char *id = xml_attr(attrs, "Id"), *type = xml_attr(attrs, "Type");
    const char *target = xml_attr(attrs, "Target"), *mode = xml_attr(attrs, "TargetMode");
    if (!id || !type || !target || (mode && strcmp(mode, "External") == 0))
        return;
    if (s->id ? strcmp(id, s->id) != 0 : !ends_with(type, s->type))
        return;
    s->found = strlen(target) < sizeof s->target;
    if (s->found)
        memcpy(s->target, target, strlen(target) + 1);
    s->stop = true;
}

/* "xl/workbook.xml" + "worksheets/a.xml" = "xl/worksheets/a.xml"; "../" goes one folder up. */
static struct str join(struct arena *a, const char *part, const char *target)
{
    if (target[0] == '/')
        return arena_str(a, str_of(target + 1));
    const char *slash = strrchr(part, '/');
    size_t dir = slash ? (size_t)(slash - part) + 1 : 0;
    while (strncmp(target, "../", 3) == 0 && dir > 0) {
        target += 3;
        dir--;
        while (dir > 0 && part[dir - 1] != '/')
            dir--;
    }
    return arena_printf(a, "%.*s%s", (int)dir, part, target);
}

bool pack_relation(const struct pack *p, const char *part, const char *id, const char *type,
                   struct arena *a, struct str *target, struct err *err)
{
    const char *slash = strrchr(part, '/');
    int dir = slash ? (int)(slash - part) + 1 : 0;
    struct str rels = arena_printf(a, "%.*s_rels/%s.rels", dir, part, part + dir);
    if (!rels.p)
        return err_set(err, ERR_MEMORY, NULL);
    int64_t index = pack_find(p, rels.p);
    struct relation_search s = {.id = id, .type = type};
    struct pack_xml x = {.start = on_relation, .ctx = &s, .stop = &s.stop};
    if (index < 0 || pack_size(p, index) > PACK_INDEX_MAX)
        return err_set(err, ERR_FILE_KIND, p->file, p->kind, rels.p);
    if (!pack_parse(p, index, &x, err) && !s.stop)
        return false;
    if (!s.found)
        return err_set(err, ERR_FILE_KIND, p->file, p->kind, id ? id : type);
    struct str t = join(a, part, s.target);
    if (!t.p)
        return err_set(err, ERR_MEMORY, NULL);
    if (pack_find(p, t.p) < 0)
        return err_set(err, ERR_FILE_KIND, p->file, p->kind, t.p);
    *target = t;
    return true;
}

struct type_search {
    const char *part, *wanted;
    bool yes;
};

static void on_type(void *ctx, const char *name, const char **attrs)
{
    struct type_search *s = ctx;
    const char *part = xml_attr(attrs, "PartName"), *type = xml_attr(attrs, "ContentType");
    const char *extension = xml_attr(attrs, "Extension");
    if (!type || !strstr(type, s->wanted))
        return;
    if (strcmp(xml_local(name), "Override") == 0 && part)
        s->yes = s->yes || strcmp(part[0] == '/' ? part + 1 : part, s->part) == 0;
    else if (extension)
        s->yes = s->yes || ends_with(s->part, extension);
}

bool pack_has_type(const struct pack *p, const char *part, const char *wanted, bool *yes,
                   struct err *err)
{
    struct type_search s = {.part = part[0] == '/' ? part + 1 : part, .wanted = wanted};
    struct pack_xml x = {.start = on_type, .ctx = &s};
    int64_t index = pack_find(p, "[Content_Types].xml");
    if (index < 0 || pack_size(p, index) > PACK_INDEX_MAX)
        return err_set(err, ERR_FILE_KIND, p->file, p->kind, "[Content_Types].xml");
    if (!pack_parse(p, index, &x, err))
        return false;
    *yes = s.yes;
    return true;
}
