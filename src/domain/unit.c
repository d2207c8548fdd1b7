#include "domain/unit.h"

#include <string.h>

const struct unit_kind UNIT_KINDS[UNIT_KINDS_N] = {
    {"government", "政府机关", "Government"},
    {"party", "党群机关", "Party and mass organisation"},
    {"bureau", "部门（委办局）", "Bureau"},
    {"office", "专项办公室", "Campaign office"},
    {"town", "乡镇（街道）", "Town or street"},
    {"community", "社区（村）", "Community or village"},
    {"public_institution", "事业单位", "Public institution"},
    {"medical", "医疗卫生机构", "Health institution"},
    {"school", "学校（托幼机构）", "School or kindergarten"},
    {"enterprise", "企业", "Enterprise"},
    {"social", "社会组织", "Social organisation"},
    {"group", "督查考核组", "Inspection group"},
    {"other", "其他", "Other"},
};

const struct unit_kind *unit_kind_find(struct str word)
{
    for (int i = 0; i < UNIT_KINDS_N; i++)
        if (str_is(word, UNIT_KINDS[i].code) || str_is(word, UNIT_KINDS[i].zh) ||
            str_is(word, UNIT_KINDS[i].en))
            return &UNIT_KINDS[i];
    return NULL;
}

/* The value of a character is its place here (GB 32100-2015, table B.1). */
static const char ALPHABET[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
enum { CODE_LENGTH = 18, MODULUS = 31 };

bool credit_code_check(struct str code, struct err *err)
{
    if (code.n == 0)
        return true;
    int sum = 0, weight = 1;
    for (size_t i = 0; i < CODE_LENGTH; i++) {
        const char *at = i < code.n && code.p[i] ? strchr(ALPHABET, code.p[i]) : NULL;
        if (!at || code.n != CODE_LENGTH)
            return err_set(err, ERR_CREDIT_CODE, err_word(code).z);
        if (i + 1 == CODE_LENGTH)
            break;
        sum += (int)(at - ALPHABET) * weight;
        weight = weight * 3 % MODULUS; /* 3 to the power of the place */
    }
    char right[2] = {ALPHABET[(MODULUS - sum % MODULUS) % MODULUS], 0};
    return code.p[CODE_LENGTH - 1] == right[0] ||
           err_set(err, ERR_CREDIT_CHECK, err_word(code).z, right);
}
