/* Inside of the docx filler: the pictures of one document. */
#ifndef TZ_OFFICE_DOCX_PICTURE_H
#define TZ_OFFICE_DOCX_PICTURE_H

#include "office/docx.h"
#include "office/pack.h"

struct docx_pictures {
    struct arena *arena;
    VEC(struct str) jpegs; /* word/media/picture1.jpeg .. */
};

/* A run with the picture, which is the next of the document. ERR_FILE_KIND when it is no JPEG. */
bool docx_picture_run(struct docx_pictures *pictures, const struct docx_value *v, struct buf *out,
                      struct err *err);
/* What a part has to say about the pictures: [Content_Types].xml their type, the relationships of
 * the document their names; other parts stay as they are. */
bool docx_picture_part(const struct docx_pictures *pictures, const char *part, struct buf *bytes,
                       struct err *err);
void docx_picture_files(const struct docx_pictures *pictures, struct pack_out *o);

#endif
