/* Secrets that the server needs in the clear (those of one-time codes), sealed in the database with
 * a key that is not in it: whoever has a copy of the database alone has nothing. XSalsa20-Poly1305
 * (libsodium). Without a key they are stored as they are; docs/accounts.md says so. */
#ifndef TZ_WORK_SECRET_H
#define TZ_WORK_SECRET_H

#include "work/app.h"

enum { SECRET_KEY = 32 };

/* Reads a key from a file of 32 bytes that only its owner may read; makes it when it is not there.
 */
bool secret_file(struct app *app, const char *path, unsigned char key[SECRET_KEY], struct err *err);
/* Reads the key of app->key from a file of 32 bytes; makes it (mode 0600) when it is not there. */
bool secret_key_load(struct app *app, const char *path, struct err *err);
/* "box:" or "plain:" and hexadecimal digits. */
bool secret_seal(struct app *app, struct arena *arena, struct str plain, struct str *out,
                 struct err *err);
/* ERR_SECRET when the key is not the one it was sealed with. */
bool secret_open(const struct app *app, struct arena *arena, struct str sealed, struct str *out,
                 struct err *err);

#endif
