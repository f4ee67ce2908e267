"""What each column of a file of commitments is for, as the page of an import explains it.

A text, or the words that may stand there with their names; an import takes either.
"""

from typing import Any

from flask_babel import lazy_gettext as _l

from commitments.models import CATEGORY_NAMES, FIELD_NAMES, THEME_NAMES

PROMISE: dict[str, Any] = {
    "title": _l("承诺事项，一句话写明做什么。例如：改造老旧小区49个。"),
    "target": _l("可以核验的数量或者标准。"),
    "category": CATEGORY_NAMES,
    "theme": THEME_NAMES,
    "key_field": FIELD_NAMES,
    "beneficiary": _l("承诺对象（企业或者组织）的统一社会信用代码或者名称；不得填写自然人。"),
    "major": _l("是否重大决策：是、否；不填为否。"),
    "quantity": _l("目标值，数字，最多两位小数。例如：49。"),
    "unit": _l("目标值的单位。例如：个、公里、万元。"),
    "supporters": _l("配合单位的名称，用顿号隔开；须已登记。"),
    "due_on": _l("完成期限。例如：2026-12-31 或者 2026年12月31日；持续履行的不填。"),
    "due_words": _l("原文对期限的表述，或者为什么没有期限。"),
    "source_title": _l("作出承诺的文件或者会议。"),
    "source_page": _l("来源页码。"),
    "milestones": _l(
        "阶段目标：日期，目标，权重；各阶段用分号隔开。"
        "例如：2026-06-30，完成主体工程，40；2026-12-31，竣工，60。"
    ),
    "body_text": _l("承诺书正文。"),
}
PUBLISHED: dict[str, Any] = PROMISE | {
    "ref": _l("承诺的编号，由发布单位编，不能重复。"),
    "body": _l("承担承诺的单位，填写统一社会信用代码，或者登记的名称。"),
    "source_date": _l("来源文件的日期；只知道年份的，填写四位年份。"),
    "issuer": _l("发布承诺的机关。"),
    "source_locator": _l("在来源文件中的位置，例如：第三部分第2条。"),
    "lead_unit": _l("原文写明的牵头单位。"),
    "support_units": _l("原文写明的配合单位。"),
    "outcome_words": _l("来源文件对完成情况的表述。"),
    "outcome_date": _l("该表述的日期。"),
    "done_on": _l("来源文件称已完成的，填写完成日期；显示为“自报完成，待核验”。"),
    "measured": _l("实际完成值，来源文件称已完成的填写。"),
    "measured_quantity": _l("完成数量，与目标值同一单位的数字。"),
    "state": _l("仅供查看，导入时不读取：导入不能代替签署、公开和核验。"),
    "outcome": _l("仅供查看，导入时不读取；依法变更而撤回的承诺不能导入。"),
}
DRAFT: dict[str, Any] = PROMISE | {
    "body": _l("可以不填；填写的，只能是本单位。"),
}
