/* The helper process: the program started again by the server (media/pool.h) under a word that no
 * help names, to decode photos of strangers in a cage (media/sandbox.h).
 *
 * main() asks media_is_helper before anything else. */
#ifndef TZ_MEDIA_HELPER_H
#define TZ_MEDIA_HELPER_H

#include "base/base.h"

#define MEDIA_HELPER_WORD "--media-helper"

/* A helper ends by itself after so many photos; what a library may leak stays small. */
enum { MEDIA_HELPER_PHOTOS = 500 };

static inline bool media_is_helper(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], MEDIA_HELPER_WORD) == 0;
}

/* Serves frames on descriptor 0, a socket, until it is closed. The exit code. */
int media_helper_main(void);

#endif
