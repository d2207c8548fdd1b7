#include "cli/cli.h"

#define ARGUMENTS(a) .arguments = (a), .n_arguments = (int)ARRAY_LEN(a)
#define OPTIONS(a) .options = (a), .n_options = (int)ARRAY_LEN(a)

const struct option GLOBAL_OPTIONS[] = {
    {.name = "lang",
     .meta = "LANGUAGE",
     .kind = OPTION_CHOICE,
     .choices = "zh|en",
     .zh = "界面语言；缺省按环境变量 LANG",
     .en = "language of messages and headings; default: by the environment's LANG"},
    {.name = "format",
     .meta = "FORMAT",
     .kind = OPTION_CHOICE,
     .choices = "table|csv|json",
     .zh = "结果的格式；缺省为 table",
     .en = "form of the result; default: table"},
    {.name = "quiet",
     .letter = 'q',
     .kind = OPTION_FLAG,
     .zh = "不显示进度；标准错误不是终端时总是如此",
     .en = "no progress on standard error; always so when that is not a terminal"},
    {.name = "help",
     .letter = 'h',
     .kind = OPTION_FLAG,
     .zh = "显示用法",
     .en = "show how to use it"},
    {.name = "version", .kind = OPTION_FLAG, .zh = "显示版本", .en = "show the version"},
};
const int GLOBAL_OPTIONS_N = (int)ARRAY_LEN(GLOBAL_OPTIONS);

const struct exit_code EXIT_CODES[] = {
    {0, "一切正常", "all is well"},
    {1, "被检查的内容有问题（标准或数据不合格）",
     "what was checked is not in order (a standard, values)"},
    {2, "命令用法错误", "the command was not used rightly"},
    {3, "要找的内容不存在", "what was asked for does not exist"},
    {4, "输入的文件或值有误", "a file or value given is wrong"},
    {5, "系统故障：读写、内存、磁盘空间、数据库、标准输出",
     "the system failed: reading, writing, memory, disk space, database, standard output"},
    {6, "没有权限，或与他人的修改冲突", "not allowed, or in conflict with somebody's change"},
};
const int EXIT_CODES_N = (int)ARRAY_LEN(EXIT_CODES);

/* ---- help and the like ---------------------------------------------------------------------- */

static const struct option COMPLETION_ARGUMENTS[] = {
    {.meta = "SHELL",
     .kind = OPTION_CHOICE,
     .choices = "bash|zsh",
     .need = REQUIRED,
     .zh = "命令行外壳",
     .en = "the shell"},
};

static const struct option HELP_ARGUMENTS[] = {
    {.meta = "COMMAND",
     .kind = OPTION_TEXT,
     .zh = "命令，如 score",
     .en = "a command, such as score"},
    {.meta = "SUBCOMMAND", .kind = OPTION_TEXT, .zh = "其第二个词", .en = "its second word"},
};

static const struct option HELP_OPTIONS[] = {
    {.name = "man",
     .kind = OPTION_FLAG,
     .zh = "输出手册页（troff）",
     .en = "the man page, as troff"},
    {.name = "markdown",
     .kind = OPTION_FLAG,
     .zh = "输出全部命令的说明（Markdown）",
     .en = "the reference of all commands, as Markdown"},
};

const struct command COMMANDS[] = {
    {.name = "completion",
     .zh = "输出命令行补全脚本",
     .en = "Print the script that completes commands in a shell",
     ARGUMENTS(COMPLETION_ARGUMENTS),
     .run = run_completion,
     .example = "eval \"$(taizhang completion bash)\""},
    {.name = "help",
     .zh = "显示用法",
     .en = "Show how to use the program or a command",
     ARGUMENTS(HELP_ARGUMENTS),
     OPTIONS(HELP_OPTIONS),
     .run = run_help,
     .example = "taizhang help score"},
    {.name = "version", .zh = "显示版本", .en = "Show the version", .run = run_version},
};
const int COMMANDS_N = (int)ARRAY_LEN(COMMANDS);
