/* A streaming JSON writer: commas, quoting and escapes are its business, order is the caller's.
 *   json_begin(&j, out); json_obj(&j); json_key(&j, "name"); json_str(&j, s); json_end(&j);
 * Text that is not valid UTF-8 is written with U+FFFD for each bad byte. Nesting up to JSON_DEPTH.
 * Failures are those of the buffer (sticky). */
#ifndef TZ_BASE_JSON_H
#define TZ_BASE_JSON_H

#include "base/buf.h"
#include "base/dec.h"

#define JSON_DEPTH 64

struct json {
    struct buf *out;
    int depth;
    bool comma;             /* the next element needs a comma */
    char close[JSON_DEPTH]; /* '}' or ']' per open level */
};

void json_begin(struct json *j, struct buf *out);
void json_obj(struct json *j);
void json_arr(struct json *j);
void json_end(struct json *j); /* closes the innermost object or array */
/* A word of the program, never data: it stands as it is. */
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s);
void json_i64(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_nil(struct json *j);
/* Decimals travel as strings ("12.5"), so that no reader turns them into floating point. */
void json_dec(struct json *j, dec d);
/* Ready-made JSON text. */
void json_raw(struct json *j, struct str s);

/* key and value in one */
void json_kstr(struct json *j, const char *key, struct str s);
void json_ki64(struct json *j, const char *key, int64_t v);
void json_kbool(struct json *j, const char *key, bool v);
void json_kdec(struct json *j, const char *key, dec d);
void json_knull(struct json *j, const char *key);

#endif
