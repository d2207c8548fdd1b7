/* What a file that was sent as proof is, by its content. */
#include "office/pack.h"
#include "work/proof_parts.h"

#include <stdio.h>

static const char DOCX[] =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
static const char XLSX[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/* One more may wait for a helper; whoever comes beyond that is told to try again, so that photos
 * never hold all threads of the server. */
static bool enter(struct proofs *p, struct err *err)
{
    pthread_mutex_lock(&p->looking_lock);
    bool free_one = p->looking < PROOF_LOOKING_MAX;
    p->looking += free_one;
    pthread_mutex_unlock(&p->looking_lock);
    return free_one || err_set(err, ERR_BUSY, NULL);
}

static void leave(struct proofs *p)
{
    pthread_mutex_lock(&p->looking_lock);
    p->looking--;
    pthread_mutex_unlock(&p->looking_lock);
}

static bool look_photo(struct proofs *p, struct arena *arena, struct str bytes,
                       struct proof_looked *out, struct err *err)
{
    if (!enter(p, err))
        return false;
    bool ok = photo_examine(&p->pool, arena, bytes, &out->facts, err);
    leave(p);
    if (!ok)
        return false;
    out->kind = "photo";
    out->media = out->facts.kind == PHOTO_PNG ? "image/png" : "image/jpeg";
    memcpy(out->sha256, out->facts.digest, sizeof out->sha256);
    sha256_hex(out->facts.thumb, out->thumb);
    return true;
}

static bool no_kind(struct str name, struct err *err)
{
    return err_set(err, ERR_PROOF_KIND, name.n ? err_word(name).z : "-");
}

/* A document or a workbook, without macros: its archive is opened with limits (office/pack.h). */
static bool look_office(struct str bytes, struct str name, struct proof_looked *out,
                        struct err *err)
{
    struct pack pack;
    if (!pack_open(&pack, err_word(name).z, "docx", bytes, err))
        return false;
    bool types = pack_find(&pack, "[Content_Types].xml") >= 0;
    bool docx = types && pack_find(&pack, "word/document.xml") >= 0;
    bool xlsx = types && !docx && pack_find(&pack, "xl/workbook.xml") >= 0;
    pack_close(&pack);
    out->media = docx ? DOCX : XLSX;
    return docx || xlsx || no_kind(name, err);
}

static bool look_paper(struct str bytes, struct str name, struct proof_looked *out, struct err *err)
{
    char max[16];
    if (bytes.n > PROOF_PAPER_MAX) {
        snprintf(max, sizeof max, "%d MB", PROOF_PAPER_MAX >> 20);
        return err_set(err, ERR_PROOF_BYTES, max);
    }
    if (str_starts(bytes, STR("%PDF-")))
        out->media = "application/pdf";
    else if (!str_starts(bytes, STR("PK\003\004")))
        return no_kind(name, err);
    else if (!look_office(bytes, name, out, err))
        return false;
    out->kind = "paper";
    sha256_hex(bytes, out->sha256);
    return true;
}

/* Another picture or film is told what would be right by the photo's own check. */
static bool is_picture(struct str bytes)
{
    static const char *const BEGINS[] = {"\xff\xd8", "\x89PNG", "GIF8", "RIFF", "BM", "II*", "MM"};
    for (size_t i = 0; i < ARRAY_LEN(BEGINS); i++)
        if (str_starts(bytes, str_of(BEGINS[i])))
            return true;
    return bytes.n > 12 && memcmp(bytes.p + 4, "ftyp", 4) == 0;
}

bool proof_look(struct proofs *p, struct arena *arena, struct str bytes, struct str name,
                struct proof_looked *out, struct err *err)
{
    *out = (struct proof_looked){.kind = "measure", .media = ""};
    return !bytes.p || (is_picture(bytes) ? look_photo(p, arena, bytes, out, err)
                                          : look_paper(bytes, name, out, err));
}
