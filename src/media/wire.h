/* Frames between the server and the helper: 8 bytes of head (a word and the length), then the
 * content. A request is the photo; a reply is the facts or what is wrong with the photo.
 *
 * The helper may have been taken over by a photo: the reader believes nothing. Lengths, numbers and
 * texts out of their bounds make the reply void. */
#ifndef TZ_MEDIA_WIRE_H
#define TZ_MEDIA_WIRE_H

#include "media/photo.h"

enum { WIRE_HEAD = 8, WIRE_REPLY_MAX = PHOTO_THUMB_BYTES_MAX + 8192 };

void wire_head(size_t length, unsigned char out[WIRE_HEAD]);
/* False when it is no head or the length is above max. */
bool wire_head_read(const unsigned char head[WIRE_HEAD], size_t max, size_t *length);

void wire_facts(const struct photo_facts *facts, struct buf *out);
void wire_error(const struct err *error, struct buf *out);

/* A reply: true with the facts (the small picture is copied to the arena). False with the helper's
 * error, or, with *void_reply set, when it is no reply at all. */
bool wire_reply_read(struct str reply, struct arena *a, struct photo_facts *out, bool *void_reply,
                     struct err *err);

#endif
