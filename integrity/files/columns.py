"""The columns of spreadsheets: what they are called on screen and in files for people.

Programs and the command line use the keys; a file that is imported may use either in its header.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.i18n import LOCALES, N_

NAMES = {
    "about": N_("所反映的事项"),
    "accepted_on": N_("验收日期"),
    "acceptance_by": N_("约定验收期限"),
    "agreed_days": N_("约定付款天数"),
    "agreed_due_on": N_("约定付款日"),
    "agreed_rate": N_("约定逾期利率"),
    "amount": N_("金额"),
    "area": N_("所在区域"),
    "beneficiary": N_("承诺对象"),
    "body": N_("单位"),
    "body_text": N_("承诺书正文"),
    "case_no": N_("案号"),
    "category": N_("类别"),
    "cause": N_("案由"),
    "code_is_example": N_("示例代码"),
    "contract_name": N_("合同名称"),
    "contract_no": N_("合同编号"),
    "contract_signed_on": N_("合同签订日期"),
    "court": N_("法院"),
    "creditor": N_("供应商"),
    "creditor_kind": N_("申请执行人类型"),
    "creditor_name": N_("供应商名称"),
    "debtor": N_("欠款单位"),
    "delivered_on": N_("交付日期"),
    "done_on": N_("完成日期"),
    "due_on": N_("完成期限"),
    "due_words": N_("期限说明"),
    "external_id": N_("来源编号"),
    "fact_on": N_("履行或者违背的日期"),
    "filed_on": N_("反映日期"),
    "indicator": N_("指标"),
    "invoice": N_("登记号"),
    "issuer": N_("发布机关"),
    "key_field": N_("重点领域"),
    "kind": N_("类型"),
    "lead_unit": N_("原文牵头单位"),
    "link": N_("证据链接"),
    "major": N_("重大决策"),
    "matter": N_("审批或者申报事项"),
    "measured": N_("实际完成值"),
    "measured_quantity": N_("完成数量"),
    "milestones": N_("阶段目标"),
    "name": N_("名称"),
    "note": N_("备注"),
    "outcome": N_("结果"),
    "outcome_date": N_("完成情况日期"),
    "outcome_words": N_("完成情况"),
    "owed": N_("应履行金额"),
    "paid_on": N_("支付日期"),
    "performed": N_("已履行金额"),
    "performed_on": N_("履行完毕日期"),
    "pledged_on": N_("承诺日期"),
    "points": N_("得分"),
    "public": N_("是否公开"),
    "quantity": N_("目标值"),
    "reasons": N_("理由"),
    "received_by": N_("接收单位"),
    "received_on": N_("立案日期"),
    "ref": N_("编号"),
    "round": N_("评价轮次"),
    "second_source": N_("第二来源"),
    "settled_on": N_("结算日期"),
    "size": N_("企业规模"),
    "source": N_("来源系统"),
    "source_date": N_("来源日期"),
    "source_locator": N_("出处"),
    "source_page": N_("来源页码"),
    "source_title": N_("来源"),
    "state": N_("状态"),
    "subject": N_("承诺人"),
    "subject_name": N_("承诺人名称"),
    "support_units": N_("原文配合单位"),
    "supporters": N_("配合单位"),
    "target": N_("目标"),
    "text": N_("内容"),
    "theme": N_("主题"),
    "title": N_("事项"),
    "unit": N_("计量单位"),
    "unpaid": N_("未付的无争议金额"),
    "uscc": N_("统一社会信用代码"),
    "valid_until": N_("有效期至"),
    "version": N_("版本号"),
    "voucher": N_("支付凭证号"),
    "which": N_("与已有付款"),
    "words": N_("依据"),
}


class Head(NamedTuple):
    """One column: its key, its label, how it is filled in (or the words that may stand there, by
    what they mean), an example, whether it must be filled in, and what else it may be called.
    """

    key: str
    label: Any = ""
    help: Any = ""
    hint: Any = ""
    required: bool = False
    also: Sequence[str] = ()

    @property
    def name(self) -> str:
        """What it is called in the language of the page."""
        return str(self.label) or self.key

    @property
    def name_and_key(self) -> str:
        """Both, for whoever has to add the column to a file."""
        return _("%(name)s（%(note)s）", name=self.name, note=self.key)

    def words(self) -> set[str]:
        """Whatever may stand for it in a header: in any tongue of the house."""
        found = {self.key, *self.also}
        for locale in LOCALES:
            with force_locale(locale):
                found.add(self.name)
        return found


def heads(
    columns: Iterable[str], required: Sequence[str] = (), said: Mapping[str, Any] | None = None
) -> list[Head]:
    """Columns as they come, without what a field would say of them."""
    told = said or {}
    names = {column: _l(name) for column, name in NAMES.items()}
    return [Head(c, names.get(c, ""), told.get(c, ""), required=c in required) for c in columns]


def keys(cells: Iterable[str], heads: Iterable[Head]) -> list[str]:
    """The header of a file as keys; a cell that is neither key nor name stays as it is."""
    known = {word: head.key for head in heads for word in head.words()}
    return [known.get(cell, cell) for cell in cells]
