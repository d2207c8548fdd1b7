#include "office/pack.h"

#include "base/map.h"

#include <stdio.h>
#include <stdlib.h>

static bool broken(const struct pack *p, struct err *err)
{
    return err_set(err, ERR_ARCHIVE_BROKEN, p->file, p->kind);
}

static bool bomb(const struct pack *p, uint64_t max, const char *unit, struct err *err)
{
    char text[64];
    snprintf(text, sizeof text, "%llu %s", (unsigned long long)max, unit);
    return err_set(err, ERR_ARCHIVE_BOMB, p->file, text);
}

static bool name_is_safe(const char *name)
{
    size_t n = strlen(name);
    if (n == 0 || n > 255 || name[0] == '/' || strchr(name, '\\') || strchr(name, ':'))
        return false;
    for (const char *s = name; s; s = strchr(s, '/') ? strchr(s, '/') + 1 : NULL)
        if (strncmp(s, "..", 2) == 0 && (s[2] == '/' || s[2] == '\0'))
            return false;
    return true;
}

/* Part names are compared without regard to case, so two that differ only in it are one twice. */
static bool is_first(struct arena *a, struct map *seen, const char *name)
{
    struct str key = arena_str(a, str_of(name));
    if (!key.p)
        return false;
    char *lower = (char *)(uintptr_t)key.p;
    for (size_t i = 0; i < key.n; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] + 32);
    return map_get(seen, key) < 0 && map_put(a, seen, key, 1);
}

/* Macros of Excel, Word and WPS, and controls: whatever type the package claims to have. */
static bool is_active(const char *name)
{
    static const char *const PARTS[] = {"vbaproject", "vbadata", "macrosheets/", "activex/",
                                        "jdedata"};
    for (size_t i = 0; i < ARRAY_LEN(PARTS); i++)
        if (strcasestr(name, PARTS[i]))
            return true;
    return false;
}

static bool check_entry(const struct pack *p, const zip_stat_t *st, struct err *err)
{
    const uint64_t need = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD |
                          ZIP_STAT_ENCRYPTION_METHOD | ZIP_STAT_NAME;
    if ((st->valid & need) != need || st->encryption_method != ZIP_EM_NONE ||
        (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE))
        return broken(p, err);
    if (st->size > PACK_ENTRY_MAX)
        return bomb(p, PACK_ENTRY_MAX >> 20, "MB", err);
    if (st->size > PACK_RATIO_FROM && st->size / PACK_RATIO_MAX > st->comp_size)
        return bomb(p, PACK_RATIO_MAX, ": 1", err);
    return true;
}

static bool check_entries(const struct pack *p, struct arena *a, struct err *err)
{
    struct map seen = {0};
    uint64_t total = 0;
    if (p->entries > PACK_ENTRIES_MAX)
        return bomb(p, PACK_ENTRIES_MAX, "个部件 / parts", err);
    for (int64_t i = 0; i < p->entries; i++) {
        zip_stat_t st;
        if (zip_stat_index(p->zip, (zip_uint64_t)i, 0, &st) != 0)
            return broken(p, err);
        if (!check_entry(p, &st, err))
            return false;
        total += st.size;
        if (total > PACK_TOTAL_MAX)
            return bomb(p, PACK_TOTAL_MAX >> 20, "MB", err);
        if (!name_is_safe(st.name) || !is_first(a, &seen, st.name))
            return err_set(err, ERR_ARCHIVE_NAME, p->file, st.name);
        if (is_active(st.name))
            return err_set(err, ERR_ARCHIVE_ACTIVE, p->file, st.name, p->kind);
    }
    return true;
}

bool pack_open(struct pack *p, const char *file, const char *kind, struct str data, struct err *err)
{
    *p = (struct pack){.file = file, .kind = kind};
    if (data.n > PACK_IN_MAX)
        return bomb(p, PACK_IN_MAX >> 20, "MB", err);
    zip_source_t *src = zip_source_buffer_create(data.p, data.n, 0, NULL);
    if (!src)
        return err_set(err, ERR_MEMORY, NULL);
    p->zip = zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    if (!p->zip) {
        zip_source_free(src);
        return broken(p, err);
    }
    p->entries = zip_get_num_entries(p->zip, 0);
    struct arena a;
    arena_init(&a, (size_t)8 << 20);
    bool ok = p->entries > 0 ? check_entries(p, &a, err) : broken(p, err);
    arena_release(&a);
    if (!ok)
        pack_close(p);
    return ok;
}

void pack_close(struct pack *p)
{
    if (p->zip)
        zip_discard(p->zip);
    p->zip = NULL;
}

int64_t pack_find(const struct pack *p, const char *part)
{
    return zip_name_locate(p->zip, part[0] == '/' ? part + 1 : part, ZIP_FL_NOCASE);
}

uint64_t pack_size(const struct pack *p, int64_t index)
{
    zip_stat_t st;
    bool ok = zip_stat_index(p->zip, (zip_uint64_t)index, 0, &st) == 0;
    return ok && (st.valid & ZIP_STAT_SIZE) ? st.size : UINT64_MAX;
}

const char *pack_name(const struct pack *p, int64_t index)
{
    return zip_get_name(p->zip, (zip_uint64_t)index, ZIP_FL_ENC_GUESS);
}

bool pack_read(const struct pack *p, int64_t index, size_t max, struct buf *out, struct err *err)
{
    char block[8192];
    zip_file_t *f = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
    if (!f)
        return broken(p, err);
    zip_int64_t n;
    while ((n = zip_fread(f, block, sizeof block)) > 0 && out->n + (size_t)n <= max)
        buf_add(out, block, (size_t)n);
    bool end = zip_fclose(f) == 0 && n == 0;
    if (n > 0)
        return bomb(p, max >> 20, "MB", err);
    if (!end)
        return broken(p, err);
    return !buf_failed(out) || err_set(err, ERR_MEMORY, NULL);
}

const char *xml_local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attr(const char **attrs, const char *name)
{
    bool prefixed = strchr(name, ':') != NULL;
    for (; attrs && *attrs; attrs += 2)
        if (strcmp(prefixed ? *attrs : xml_local(*attrs), name) == 0)
            return attrs[1];
    return NULL;
}

struct parse {
    const struct pack_xml *x;
    XML_Parser parser;
    int depth;
    bool doctype, too_deep;
};

static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *sysid,
                       const XML_Char *pubid, int internal)
{
    (void)name, (void)sysid, (void)pubid, (void)internal;
    struct parse *s = ctx;
    s->doctype = true;
    XML_StopParser(s->parser, XML_FALSE);
}

static void check_stop(struct parse *s)
{
    if (s->x->stop && *s->x->stop)
        XML_StopParser(s->parser, XML_FALSE);
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attrs)
{
    struct parse *s = ctx;
    if (++s->depth > PACK_DEPTH_MAX) {
        s->too_deep = true;
        XML_StopParser(s->parser, XML_FALSE);
        return;
    }
    if (s->x->start)
        s->x->start(s->x->ctx, name, attrs);
    check_stop(s);
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct parse *s = ctx;
    s->depth--;
    if (s->x->end && !(s->x->stop && *s->x->stop))
        s->x->end(s->x->ctx, name);
    check_stop(s);
}

static void on_text(void *ctx, const XML_Char *text, int n)
{
    struct parse *s = ctx;
    if (s->x->text && !(s->x->stop && *s->x->stop))
        s->x->text(s->x->ctx, text, n);
    check_stop(s);
}

/* Unpacks and parses; 1 = done, 0 = XML error or stopped, -1 = the archive is damaged, -2 = bomb.
 */
static int feed(const struct pack *p, int64_t index, XML_Parser parser)
{
    char block[8192];
    zip_file_t *f = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
    if (!f)
        return -1;
    int result = 1;
    uint64_t total = 0;
    zip_int64_t n = 1;
    while (result == 1 && n > 0) {
        n = zip_fread(f, block, sizeof block);
        total += n > 0 ? (uint64_t)n : 0;
        if (n < 0)
            result = -1;
        else if (total > PACK_ENTRY_MAX)
            result = -2;
        else if (XML_Parse(parser, block, (int)n, n == 0) != XML_STATUS_OK)
            result = 0;
    }
    zip_fclose(f);
    return result;
}

bool pack_parse(const struct pack *p, int64_t index, const struct pack_xml *x, struct err *err)
{
    struct parse s = {.x = x, .parser = XML_ParserCreate(NULL)};
    if (!s.parser)
        return err_set(err, ERR_MEMORY, NULL);
    XML_SetUserData(s.parser, &s);
    XML_SetElementHandler(s.parser, on_start, on_end);
    XML_SetCharacterDataHandler(s.parser, on_text);
    XML_SetStartDoctypeDeclHandler(s.parser, on_doctype);
    /* A fixed salt: one parse is bounded by the limits above, and runs repeat exactly. */
    XML_SetHashSalt(s.parser, 20260401);
    int result = feed(p, index, s.parser);
    const char *part = pack_name(p, index);
    char line[24];
    snprintf(line, sizeof line, "%lu", (unsigned long)XML_GetCurrentLineNumber(s.parser));
    bool stopped = x->stop && *x->stop;
    bool no_memory = XML_GetErrorCode(s.parser) == XML_ERROR_NO_MEMORY;
    XML_ParserFree(s.parser);
    if (result == -1)
        return broken(p, err);
    if (result == -2)
        return bomb(p, PACK_ENTRY_MAX >> 20, "MB", err);
    if (s.doctype)
        return err_set(err, ERR_XML_DOCTYPE, p->file, part);
    if (stopped)
        return false;
    if (no_memory)
        return err_set(err, ERR_MEMORY, NULL);
    return result == 1 || err_set(err, ERR_XML_BROKEN, p->file, part, line);
}
