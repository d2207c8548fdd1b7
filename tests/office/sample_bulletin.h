/* Sample values for every tag of templates/bulletin. */
#ifndef TZ_TESTS_SAMPLE_BULLETIN_H
#define TZ_TESTS_SAMPLE_BULLETIN_H

#include "office/docx.h"

static inline void sample_ranks(struct docx_values *group)
{
    static const char *const rows[8][9] = {
        {"1", "甲县", "912.40", "905.2", "929.2", "0.00", "0.00", "↑1", "3"},
        {"2", "乙县", "905.13", "903.0", "910.1", "7.27", "7.27", "↓1", "3"},
        {"3", "丙县", "899.90", "901.5", "896.2", "12.50", "5.23", "—", "3"},
        {"4", "丁县", "893.02", "890.4", "899.1", "19.38", "6.88", "↑2", "3"},
        {"5", "戊县", "889.61", "899.0", "867.7", "22.79", "3.41", "↓1", "3"},
        {"6", "己县", "880.15", "879.3", "882.1", "32.25", "9.46", "↓1", "3"},
        {"7", "庚县", "871.44", "866.0", "884.1", "40.96", "8.71", "—", "3"},
        {"8", "辛县", "未测评", "—", "—", "—", "—", "—", "0"},
    };
    static const char *const names[9] = {"rank",      "county",       "combined", "seat",  "towns",
                                         "gap_first", "gap_previous", "movement", "sample"};
    for (int i = 0; i < 8; i++) {
        struct docx_values *row = docx_item(group, "ranks");
        for (int k = 0; k < 9; k++)
            docx_text(row, names[k], str_of(rows[i][k]));
    }
}

static inline void sample_tables(struct docx_values *v)
{
    static const char *const weak[5][4] = {
        {"生活垃圾无害化处理率", "88.2%", "≥95%", "6.8"},
        {"建成区绿化覆盖率", "33.1%", "≥36%", "2.9"},
        {"城乡居民医保参保率", "93.5%", "≥95%", "1.5"},
        {"病媒生物密度控制水平", "D级", "≥C级", "1级"},
        {"居民健康素养水平", "21.0%", "≥23%", "2.0"},
    };
    static const char *const kinds[4][2] = {
        {"农贸市场", "24"}, {"背街小巷", "48"}, {"公共厕所", "32"}, {"餐饮店", "40"}};
    for (int i = 0; i < 5; i++) {
        struct docx_values *row = docx_item(v, "weakest");
        docx_text(row, "county", STR("戊县"));
        docx_text(row, "indicator", str_of(weak[i][0]));
        docx_text(row, "value", str_of(weak[i][1]));
        docx_text(row, "target", str_of(weak[i][2]));
        docx_text(row, "gap", str_of(weak[i][3]));
    }
    for (int i = 0; i < 2; i++) {
        struct docx_values *row = docx_item(v, "findings");
        docx_text(row, "county", i ? STR("戊县") : STR("甲县"));
        docx_text(row, "open", i ? STR("126") : STR("37"));
    }
    for (int i = 0; i < 4; i++) {
        struct docx_values *row = docx_item(v, "samples");
        docx_text(row, "kind", str_of(kinds[i][0]));
        docx_text(row, "count", str_of(kinds[i][1]));
    }
}

static inline void sample_bulletin(struct docx_values *v, bool demo)
{
    docx_flag(v, "demo", demo);
    docx_text(v, "issuer", STR("某州爱国卫生运动委员会文件"));
    docx_text(v, "number", STR("某爱卫〔2026〕5号"));
    docx_text(v, "title", STR("关于2026年4月国家卫生县创建\n现场测评排名情况的通报"));
    docx_text(v, "addressees", STR("各县（市）人民政府，州级有关部门"));
    docx_text(v, "intro",
              STR("按照国家卫生县标准（2021版），州爱卫办于2026年4月组织开展现场测评，共测评8个县"
                  "县城和16个乡镇。现将有关情况通报如下。"));
    struct docx_values *group = docx_item(v, "groups");
    docx_text(group, "group_name", STR("（一）各县"));
    docx_text(group, "group_note", STR("本组8个县，综合得分满分1000分。"));
    sample_ranks(group);
    group = docx_item(v, "groups");
    docx_text(group, "group_name", STR("（二）县级市"));
    docx_text(group, "group_note", STR_NONE);
    docx_list(group, "ranks");
    docx_text(v, "weakest_intro", STR("与目标差距最大的五项指标如下："));
    docx_text(v, "findings_intro", STR("截至数据截止时间，各县未销号问题如下："));
    sample_tables(v);
    docx_text(docx_item(v, "not_tested"), "item", STR("辛县县城及乡镇（道路中断）"));
    docx_text(docx_item(v, "not_tested"), "item", STR("各县集贸市场活禽区"));
    docx_text(docx_item(v, "notes"), "note",
              STR("综合得分=县城得分×70%+所抽乡镇平均得分×30%，四舍五入保留两位小数。"));
    docx_text(docx_item(v, "notes"), "note", STR("得分相同的，依次比较县城得分、未销号问题数。"));
    docx_text(v, "data_cut", STR("2026-04-30 18:00"));
    docx_text(v, "record", STR("4711条，末条SHA-256 2c26b46b68ffc68ff99b453c1d304134"));
    docx_text(v, "digest", STR("9f86d081884c7d659a2feaa0c55ad015"));
    docx_text(v, "signer", STR("某州爱国卫生运动委员会"));
    docx_text(v, "date", STR("2026年5月6日"));
    docx_text(v, "copy_to", STR("省爱国卫生运动委员会办公室，州委办公室，州人大常委会办公室"));
    docx_text(v, "printed_by", STR("某州爱国卫生运动委员会办公室"));
    docx_text(v, "print_date", STR("2026年5月6日"));
}

#endif
