#include "work/audit_kinds.h"

const struct audit_kind AUDIT_KINDS[] = {
    {"login", "登录", "Logged in"},
    {"login.password", "登录第一步（密码）", "Logged in, first step (password)"},
    {"login.service", "登录第一步（统一认证）", "Logged in, first step (login service)"},
    {"login.failed", "登录失败", "Login failed"},
    {"login.code.failed", "动态口令错误", "Wrong one-time code"},
    {"logout", "退出", "Logged out"},
    {"session.post", "切换岗位", "Changed the post acted in"},
    {"session.end", "结束登录", "Ended a login"},
    {"password.change", "修改密码", "Changed the password"},
    {"password.failed", "密码核对失败", "Wrong password where it was asked again"},
    {"password.reset", "重置密码", "Reset a password"},
    {"totp.on", "启用动态口令", "One-time codes on"},
    {"totp.off", "解除动态口令", "One-time codes off"},
    {"totp.recovery", "生成备用码", "New recovery codes"},
    {"account.add", "新建账号", "Added an account"},
    {"account.change", "修改账号", "Changed an account"},
    {"account.disable", "停用账号", "Disabled an account"},
    {"account.enable", "启用账号", "Enabled an account"},
    {"account.unlock", "解锁账号", "Unlocked an account"},
    {"account.link", "关联统一认证账号", "Linked an account with the login service"},
    {"unit.add", "新建单位", "Added a unit"},
    {"unit.change", "修改单位", "Changed a unit"},
    {"post.give", "授予岗位", "Gave a post"},
    {"post.end", "收回岗位", "Ended a post"},
    {"delegation.give", "委托代办", "Delegated a post"},
    {"delegation.end", "结束委托", "Ended a delegation"},
    {"handover", "工作交接", "Handed work over"},
    {"token.create", "签发接口令牌", "Issued an API token"},
    {"token.end", "停用接口令牌", "Ended an API token"},
    {"session.refused", "已退出的登录凭据被使用", "Used the cookie of a session that was ended"},
    {"token.refused", "接口令牌被拒绝", "Refused an API token"},
    {"calendar.day", "设置工作日历", "Set a day of the working calendar"},
    {"calendar.duty", "设置工作时段", "Set duty hours"},
    {"setting.change", "修改设置", "Changed a setting"},
    {"standard.import", "导入标准", "Imported a standard"},
    {"basis.confirm", "确认标准依据", "Confirmed the basis of a rule"},
    {"campaign.create", "新建创建活动", "Created a campaign"},
    {"campaign.standard", "更换活动标准", "Changed the standard of a campaign"},
    {"round.add", "新增轮次", "Added a round"},
    {"value.change", "修改数据", "Changed a value"},
    {"values.import", "导入数据", "Imported values"},
#include "domain/lifecycle_kinds.def"
    {"reminder.change", "修改提醒规则", "Changed the rules of reminders"},
    {"stage.change", "修改环节时限", "Changed the limits of steps"},
    {"channel.add", "新建消息通道", "Added a channel for messages"},
    {"channel.change", "修改消息通道", "Changed a channel for messages"},
    {"channel.test", "测试消息通道", "Tried a channel for messages"},
    {"channel.retry", "重发消息", "Sent again what was given up"},
    {"bulletin.make", "生成通报", "Made a bulletin"},
    {"notice.make", "生成整改通知", "Made a notice to a unit"},
    {"notice.receive", "签收整改通知", "Received a notice"},
    {"weekly.make", "生成问题通报", "Made a bulletin of findings"},
    {"ranking.make", "生成单位排名", "Made a ranking of units"},
    {"ranking.reply", "对排名名单提出说明", "Replied to a ranking or list"},
    {"ranking.publish", "公布单位排名", "Published a ranking of units"},
    {"ranking.switch", "开关单位排名", "Switched ranking of units on or off"},
    {"lists.make", "生成红黑榜", "Made the red and black list"},
    {"lists.appeal", "对红黑榜申诉", "Appealed against a list"},
    {"lists.hear", "裁定红黑榜申诉", "Heard an appeal against a list"},
    {"lists.clear", "按规则移出黑榜", "Took a unit off the black list by the rule"},
    {"lists.publish", "公布红黑榜", "Published the red and black list"},
    {"region.import", "导入区划", "Imported areas"},
    {"job.start", "提交后台任务", "Asked for a job"},
    {"job.cancel", "取消后台任务", "Cancelled a job"},
    {"view.save", "保存视图", "Kept a view of a list"},
    {"view.delete", "删除视图", "Deleted a view of a list"},
    {"file.export", "导出文件", "Took a file along"},
    {"request.refused", "越权请求被拒绝", "Refused for want of a right"},
    {"demo.create", "生成演示数据", "Made the demonstration"},
    {"backup.make", "备份", "Made a backup"},
    {"backup.failed", "备份失败", "Backup failed"},
    {"backup.restore", "恢复备份", "Restored a backup"},
    {"audit.hash", "选定审计算法", "Chose the algorithm of the record"},
    {"audit.checkpoint", "签署检查点", "Signed a checkpoint"},
    {"audit.read", "查看审计记录", "Looked at the record"},
    {"audit.export", "导出审计记录", "Exported the record"},
    {"audit.verify", "校验审计记录", "Verified the record"},
};
const int AUDIT_KINDS_N = (int)ARRAY_LEN(AUDIT_KINDS);

const struct audit_kind *audit_kind_find(struct str code)
{
    for (int i = 0; i < AUDIT_KINDS_N; i++)
        if (str_is(code, AUDIT_KINDS[i].code))
            return &AUDIT_KINDS[i];
    return NULL;
}

struct str audit_kind_text(struct str code, enum lang lang)
{
    const struct audit_kind *k = audit_kind_find(code);
    return !k ? code : str_of(lang == LANG_ZH ? k->zh : k->en);
}
