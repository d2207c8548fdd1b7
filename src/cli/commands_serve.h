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

#endif
