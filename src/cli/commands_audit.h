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
static const struct option AUDIT_VERIFY_OPTIONS[] = {
    {.name = "checkpoint",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "另存的检查点；其前的截断或重写都会显出",
     .en = "a checkpoint kept elsewhere: what was cut off or written anew before it shows"},
    {.name = "public-key",
     .meta = "KEY",
     .kind = OPTION_TEXT,
     .zh = "检查点须由此公钥签名（见 audit key）",
     .en = "the key that must have signed it, as audit key printed it"},
    {.name = "head",
     .meta = "N:HASH",
     .kind = OPTION_TEXT,
     .zh = "纸面上的条数与末条哈希（如通报所印）；其前的截断或重写都会显出",
     .en = "length and head as a bulletin prints them: what was changed before them shows"},
};
static const struct option AUDIT_KEY_OPTIONS[] = {
    {.name = "key",
     .meta = "FILE",
     .kind = OPTION_PATH,
     .zh = "签名密钥文件；缺省为 SQLite 数据库旁的 audit.key，不存在即生成",
     .en = "key file; default: audit.key beside an SQLite database; made when it is not there"},
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
        {.name = "audit key",                                                                      \
         .zh = "输出签署检查点的公钥",                                                             \
         .en = "Print the public key that signs checkpoints",                                      \
         OPTIONS(AUDIT_KEY_OPTIONS),                                                               \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_key},                                                                    \
        {.name = "audit checkpoint",                                                               \
         .zh = "签署当前的条数与末条哈希，供另处保存",                                             \
         .en = "Sign length and head as they are, to be kept elsewhere",                           \
         OPTIONS(AUDIT_KEY_OPTIONS),                                                               \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_checkpoint,                                                              \
         .example = "taizhang audit checkpoint >checkpoint.json"},                                 \
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
         OPTIONS(AUDIT_VERIFY_OPTIONS),                                                            \
         .database = DATABASE_YES,                                                                 \
         .run = run_audit_verify,                                                                  \
         .example = "taizhang audit verify audit.jsonl"},

#endif
