/* Options of the row in commands.c: the server. */
#ifndef TZ_CLI_COMMANDS_SERVE_H
#define TZ_CLI_COMMANDS_SERVE_H

#include "cli/command.h"

static const struct option SERVE_OPTIONS[] = {
    {.name = "listen",
     .meta = "ADDRESS",
     .kind = OPTION_TEXT,
     .zh = "监听地址；缺省为 127.0.0.1:8080",
     .en = "address to listen on; default: 127.0.0.1:8080"},
    {.name = "threads",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "处理请求的线程数，缺省 4",
     .en = "threads that answer requests; default 4"},
    {.name = "secure",
     .kind = OPTION_FLAG,
     .zh = "经 TLS 对外服务：会话 Cookie 加 Secure",
     .en = "served through TLS: session cookies are marked Secure"},
    {.name = "key",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "密钥文件，加密库中的动态口令密钥；缺省为 SQLite 数据库旁的 secret.key，没有则新建",
     .en = "key file that seals the secrets of one-time codes in the database; default: secret.key "
           "beside an SQLite database, made when it is not there"},
};

#endif
