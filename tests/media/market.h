/* Pictures of markets that never were, from seeds: the test set of docs/photos.md, and material for
 * every test of photos. Same seeds, same pixels. */
#ifndef TZ_TESTS_MARKET_H
#define TZ_TESTS_MARKET_H

#include "base/rng.h"
#include "media/picture.h"

/* A photo: `scene` decides the place (hall, street, counter, floor, yard; its geometry and
 * colours), `visit` what is there that day: goods, people, bins, light, noise, and where the camera
 * stood. */
bool market_photo(uint64_t scene, uint64_t visit, int width, int height, struct picture *out);

/* The set: photo i of n. Six of ten stand alone; the others come in fours that share their scene.
 */
bool market_set_photo(uint64_t seed, int i, int width, int height, struct picture *out);

/* ---- files ---------------------------------------------------------------------------------- */

struct make_options {
    int quality; /* 1..100 */
    bool progressive;
    struct str exif; /* TIFF structure */
};
/* A JPEG or PNG in heap memory (free(bytes.p)); .p NULL when that failed. */
struct str make_jpeg(const struct picture *p, struct make_options options);
struct str make_png(const struct picture *p, bool interlaced);

/* An EXIF structure as cameras write it. Texts may be NULL; position in whole seconds. */
struct make_exif {
    int orientation;
    const char *make, *model, *software, *changed, *taken, *offset;
    int latitude_seconds, longitude_seconds; /* both 0: none */
    uint32_t width, height;                  /* PixelXDimension, PixelYDimension; 0: none */
};
size_t make_exif(const struct make_exif *e, unsigned char *out, size_t room);

#endif
