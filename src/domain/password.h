/* What makes a password good enough, and codes that are printed and typed.
 *
 * The rules are few: length, not the login name, not one that everybody tries, and two of four
 * classes of characters, which GB/T 22239 asks for. docs/accounts.md gives the reasons. */
#ifndef TZ_DOMAIN_PASSWORD_H
#define TZ_DOMAIN_PASSWORD_H

#include "base/err.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 128 /* characters */ };

/* ERR_ENCODING, ERR_PASSWORD_LENGTH, _LOGIN, _COMMON or _CLASSES. */
bool password_check(struct str password, struct str login, struct err *err);

enum { CODE_BYTES = 10, CODE_CHARS = 16, CODE_TEXT_MAX = 20 };
/* 80 bits as "XXXX-XXXX-XXXX-XXXX", without letters that look like digits. */
void code_of_bytes(const unsigned char bytes[CODE_BYTES], char out[CODE_TEXT_MAX]);
/* The code as it was printed from what was typed: any case, with or without the dashes, O for 0, I
 * and L for 1. False when it cannot be one. */
bool code_read(struct str typed, char out[CODE_TEXT_MAX]);

#endif
