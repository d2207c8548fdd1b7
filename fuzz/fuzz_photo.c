/* Photos, decoded in this process: refused with an error, or facts within their bounds and a small
 * picture that is a photo itself and has nothing but pixels in it. A reply of the helper, read as
 * if it had come from a stranger. */
#include "fuzz.h"

#include "media/photo.h"
#include "media/wire.h"

static void look(struct str input)
{
    struct arena a;
    struct err err = {0};
    struct photo_facts f, again;
    struct buf reply;
    bool void_reply;
    arena_init(&a, (size_t)16 << 20);
    buf_init(&reply, WIRE_REPLY_MAX);
    bool ok = photo_look(&a, input, &f, &err);
    FUZZ_CHECK(ok == (err.code == ERR_OK));
    if (ok) {
        FUZZ_CHECK((int64_t)f.width * f.height <= PHOTO_PIXELS_MAX);
        FUZZ_CHECK(photo_look(&a, f.thumb, &again, &err) || err.code == ERR_PHOTO_SMALL);
        FUZZ_CHECK(err.code != ERR_OK || (!again.exif.there && again.tail == PHOTO_TAIL_NONE));
        wire_facts(&f, &reply);
        FUZZ_CHECK(wire_reply_read(buf_str(&reply), &a, &again, &void_reply, &err));
        FUZZ_CHECK(str_eq(again.thumb, f.thumb) && again.exif.taken_at == f.exif.taken_at);
    }
    buf_release(&reply);
    arena_release(&a);
}

static void read_reply(struct str input)
{
    struct arena a;
    struct err err = {0};
    struct photo_facts f;
    bool void_reply;
    arena_init(&a, (size_t)16 << 20);
    bool ok = wire_reply_read(input, &a, &f, &void_reply, &err);
    FUZZ_CHECK(ok == (err.code == ERR_OK && !void_reply));
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct str input = fuzz_str(data, n);
    if (n && data[0] < 2)
        read_reply(input);
    else
        look(input);
    return 0;
}
