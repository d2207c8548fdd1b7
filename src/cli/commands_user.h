/* Rows of the table in commands.c: accounts. */
#ifndef TZ_CLI_COMMANDS_USER_H
#define TZ_CLI_COMMANDS_USER_H

#include "cli/cli.h"

static const struct option USER_ARGUMENTS[] = {
    {.meta = "LOGIN", .kind = OPTION_TEXT, .need = REQUIRED, .zh = "用户名", .en = "login name"}};
#define HOURS_OPTION                                                                               \
    {                                                                                              \
        .name = "hours", .meta = "N", .kind = OPTION_COUNT,                                        \
        .zh = "一次性密码的有效小时数，1 至 168；缺省为 24",                                       \
        .en = "hours for which the one-time code is valid, 1 to 168; default: 24"                  \
    }
static const struct option USER_RESET_OPTIONS[] = {
    HOURS_OPTION,
    {.name = "codes-off",
     .kind = OPTION_FLAG,
     .zh = "同时解除动态口令：手机遗失",
     .en = "also turn one-time codes off: the phone is lost"},
};
static const struct option USER_ADD_OPTIONS[] = {
    {.name = "name",
     .meta = "NAME",
     .kind = OPTION_TEXT,
     .need = REQUIRED,
     .zh = "姓名",
     .en = "the person's name, in Chinese"},
    {.name = "name-en",
     .meta = "NAME",
     .kind = OPTION_TEXT,
     .zh = "英文姓名",
     .en = "name in English"},
    {.name = "role",
     .meta = "ROLE",
     .kind = OPTION_CHOICE,
     .need = REQUIRED,
     .choices =
         "coordinator|lead_unit|responsible_unit|town|grid_keeper|inspector|leader|superior_reader|"
         "administrator|security_administrator|auditor",
     .zh = "角色",
     .en = "role"},
    {.name = "region",
     .meta = "REGION",
     .kind = OPTION_REGION,
     .zh = "所在单位的区划；缺省为全国",
     .en = "region of the unit; default: the nation"},
    {.name = "unit",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "单位编号；缺省为该区划的第一个单位，没有时新建",
     .en = "number of the unit; default: the first of the region, made when there is none"},
    HOURS_OPTION,
};

static const struct option USER_LINK_OPTIONS[] = {
    {.name = "issuer",
     .meta = "URL",
     .kind = OPTION_TEXT,
     .need = REQUIRED,
     .zh = "统一认证服务的标识地址",
     .en = "the login service, by the address that it calls itself"},
    {.name = "sub",
     .meta = "ID",
     .kind = OPTION_TEXT,
     .need = REQUIRED,
     .zh = "该人员在统一认证服务的标识（sub）",
     .en = "what the login service calls the person (sub)"},
};

/* clang-format off */
#define USER_COMMANDS \
    {.name = "user", .zh = "账号", .en = "Accounts"}, \
    {.name = "user list", \
     .zh = "列出账号", \
     .en = "List accounts", \
     .database = DATABASE_YES, \
     .run = run_user_list}, \
    {.name = "user add", \
     .zh = "新建账号，显示一次性密码，首次登录须设置密码", \
     .en = "Make an account; shows the one-time code for its first login", \
     ARGUMENTS(USER_ARGUMENTS), \
     OPTIONS(USER_ADD_OPTIONS), \
     .database = DATABASE_YES, \
     .run = run_user_add, \
     .example = "taizhang user add li.na --name 李娜 --role responsible_unit --region 532624"}, \
    {.name = "user reset", \
     .zh = "以一次性密码代替密码，结束该账号的全部登录，并解除锁定", \
     .en = "Put a one-time code in place of the password; ends all sessions, unlocks", \
     ARGUMENTS(USER_ARGUMENTS), \
     OPTIONS(USER_RESET_OPTIONS), \
     .database = DATABASE_YES, \
     .run = run_user_reset, \
     .example = "taizhang user reset li.na"}, \
    {.name = "user disable", \
     .zh = "停用账号，结束其全部登录", \
     .en = "Disable an account; ends all its sessions", \
     ARGUMENTS(USER_ARGUMENTS), \
     .database = DATABASE_YES, \
     .run = run_user_disable}, \
    {.name = "user enable", \
     .zh = "启用账号", \
     .en = "Enable an account", \
     ARGUMENTS(USER_ARGUMENTS), \
     .database = DATABASE_YES, \
     .run = run_user_enable}, \
    {.name = "user unlock", \
     .zh = "解除因密码错误过多而产生的锁定", \
     .en = "Forget the wrong passwords of an account", \
     ARGUMENTS(USER_ARGUMENTS), \
     .database = DATABASE_YES, \
     .run = run_user_unlock}, \
    {.name = "user link", \
     .zh = "将账号与统一认证服务的人员关联", \
     .en = "Link an account with a person of the login service", \
     ARGUMENTS(USER_ARGUMENTS), \
     OPTIONS(USER_LINK_OPTIONS), \
     .database = DATABASE_YES, \
     .run = run_user_link},
/* clang-format on */

#endif
