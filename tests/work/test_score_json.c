/* The JSON of a score and of its derivation, written down by hand after score_json.h. */
#include "../domain/small.h"
#include "work/score_json.h"

static void write(struct buf *out, const struct board *b, const struct reason *r)
{
    struct json j;
    buf_init(out, 0);
    json_begin(&j, out);
    json_obj(&j);
    json_key(&j, "score");
    score_to_json(&j, &b->results[0].nodes[0]);
    json_key(&j, "reason");
    reason_to_json(&j, r);
    json_end(&j);
    assert_false(buf_failed(out));
}

static void has(const struct buf *b, const char *text)
{
    if (!strstr(b->p, text))
        fail_msg("%s is not in %s", text, b->p);
}

/* 30 x 9 / 10 = 27; not tested: no numbers, a state and its words. */
static void score_and_reason(void **state)
{
    (void)state;
    for (int tested = 0; tested < 2; tested++) {
        struct small *t = small_new();
        small_item(t, -1, ITEM_GRADED, "30", "0");
        FACT(t, "532624", 0, true, .value = tested ? "9" : NULL, .source = "文\"1\"",
             .state = tested ? VALUE_PRESENT : VALUE_NOT_TESTED);
        small_node(t, NODE_ITEM, "30", NULL, LIST(0));
        struct board b;
        small_board(t, &b, 202604);
        struct buf out;
        write(&out, &b, board_explain(&b, &t->arena, 0, 0, &t->err));
        if (tested) {
            has(&out, "\"state\":\"ok\"");
            has(&out, "\"points\":\"27\",\"full\":\"30\",\"rate\":\"0.9\"");
            has(&out, "30 × 9 ÷ 10 = 27");
        } else {
            has(&out, "\"points\":null");
            has(&out, "not tested this round: left out, the rest is scaled up");
            has(&out, "本轮未测评");
        }
        has(&out, "文\\\"1\\\"");
        has(&out, "\"zh\":\"评分项\",\"en\":\"item\"");
        buf_release(&out);
        board_release(&b);
        small_free(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(score_and_reason)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
