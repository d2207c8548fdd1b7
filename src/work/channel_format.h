/* The bodies and signatures of the gateways. Written from what their vendors publish:
 *  - WeCom group robot: https://developer.work.weixin.qq.com/document/path/91770 (text of at most
 *    2048 bytes; errcode 0 is good)
 *  - DingTalk custom robot:
 * https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages and
 * .../customize-robot-security-settings (sign = base64 of HMAC-SHA256 of "ms\nsecret" with the
 * secret as key; errcode 0 is good)
 *  - Feishu custom bot: https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (sign =
 *    base64 of HMAC-SHA256 of nothing with "s\nsecret" as key; code 0 is good)
 *  - generic webhook: X-Taizhang-Timestamp (s) and X-Taizhang-Signature, "sha256=" and the
 *    hexadecimal HMAC-SHA256 of timestamp, ".", body with the secret as key
 *  - SMS gateway: a template with {text} and {receivers}; one that begins with "{" is JSON,
 * anything else a form
 *  - e-mail: RFC 5322 with the text in base64 (RFC 2045), subject by RFC 2047. */
#ifndef TZ_WORK_CHANNEL_FORMAT_H
#define TZ_WORK_CHANNEL_FORMAT_H

#include "base/when.h"
#include "store/rows_gen.h"
#include "work/outgoing.h"

enum channel_kind {
    CHANNEL_WECOM,
    CHANNEL_DINGTALK,
    CHANNEL_FEISHU,
    CHANNEL_WEBHOOK,
    CHANNEL_SMS,
    CHANNEL_SMTP,
    CHANNEL_KINDS
};
struct channel_kind_def {
    const char *code;
    size_t text_max; /* bytes of a text */
    bool smtp, receivers, secret_needed;
};
extern const struct channel_kind_def CHANNEL_KIND[CHANNEL_KINDS];
int channel_kind_find(struct str code);

struct parcel {
    struct str url, secret; /* opened */
    struct str subject, text;
    struct str id; /* the same when it is sent again */
    int64_t count; /* messages in it */
    msec now;
};
/* ERR_MEMORY. */
bool channel_format(const struct channel_row *c, const struct parcel *p, struct arena *arena,
                    struct transmission *out, struct err *err);
/* Did the gateway take it? Some say no with a 200. answer: status and body. */
bool channel_took(const struct channel_row *c, struct str answer);

#endif
