/* Rows of the table in commands.c: keeping and restoring. */
#ifndef TZ_CLI_COMMANDS_KEEP_H
#define TZ_CLI_COMMANDS_KEEP_H

#include "cli/cli.h"

#define PASSPHRASE_OPTION(zh_, en_)                                                                \
    {                                                                                              \
        .name = "passphrase-file", .meta = "FILE", .kind = OPTION_FILE, .zh = zh_, .en = en_       \
    }
static const struct option BACKUP_OPTIONS[] = {
    {.name = "to",
     .meta = "PATH",
     .kind = OPTION_PATH,
     .need = REQUIRED,
     .zh = "已有的文件夹（按时间命名），或新文件",
     .en = "an existing folder, where it is named by the time, or a new file"},
    {.name = "keep",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "文件夹中只保留最近的 N 份；缺省为全部保留",
     .en = "in a folder: only the newest N stay; default: all"},
    {.name = "encrypt",
     .kind = OPTION_FLAG,
     .zh = "必须加密：没有口令即报错；有口令时总会加密",
     .en = "without a passphrase refuse; with one it is encrypted anyway"},
    PASSPHRASE_OPTION("口令文件，取首行；缺省取环境变量 TAIZHANG_BACKUP_PASSPHRASE；有口令即加密",
                      "file whose first line is the passphrase that encrypts it; default: the "
                      "environment's TAIZHANG_BACKUP_PASSPHRASE"),
    {.name = "key",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "密钥文件；缺省为 SQLite 数据库旁的 secret.key",
     .en = "key file; default: secret.key beside an SQLite database"},
    {.name = "files",
     .meta = "DIR",
     .kind = OPTION_FOLDER,
     .zh = "存放文件的文件夹；缺省为 SQLite 数据库旁的 files",
     .en = "folder of stored files; default: files beside an SQLite database"},
};
static const struct option RESTORE_OPTIONS[] = {
    {.name = "to",
     .meta = "DIR",
     .kind = OPTION_FOLDER,
     .need = REQUIRED,
     .zh = "恢复到此文件夹，须为新的或空的",
     .en = "where to: a new or empty folder"},
    PASSPHRASE_OPTION("口令文件；缺省取环境变量 TAIZHANG_BACKUP_PASSPHRASE",
                      "file with the passphrase; default: the environment's "
                      "TAIZHANG_BACKUP_PASSPHRASE"),
};
static const struct option RESTORE_ARGUMENTS[] = {{.meta = "FILE",
                                                   .kind = OPTION_FILE,
                                                   .need = REQUIRED,
                                                   .zh = "taizhang backup 生成的备份",
                                                   .en = "a backup that taizhang backup made"}};
static const struct option CHECK_OPTIONS[] = {
    {.name = "sweep",
     .kind = OPTION_FLAG,
     .zh = "同时清除一天以前遗留、没有任何记录引用的文件",
     .en = "also remove files that nothing names and that are older than a day"},
    {.name = "files",
     .meta = "DIR",
     .kind = OPTION_FOLDER,
     .zh = "存放文件的文件夹；缺省为 SQLite 数据库旁的 files",
     .en = "folder of stored files; default: files beside an SQLite database"},
};

#define KEEP_COMMANDS                                                                              \
    {.name = "backup",                                                                             \
     .zh = "备份数据库、密钥和文件，服务可照常运行；写完即复核",                                   \
     .en = "Back up database, key and files while the server runs; read again when written",       \
     OPTIONS(BACKUP_OPTIONS),                                                                      \
     .database = DATABASE_YES,                                                                     \
     .run = run_backup,                                                                            \
     .example = "taizhang backup --to /mnt/backup --keep 14"},                                     \
        {.name = "restore",                                                                        \
         .zh = "将备份恢复到空的文件夹",                                                           \
         .en = "Restore a backup into an empty folder",                                            \
         ARGUMENTS(RESTORE_ARGUMENTS),                                                             \
         OPTIONS(RESTORE_OPTIONS),                                                                 \
         .run = run_restore,                                                                       \
         .example = "taizhang restore taizhang-20260401-023000.tzb --to /var/lib/taizhang"},       \
        {.name = "check",                                                                          \
         .zh = "检查全部数据：每张表、文件摘要、标准、通报与文书的摘要、操作记录的哈希链",         \
         .en = "Check all that is stored: every table, files, standards, papers and the record",   \
         OPTIONS(CHECK_OPTIONS),                                                                   \
         .database = DATABASE_YES,                                                                 \
         .run = run_check},                                                                        \
        {.name = "recount",                                                                        \
         .zh = "按问题台账重新生成计数（taizhang check 报告计数不符时）",                          \
         .en = "Make the counters of findings anew, when taizhang check says that they are wrong", \
         .database = DATABASE_YES,                                                                 \
         .run = run_recount},

#endif
