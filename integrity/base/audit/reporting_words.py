"""What acts on reports and assessments are called in the log; `words` reads it too."""

from flask_babel import lazy_gettext as _l

REPORTING_NAMES = {
    "enter_activity": _l("登记事项"),
    "verify_activity": _l("核实登记"),
    "return_activity": _l("退回登记"),
    "contest_activity": _l("对登记提出异议"),
    "keep_activity": _l("复核维持"),
    "count_again": _l("重新统计"),
    "set_rule": _l("增加规则"),
    "tell_bodies": _l("告知各单位"),
    "sign_assessment": _l("签核"),
    "issue_assessment": _l("签发建议函"),
    "tell_line": _l("告知考核数据"),
    "confirm_line": _l("确认数据"),
    "object_to_line": _l("对考核数据申请复核"),
    "change_line": _l("更正数据"),
    "keep_line": _l("维持数据"),
    "let_line_stand": _l("期满没有异议"),
    "recall_report": _l("收回有误的报告"),
}
