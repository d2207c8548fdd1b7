/* Rows of the table in commands.c: the record of what was done. */
#ifndef TZ_CLI_COMMANDS_AUDIT_H
#define TZ_CLI_COMMANDS_AUDIT_H

#include "cli/cli.h"

static const struct option AUDIT_LIST_OPTIONS[] = {
    {.name = "last",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "条数；缺省 50",
     .en = "how many; default: 50"},
    {.name = "before",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "只列序号更小的",
     .en = "only entries before this one"},
};
static const struct option AUDIT_FILE[] = {
    {.name = "file",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "audit export 输出的文件；缺省为数据库",
     .en = "a file of audit export; default: the database"},
};
static const struct option AUDIT_HASH[] = {
    {.meta = "ALGORITHM",
     .kind = OPTION_CHOICE,
     .choices = "sha256|sm3",
     .need = REQUIRED,
     .zh = "sha256（缺省）或 sm3（国密 GB/T 32905）",
     .en = "sha256 (the default) or sm3 (GB/T 32905)"},
};

#define AUDIT_COMMANDS                                                                             \
    {.name = "audit", .zh = "操作记录", .en = "The record of what was done"},                      \
        {.name = "audit list",                                                                     \
         .zh = "列出操作记录，最近的在前",                                                         \
         .en = "List entries, the latest first",                                                   \
         OPTIONS(AUDIT_LIST_OPTIONS),                                                              \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_list},                                                                   \
        {.name = "audit export",                                                                   \
         .zh = "输出全部操作记录，每行一个 JSON 对象",                                             \
         .en = "Print every entry, one JSON object a line",                                        \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_export,                                                                  \
         .example = "taizhang audit export >audit.jsonl"},                                         \
        {.name = "audit hash",                                                                     \
         .zh = "选定哈希算法；仅在记录为空时可选",                                                 \
         .en = "Choose what the chain is hashed with, while it is empty",                          \
         ARGUMENTS(AUDIT_HASH),                                                                    \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_hash,                                                                    \
         .example = "taizhang audit hash sm3"},                                                    \
        {.name = "audit head",                                                                     \
         .zh = "输出操作记录的条数、末条哈希与算法",                                               \
         .en = "Print length, last hash and algorithm of the record",                              \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_head},                                                                   \
        {.name = "audit verify",                                                                   \
         .zh = "核验操作记录的哈希链，指出第一处损坏",                                             \
         .en = "Verify the chain of entries; names the first broken one",                          \
         ARGUMENTS(AUDIT_FILE),                                                                    \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_verify,                                                                  \
         .example = "taizhang audit verify audit.jsonl"},

#endif
