#include "cli/flow.h"

#include "base/utf8.h"
#include "cli/width.h"

static bool closes(int32_t cp)
{
    static const char *const CLOSING = "，。；：、！？）》”’";
    char text[5] = {0};
    if (cp < 0)
        return false;
    text[utf8_put(cp, text)] = 0;
    return cp > 0x7F && strstr(CLOSING, text);
}

/* Length of the next piece that is not broken: a wide character with the punctuation behind it, or
 * a run of others up to a blank. */
static size_t piece(struct str s)
{
    size_t n, k;
    int32_t cp = utf8_next(s, &n);
    bool is_wide = width_of_char(cp) == 2;
    while (n < s.n) {
        cp = utf8_next((struct str){s.p + n, s.n - n}, &k);
        if (s.p[n] == ' ')
            break;
        if (!closes(cp) && (is_wide || width_of_char(cp) == 2))
            break;
        is_wide = is_wide || closes(cp);
        n += k;
    }
    return n;
}

void flow(struct out *out, const char *text, int at, int indent)
{
    struct str s = str_of(text);
    bool start = true; /* of a line: no blank, and never another break */
    while (s.n) {
        bool blank = s.p[0] == ' ';
        if (blank) {
            s = (struct str){s.p + 1, s.n - 1};
            if (!s.n)
                break;
        }
        struct str word = {s.p, piece(s)};
        int width = width_of(word);
        if (!start && at + (blank ? 1 : 0) + width > FLOW_WIDTH - 1) {
            out_addz(out, "\n");
            out_blank(out, indent);
            at = indent;
        } else if (blank && !start) {
            out_addz(out, " ");
            at++;
        }
        out_add(out, word);
        at += width;
        start = false;
        s = (struct str){s.p + word.n, s.n - word.n};
    }
    out_addz(out, "\n");
}
