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
     .zh = "同时处理的请求数，缺省 64",
     .en = "requests that are answered at once; default 64"},
    {.name = "secure",
     .kind = OPTION_FLAG,
     .zh = "经 TLS 对外服务：会话 Cookie 加 Secure，浏览器只用 HTTPS",
     .en = "served through TLS: session cookies are marked Secure, browsers stay with HTTPS"},
    {.name = "trusted-proxy",
     .meta = "ADDRESSES",
     .kind = OPTION_TEXT,
     .zh = "反向代理的地址或网段，以逗号分隔：来自这些地址的请求，以 X-Forwarded-For "
           "为客户端地址；缺省为无",
     .en = "addresses or ranges of reverse proxies, comma between: for requests from them the "
           "client's address is taken from X-Forwarded-For; default: none"},
    {.name = "key",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "密钥文件，加密库中的动态口令密钥；缺省为 SQLite 数据库旁的 secret.key，没有则新建",
     .en = "key file that seals the secrets of one-time codes in the database; default: secret.key "
           "beside an SQLite database, made when it is not there"},
    {.name = "files",
     .meta = "DIR",
     .kind = OPTION_FOLDER,
     .zh = "存放照片和材料的文件夹，没有则新建；缺省为 SQLite 数据库旁的 files",
     .en = "folder for photos and papers, made when it is not there; default: files beside an "
           "SQLite database"},
    {.name = "outgoing",
     .meta = "HOSTS",
     .kind = OPTION_TEXT,
     .zh = "允许外发消息的主机，以逗号分隔，如 "
           "qyapi.weixin.qq.com,smtps://mail.example:465；缺省为不外发",
     .en = "hosts that messages may be sent to, comma between, such as "
           "qyapi.weixin.qq.com,smtps://mail.example:465; default: none"},
    {.name = "backup-dir",
     .meta = "DIR",
     .kind = OPTION_FOLDER,
     .zh = "备份存放的文件夹；给出后管理员可在页面上备份",
     .en = "folder for backups; with it the administrator may ask for one"},
    {.name = "backup-at",
     .meta = "TIME",
     .kind = OPTION_TEXT,
     .zh = "每天此时（北京时间）备份，如 02:30；错过的在启动后补做",
     .en = "make one every day at this time in China, such as 02:30; one that was missed is made "
           "after the start"},
    {.name = "backup-keep",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "只保留最近的 N 份；缺省为 14，0 为全部保留",
     .en = "only the newest N stay; default 14, 0 = all"},
    {.name = "passphrase-file",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "备份口令文件，取首行；缺省取环境变量 TAIZHANG_BACKUP_PASSPHRASE；有口令即加密",
     .en = "file whose first line is the passphrase that encrypts backups; default: the "
           "environment's TAIZHANG_BACKUP_PASSPHRASE"},
    {.name = "base-url",
     .meta = "URL",
     .kind = OPTION_TEXT,
     .zh = "浏览器访问本系统的地址，如 https://taizhang.example，统一认证登录须给出",
     .en = "this server as browsers see it, such as https://taizhang.example; needed by a login "
           "service"},
    {.name = "oidc-issuer",
     .meta = "URL",
     .kind = OPTION_TEXT,
     .zh = "统一认证服务（OpenID Connect）的标识地址，给出则启用统一认证登录",
     .en = "login service (OpenID Connect) by the address that it calls itself; turns it on"},
    {.name = "oidc-client",
     .meta = "ID",
     .kind = OPTION_TEXT,
     .zh = "本系统在统一认证服务的客户端标识",
     .en = "what the login service calls this program"},
    {.name = "oidc-secret",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "客户端密钥所在文件；缺省为公开客户端",
     .en = "file with the client's secret; default: a public client"},
    {.name = "oidc-ca",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "信任的证书文件；缺省为系统证书",
     .en = "certificates to trust; default: those of the system"},
    {.name = "oidc-by-login",
     .kind = OPTION_FLAG,
     .zh = "尚未关联的账号按用户名对应（管理类角色除外）",
     .en = "accounts that are not linked yet are found by login name, but for administrators"},
};

static const struct option REMIND_OPTIONS[] = {
    {.name = "now", .kind = OPTION_FLAG, .zh = "立即提醒和督办", .en = "remind and supervise now"},
};
#define REMIND_COMMAND                                                                             \
    {.name = "remind",                                                                             \
     .zh = "列出待提醒的数量，或按规则提醒和督办；运行中的服务每分钟自行办理",                     \
     .en = "How much is to be reminded of, or do it; a running server does so every minute",       \
     OPTIONS(REMIND_OPTIONS),                                                                      \
     .database = DATABASE_YES,                                                                     \
     .run = run_remind,                                                                            \
     .example = "taizhang remind --now"},

#endif
