#include "market.h"

#include <stdlib.h>

struct colour {
    int r, g, b;
};

/* A canvas seen by a camera: positions are in thousandths of the scene's frame. */
struct view {
    struct picture *p;
    int shift_x, shift_y, zoom; /* thousandths; zoom 1000 = as the frame */
};

static int between(struct rng *r, int lo, int hi)
{
    return (int)rng_between(r, lo, hi);
}

static struct colour colour(struct rng *r, int lo, int hi)
{
    return (struct colour){between(r, lo, hi), between(r, lo, hi), between(r, lo, hi)};
}

static int clamp(int v)
{
    return v < 0 ? 0 : v > 255 ? 255 : v;
}

static int to_x(const struct view *v, int x)
{
    return (int)((int64_t)((x - 500) * v->zoom / 1000 + 500 + v->shift_x) * v->p->width / 1000);
}

static int to_y(const struct view *v, int y)
{
    return (int)((int64_t)((y - 500) * v->zoom / 1000 + 500 + v->shift_y) * v->p->height / 1000);
}

static void dot(struct picture *p, int x, int y, struct colour c)
{
    if (x < 0 || y < 0 || x >= p->width || y >= p->height)
        return;
    unsigned char *at = p->p + ((size_t)y * (size_t)p->width + (size_t)x) * 3;
    at[0] = (unsigned char)clamp(c.r);
    at[1] = (unsigned char)clamp(c.g);
    at[2] = (unsigned char)clamp(c.b);
}

static struct colour mix(struct colour a, struct colour b, int part, int whole)
{
    whole = whole ? whole : 1;
    return (struct colour){a.r + (b.r - a.r) * part / whole, a.g + (b.g - a.g) * part / whole,
                           a.b + (b.b - a.b) * part / whole};
}

/* ---- shapes --------------------------------------------------------------------------------- */

/* A four-sided shape with level top and bottom: x from..to at the top and at the bottom. */
static void slab(const struct view *v, const int top[3], const int bottom[3], struct colour a,
                 struct colour b)
{
    int y0 = to_y(v, top[2]), y1 = to_y(v, bottom[2]);
    for (int y = y0 < 0 ? 0 : y0; y < y1 && y < v->p->height; y++) {
        int l = top[0] + (bottom[0] - top[0]) * (y - y0) / (y1 - y0);
        int r = top[1] + (bottom[1] - top[1]) * (y - y0) / (y1 - y0);
        struct colour c = mix(a, b, y - y0, y1 - y0);
        int x0 = to_x(v, l), x1 = to_x(v, r);
        for (int x = x0 < 0 ? 0 : x0; x < x1 && x < v->p->width; x++)
            dot(v->p, x, y, c);
    }
}

static void box(const struct view *v, int x0, int y0, int x1, int y1, struct colour a,
                struct colour b)
{
    slab(v, (const int[]){x0, x1, y0}, (const int[]){x0, x1, y1}, a, b);
}

/* Lit from above left. */
static void ball(const struct view *v, int cx, int cy, int rx, int ry, struct colour c)
{
    int x0 = to_x(v, cx - rx), x1 = to_x(v, cx + rx), y0 = to_y(v, cy - ry), y1 = to_y(v, cy + ry);
    int64_t w = x1 - x0, h = y1 - y0;
    if (w <= 0 || h <= 0)
        return;
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++) {
            int64_t dx = 2 * (x - x0) - w, dy = 2 * (y - y0) - h;
            if (dx * dx * h * h + dy * dy * w * w > w * w * h * h)
                continue;
            int light = (int)(-40 * dx / w - 50 * dy / h);
            dot(v->p, x, y, (struct colour){c.r + light, c.g + light, c.b + light});
        }
}

/* ---- things --------------------------------------------------------------------------------- */

static const struct colour GOODS[] = {
    {200, 40, 30},  {230, 130, 30}, {70, 140, 50},   {40, 90, 40},
    {225, 205, 90}, {150, 60, 110}, {190, 160, 120}, {235, 225, 210},
    {120, 80, 50},  {170, 190, 90}, {200, 120, 120}, {90, 110, 130},
};

/* A heap of one kind of goods between y0 and y1. */
static void heap(const struct view *v, struct rng *r, int x0, int y0, int x1, int y1)
{
    struct colour c = GOODS[between(r, 0, (int)ARRAY_LEN(GOODS) - 1)];
    int size = between(r, 8, 26), step = size * 3 / 2, tall = between(r, 50, 100);
    for (int y = y0 + (y1 - y0) * (100 - tall) / 200; y < y1; y += step)
        for (int x = x0 + size; x < x1; x += step) {
            struct colour one = {c.r + between(r, -18, 18), c.g + between(r, -18, 18),
                                 c.b + between(r, -18, 18)};
            ball(v, x + between(r, -4, 4), y + between(r, -4, 4), size, size * 4 / 5, one);
        }
}

static void person(const struct view *v, struct rng *r, int x, int foot, int tall)
{
    struct colour shirt = colour(r, 20, 220), legs = colour(r, 15, 110);
    box(v, x - tall / 9, foot - tall * 45 / 100, x - tall / 60, foot, legs, legs);
    box(v, x + tall / 60, foot - tall * 45 / 100, x + tall / 9, foot, legs, legs);
    ball(v, x, foot - tall * 62 / 100, tall / 6, tall / 4, shirt);
    ball(v, x, foot - tall * 92 / 100, tall / 14, tall / 11,
         (struct colour){between(r, 120, 220), between(r, 90, 170), between(r, 70, 140)});
}

static void bin(const struct view *v, struct rng *r, int x, int foot, int tall)
{
    static const struct colour KINDS[] = {
        {40, 80, 170}, {40, 130, 70}, {110, 110, 115}, {180, 40, 40}};
    struct colour c = KINDS[between(r, 0, 3)];
    slab(v, (const int[]){x - tall / 3, x + tall / 3, foot - tall},
         (const int[]){x - tall / 4, x + tall / 4, foot}, c,
         mix(c, (struct colour){0, 0, 0}, 1, 3));
    box(v, x - tall * 2 / 5, foot - tall - tall / 8, x + tall * 2 / 5, foot - tall,
        mix(c, (struct colour){255, 255, 255}, 1, 4), c);
}

static void litter(const struct view *v, struct rng *r, int y0, int y1, int n)
{
    for (int i = 0; i < n; i++)
        ball(v, between(r, 0, 1000), between(r, y0, y1), between(r, 3, 22), between(r, 2, 12),
             colour(r, 30, 230));
}

static void crowd(const struct view *v, struct rng *r, int most)
{
    for (int i = between(r, 0, most); i > 0; i--) {
        int foot = between(r, 560, 1050);
        person(v, r, between(r, 30, 970), foot, (foot - 400) * between(r, 80, 110) / 100);
    }
    for (int i = between(r, 0, 3); i > 0; i--) {
        int foot = between(r, 600, 1000);
        bin(v, r, between(r, 30, 970), foot, (foot - 380) / 3);
    }
}

/* ---- places --------------------------------------------------------------------------------- */

/* A lane between two rows of stalls that run to a vanishing point. */
static void hall(const struct view *v, struct rng *s, struct rng *d)
{
    int vx = between(s, 250, 750), vy = between(s, 250, 480), n = between(s, 3, 7);
    struct colour roof = colour(s, 60, 230), floor_near = colour(s, 70, 190);
    box(v, -300, -300, 1300, vy, roof, mix(roof, (struct colour){20, 20, 30}, 1, 2));
    slab(v, (const int[]){vx - 40, vx + 40, vy}, (const int[]){-600, 1600, 1300},
         mix(floor_near, (struct colour){40, 40, 40}, 1, 2), floor_near);
    for (int i = 0; i < n; i++) { /* from far to near */
        int far = vy + (1000 - vy) * i * i / (n * n),
            near = vy + (1000 - vy) * (i + 1) * (i + 1) / (n * n);
        int depth = near - vy;
        for (int side = -1; side <= 1; side += 2) {
            int inner = vx + side * depth * between(s, 25, 45) / 100, outer = vx + side * depth * 2;
            int l = side < 0 ? outer : inner, r = side < 0 ? inner : outer;
            struct colour awning = colour(s, 30, 240), table = colour(s, 50, 200);
            box(v, l, vy - depth * between(s, 40, 80) / 100, r, vy - depth * 15 / 100, awning,
                mix(awning, (struct colour){0, 0, 0}, 1, 3));
            box(v, l, vy - depth * 15 / 100, r, far + depth / 4,
                mix(table, (struct colour){0, 0, 0}, 2, 3),
                mix(table, (struct colour){0, 0, 0}, 1, 3));
            box(v, l, vy + depth / 3, r, near, table, mix(table, (struct colour){0, 0, 0}, 1, 2));
            heap(v, d, l > 0 ? l : 0, vy + depth / 4, r < 1000 ? r : 1000, vy + depth / 2);
        }
    }
}

/* A counter from the front: back wall with shelves and a sign, the counter with trays. */
static void counter(const struct view *v, struct rng *s, struct rng *d)
{
    struct colour wall = colour(s, 60, 235), front = colour(s, 40, 220), sign = colour(s, 20, 250);
    int top = between(s, 380, 620), trays = between(s, 2, 7), shelves = between(s, 0, 3);
    box(v, -300, -300, 1300, top, wall, mix(wall, (struct colour){0, 0, 0}, 1, 4));
    int sx = between(s, 0, 500), sw = between(s, 200, 700), sy = between(s, 0, 150);
    box(v, sx, sy, sx + sw, sy + between(s, 50, 130), sign, sign);
    for (int i = 0; i < shelves; i++) {
        int y = 180 + i * (top - 180) / shelves, x = between(s, 0, 400), w = between(s, 250, 700);
        box(v, x, y, x + w, y + 14, (struct colour){90, 70, 50}, (struct colour){60, 45, 30});
        heap(v, d, x, y - 60, x + w, y);
    }
    box(v, -300, top, 1300, 1300, front, mix(front, (struct colour){0, 0, 0}, 2, 3));
    for (int i = 0; i < trays; i++) {
        int x0 = 1000 * i / trays + 10, x1 = 1000 * (i + 1) / trays - 10;
        int low = top + between(s, 120, 260);
        box(v, x0, top - 20, x1, low, colour(s, 60, 240), colour(s, 30, 150));
        heap(v, d, x0, top, x1, low);
    }
}

/* Goods on the ground or in crates, from above. */
static void ground(const struct view *v, struct rng *s, struct rng *d)
{
    int columns = between(s, 2, 5), rows = between(s, 2, 4), gap = between(s, 8, 40);
    struct colour base = colour(s, 50, 200);
    box(v, -300, -300, 1300, 1300, base, mix(base, colour(s, 20, 230), 1, 2));
    for (int i = 0; i < columns * rows; i++) {
        int x0 = 1000 * (i % columns) / columns + gap, y0 = 1000 * (i / columns) / rows + gap;
        int x1 = 1000 * (i % columns + 1) / columns - gap,
            y1 = 1000 * (i / columns + 1) / rows - gap;
        bool empty = between(s, 0, 5) == 0;
        struct colour crate = colour(s, 30, 240);
        box(v, x0, y0, x1, y1, crate, mix(crate, (struct colour){0, 0, 0}, 1, 3));
        if (!empty)
            heap(v, d, x0 + 12, y0 + 12, x1 - 12, y1 - 12);
    }
}

/* A street: sky, houses with shop fronts, road. */
static void street(const struct view *v, struct rng *s, struct rng *d)
{
    int edge = between(s, 450, 700);
    struct colour sky = {between(s, 120, 220), between(s, 150, 230), between(s, 180, 255)};
    struct colour road = colour(s, 60, 170);
    box(v, -300, -300, 1300, edge, sky, mix(sky, (struct colour){255, 255, 255}, 1, 2));
    for (int x = between(s, -250, 0); x < 1200;) {
        int w = between(s, 110, 380), roof = between(s, -50, edge - 200);
        struct colour house = colour(s, 60, 230);
        box(v, x, roof, x + w, edge, house, mix(house, (struct colour){0, 0, 0}, 1, 4));
        box(v, x, edge - 190, x + w, edge - 140, colour(s, 20, 250), colour(s, 20, 250));
        box(v, x + w / 8, edge - 130, x + w * 7 / 8, edge, colour(s, 15, 110), colour(s, 30, 160));
        for (int y = roof + 30; y < edge - 230; y += 90)
            box(v, x + w / 5, y, x + w * 2 / 5, y + 50, colour(s, 30, 120), colour(s, 60, 160));
        x += w + between(s, 0, 60);
    }
    box(v, -300, edge, 1300, 1300, road, mix(road, (struct colour){0, 0, 0}, 1, 3));
    litter(v, d, edge, 1000, between(d, 0, 40));
    for (int i = between(d, 0, 3); i > 0; i--) {
        int x = between(d, 0, 700);
        heap(v, d, x, edge + 30, x + between(d, 100, 300), edge + between(d, 100, 250));
    }
}

/* A yard or drain: walls, wet floor, a gully across. */
static void yard(const struct view *v, struct rng *s, struct rng *d)
{
    int edge = between(s, 250, 550), lean = between(s, -300, 300);
    struct colour wall = colour(s, 70, 220), floor = colour(s, 50, 160);
    box(v, -300, -300, 1300, edge, wall, mix(wall, colour(s, 20, 200), 1, 2));
    int door = between(s, 50, 800);
    box(v, door, edge - between(s, 150, 300), door + between(s, 90, 200), edge, colour(s, 20, 160),
        colour(s, 20, 120));
    box(v, -300, edge, 1300, 1300, floor, mix(floor, colour(s, 20, 220), 1, 3));
    int x = between(s, 200, 700), w = between(s, 40, 160);
    slab(v, (const int[]){x, x + w / 3, edge}, (const int[]){x + lean - w, x + lean + w, 1200},
         (struct colour){40, 45, 45}, (struct colour){20, 25, 30});
    litter(v, d, edge, 1000, between(d, 5, 70));
    for (int i = between(d, 0, 4); i > 0; i--)
        bin(v, d, between(d, 50, 950), between(d, edge + 80, 1000), between(d, 120, 260));
}

/* ---- light ---------------------------------------------------------------------------------- */

static void light(struct picture *p, struct rng *d)
{
    int gain = between(d, 800, 1150), slope_x = between(d, -220, 220),
        slope_y = between(d, -220, 220);
    int noise = between(d, 3, 10), dim = between(d, 0, 300);
    for (int y = 0; y < p->height; y++)
        for (int x = 0; x < p->width; x++) {
            unsigned char *at = p->p + ((size_t)y * (size_t)p->width + (size_t)x) * 3;
            int dx = 1000 * x / p->width - 500, dy = 1000 * y / p->height - 500;
            int g =
                gain + slope_x * dx / 500 + slope_y * dy / 500 - dim * (dx * dx + dy * dy) / 500000;
            uint64_t bits = rng_next(d);
            for (int k = 0; k < 3; k++, bits >>= 16)
                at[k] = (unsigned char)clamp(at[k] * g / 1000 +
                                             (int)(bits & 0xffff) % (2 * noise + 1) - noise);
        }
}

static bool paint(uint64_t scene, uint64_t visit, int sway, int width, int height,
                  struct picture *out)
{
    static void (*const PLACES[])(const struct view *, struct rng *,
                                  struct rng *) = {hall, counter, ground, street, yard};
    struct rng s = {scene}, d = {visit};
    if (!picture_create(out, width, height, 3, NULL))
        return false;
    memset(out->p, 60, (size_t)width * (size_t)height * 3);
    struct view v = {.p = out};
    v.zoom = between(&d, 1040 - sway * 3 / 2, 1040 + sway * 3 / 2);
    v.shift_x = between(&d, -sway, sway);
    v.shift_y = between(&d, -sway, sway);
    int place = between(&s, 0, (int)ARRAY_LEN(PLACES) - 1);
    PLACES[place](&v, &s, &d);
    if (place != 2)
        crowd(&v, &d, 6);
    light(out, &d);
    return true;
}

bool market_photo(uint64_t scene, uint64_t visit, int width, int height, struct picture *out)
{
    return paint(scene, visit, 60, width, height, out);
}

bool market_set_photo(uint64_t seed, int i, int width, int height, struct picture *out)
{
    /* Of ten: 0 to 5 stand alone, 6 to 9 share a scene. */
    uint64_t scene = (uint64_t)(i % 10 < 6 ? i : i / 10 * 10 + 6);
    struct rng mixed = {seed * 1000003 + scene};
    uint64_t scene_seed = rng_next(&mixed);
    struct rng visit = {seed ^ ((uint64_t)i << 20)};
    /* Three of the four look from the same spot to within 1.5 % of the picture, one to 6 %. */
    return paint(scene_seed, rng_next(&visit), i % 10 < 6 || i % 10 == 9 ? 60 : 15, width, height,
                 out);
}
