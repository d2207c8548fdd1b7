#include "media/picture.h"

#include <stdlib.h>

bool picture_create(struct picture *p, int width, int height, int channels, struct err *err)
{
    *p = (struct picture){width, height, channels, NULL};
    p->p = malloc((size_t)width * (size_t)height * (size_t)channels);
    return p->p ? true : err_set(err, ERR_MEMORY, NULL);
}

void picture_release(struct picture *p)
{
    free(p->p);
    p->p = NULL;
}

/* ---- other size ----------------------------------------------------------------------------- */

/* New pixel i of n covers [i*from, (i+1)*from) where an old pixel is n wide: all whole numbers. */
struct cover {
    int64_t first, last; /* old pixels, both included */
    int64_t head, tail;  /* how much of the first and of the last is covered; others: n */
};

static struct cover cover_of(int64_t i, int64_t from, int64_t n)
{
    int64_t start = i * from, end = start + from;
    struct cover c = {.first = start / n, .last = (end - 1) / n};
    c.head = (c.first + 1) * n - start;
    c.tail = end - c.last * n;
    if (c.first == c.last)
        c.head = c.tail = from;
    return c;
}

static int64_t weight(const struct cover *c, int64_t at, int64_t n)
{
    return at == c->first ? c->head : at == c->last ? c->tail : n;
}

/* The sums of the columns under new row y; each weighted, the weights add up to from->height. */
static void sum_rows(const struct picture *from, int64_t y, int height, uint32_t *sums)
{
    struct cover c = cover_of(y, from->height, height);
    size_t n = (size_t)from->width * (size_t)from->channels;
    memset(sums, 0, n * sizeof *sums);
    for (int64_t row = c.first; row <= c.last; row++) {
        const unsigned char *p = from->p + (size_t)row * n;
        uint32_t w = (uint32_t)weight(&c, row, height);
        for (size_t i = 0; i < n; i++)
            sums[i] += w * p[i];
    }
}

bool picture_resize(const struct picture *from, int width, int height, struct picture *out,
                    struct err *err)
{
    int channels = from->channels;
    uint32_t *sums = calloc((size_t)from->width * (size_t)channels, sizeof *sums);
    if (!sums)
        return err_set(err, ERR_MEMORY, NULL);
    if (!picture_create(out, width, height, channels, err)) {
        free(sums);
        return false;
    }
    uint64_t total = (uint64_t)from->width * (uint64_t)from->height;
    unsigned char *to = out->p;
    for (int y = 0; y < height; y++) {
        sum_rows(from, y, height, sums);
        for (int x = 0; x < width; x++) {
            struct cover c = cover_of(x, from->width, width);
            for (int k = 0; k < channels; k++) {
                uint64_t sum = 0;
                for (int64_t i = c.first; i <= c.last; i++)
                    sum += (uint64_t)weight(&c, i, width) * sums[i * channels + k];
                *to++ = (unsigned char)((sum + total / 2) / total);
            }
        }
    }
    free(sums);
    return true;
}

/* ---- upright -------------------------------------------------------------------------------- */

bool picture_turn(const struct picture *from, int orientation, struct picture *out, struct err *err)
{
    bool across = orientation >= 5;
    int w = across ? from->height : from->width, h = across ? from->width : from->height;
    if (!picture_create(out, w, h, from->channels, err))
        return false;
    size_t pixel = (size_t)from->channels;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++) {
            int u = across ? y : x, v = across ? x : y;
            /* 2, 3: mirrored left and right; 3, 4: upside down; 5 to 8 the same, sides swapped. */
            if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
                u = from->width - 1 - u;
            if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
                v = from->height - 1 - v;
            memcpy(out->p + ((size_t)y * (size_t)w + (size_t)x) * pixel,
                   from->p + ((size_t)v * (size_t)from->width + (size_t)u) * pixel, pixel);
        }
    return true;
}

bool picture_grey(const struct picture *from, struct picture *out, struct err *err)
{
    if (!picture_create(out, from->width, from->height, 1, err))
        return false;
    size_t n = (size_t)from->width * (size_t)from->height;
    for (size_t i = 0; i < n; i++) {
        const unsigned char *p = from->p + i * 3;
        out->p[i] = (unsigned char)((299u * p[0] + 587u * p[1] + 114u * p[2] + 500u) / 1000u);
    }
    return true;
}
