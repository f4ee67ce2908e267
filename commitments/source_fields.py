"""What a file says of a commitment besides the promise: its source, and what became of it there."""

from flask_babel import lazy_gettext as _l

from commitments.kinds import words
from integrity.pages.fields import API, FACTS, FILE
from integrity.pages.fields import PublicField as Field

# fmt: off
SOURCE = (
    Field(
        "issuer", _l("承诺单位"), words(200), FILE | FACTS | API, help=_l("发布承诺的机关。"),
        required=FILE, of=lambda item: item.source_issuer,
        show=lambda item, on: item.source_issuer or item.subject.name, also=("发布机关",),
    ),
    Field(
        "source_date", _l("来源日期"), words(10), FILE | FACTS | API,
        help=_l("来源文件的日期；只知道年份的，填写四位年份。"),
    ),
    Field(
        "source_locator", _l("出处"), words(200), FILE | FACTS | API,
        help=_l("在来源文件中的位置，例如：第三部分第2条。"),
    ),
    Field(
        "lead_unit", _l("原文牵头单位"), words(200), FILE | FACTS | API,
        help=_l("原文写明的牵头单位。"), of=lambda item: item.lead_words,
    ),
    Field(
        "support_units", _l("原文配合单位"), words(200), FILE | FACTS | API,
        help=_l("原文写明的配合单位。"), of=lambda item: item.support_words,
    ),
)
"""Where it was published, in the source's own words."""
RESULT = (
    Field("outcome_words", _l("完成情况"), on=FILE, help=_l("来源文件对完成情况的表述。")),
    Field("outcome_date", _l("完成情况日期"), on=FILE, help=_l("该表述的日期。")),
    Field(
        "done_on", _l("完成日期"), on=FILE,
        help=_l("来源文件称已完成的，填写完成日期；显示为“自报完成，待核验”。"),
    ),
    Field("measured", _l("实际完成值"), on=FILE, help=_l("来源文件称已完成的填写。")),
    Field("measured_quantity", _l("完成数量"), on=FILE, help=_l("与目标值同一单位的数字。")),
    Field(
        "state", _l("状态"), on=FILE,
        help=_l("仅供查看，导入时不读取：导入不能代替签署、公开和核验。"),
    ),
    Field(
        "outcome", _l("核验结果"), on=FILE,
        help=_l("仅供查看，导入时不读取；依法变更而撤回的承诺不能导入。"), also=("结果",),
    ),
)
"""What became of it, as its source says; the last two are for readers."""
# fmt: on
