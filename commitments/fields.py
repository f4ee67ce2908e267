"""A commitment, described once, in the order in which it is drafted; all of it is public.

Not the text that is signed: its keys are a format whose bytes never change, and no label may.
"""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import RadioField

from commitments import presenter
from commitments.kinds import BENEFICIARY, FLAG, NUMBER, PLAN, SUPPORTERS, words
from commitments.models import (
    CATEGORY_NAMES,
    THEME_NAMES,
    Category,
    Commitment,
    Theme,
)
from commitments.source_fields import RESULT, SOURCE
from commitments.steps.step_forms import StepsField
from integrity.base import i18n, searching
from integrity.casework import fields as usual
from integrity.pages.fields import API, DAY, FACTS, FILE, FORM, LIST, Kind, as_it_is, choice, text
from integrity.pages.fields import PublicField as Field
from integrity.pages.items import Badge
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject

ASKED = FORM | FILE | API
NEEDED = FORM | FILE
CATEGORIES = [(category.value, name) for category, name in CATEGORY_NAMES.items()]


def _marked(said: str) -> Markup:
    """In the list, with what was searched for."""
    return searching.highlighted(said, request.args.get("q", ""))


def _day_or_words(said: Any) -> Any:
    return i18n.day(said) if isinstance(said, date) else said


# fmt: off
TITLE = Field(
    "title", _l("承诺事项"), replace(words(200), brief=_marked), ASKED | LIST,
    help=_l("一句话写明做什么，例如“改造老旧小区49个”。"), required=NEEDED, also=("事项",),
)
RESPONSIBLE = Field(
    "body", _l("责任单位"), BODY, FILE | LIST | API, help=_l("承担承诺的单位。"), required=FILE,
    of=lambda item: item.subject, sort=Subject.name, also=("单位",),
)
DUE_ON = Field(
    "due_on", _l("完成期限"), DAY, NEEDED,
    help=_l("例如 2026-12-31 或者 2026年12月31日；持续履行的可以不填。"),
    of=lambda item: item.first_due_on,
)
STEPS = Field(
    "steps", _l("阶段目标"), Kind(control=partial(StepsField, render_kw={"rows": 4})), FORM,
    help=_l("每行一个：日期，阶段目标，权重。例如：2026-06-30，完成主体工程，40。"),
)
MILESTONES = Field(
    "milestones", STEPS.label, PLAN, FILE,
    help=_l(
        "阶段目标：日期，目标，权重；各阶段用分号隔开。"
        "例如：2026-06-30，完成主体工程，40；2026-12-31，竣工，60。"
    ),
    of=lambda item: (),
)
PROMISE = (
    TITLE,
    Field(
        "target", _l("目标"), replace(words(2000, rows=4), brief=_marked), ASKED | LIST,
        help=_l("可以核验的数量或者标准。"), required=FORM,
    ),
    Field(
        "category", _l("类别"),
        replace(choice(Category, CATEGORY_NAMES), control=partial(RadioField, choices=CATEGORIES)),
        ASKED | LIST | FACTS, required=NEEDED, sort=Commitment.category,
    ),
    Field(
        "quantity", _l("目标值"), NUMBER, ASKED,
        help=_l("目标中的数量，例如 49；不能用数量表示的可以不填。"),
    ),
    Field("unit", _l("计量单位"), words(40, in_file=40), ASKED, help=_l("例如：个、公里、万元。")),
    Field("theme", _l("主题"), choice(Theme, THEME_NAMES), ASKED | FACTS),
    usual.key_field(Commitment, ASKED | LIST),
    Field(
        "beneficiary", _l("承诺对象"), BENEFICIARY, ASKED | FACTS,
        help=_l("政策承诺和合同协议对应的企业或者组织，填写名称或者统一社会信用代码；将公开。"),
    ),
    Field(
        "supporters", _l("配合单位"), SUPPORTERS, ASKED | FACTS,
        help=_l("可以选多个；直接填写全称的，用顿号隔开。"),
    ),
    DUE_ON,
    Field(
        "due_words", _l("期限说明"), words(200), ASKED | FACTS,
        help=_l("原文对期限的表述，或者为什么没有期限。"),
    ),
    Field(
        "source_title", _l("承诺来源"), words(300), ASKED | FACTS,
        help=_l("作出承诺的文件或者会议，例如《政府工作报告》。"), also=("来源",),
    ),
    Field(
        "source_page", _l("来源页码"), words(40, in_file=40), ASKED | FACTS,
        help=_l("来源文件的页码。"),
    ),
    STEPS,
    Field(
        "major", _l("属于重大决策"), FLAG, ASKED | FACTS,
        help=_l("公开前须完成公众参与、专家论证、风险评估、合法性审查、合规性审核和集体讨论。"),
        also=("重大决策",),
    ),
    Field(
        "body_text", _l("承诺书正文"), words(20_000, rows=12), ASKED,
        help=_l("主要负责人签署的就是以上内容和这段文字；公开后不能修改。"), required=FORM,
    ),
)
"""What is promised, as it is drafted."""
REF = Field(
    "ref", _l("编号"), text(40), FILE | LIST, help=_l("承诺的编号，由发布单位编，不能重复。"),
    required=FILE, sort=Commitment.ref,
)
STATE = Field(
    "state", _l("状态"), on=LIST, show=lambda item, on: Badge(*presenter.standing(item, on))
)
DEADLINE = Field(
    "due_on", DUE_ON.label, Kind(show=_day_or_words, brief=as_it_is), LIST | FACTS,
    of=lambda item: item.due_on or item.due_words, sort=Commitment.due_on,
)
FIELDS = (
    TITLE,
    REF,
    RESPONSIBLE,
    *PROMISE[1:],
    MILESTONES,
    DEADLINE,
    Field("first_due_on", _l("原期限"), DAY, FACTS, show=lambda item, on: _first_day(item)),
    STATE,
    Field("signed", _l("签署"), on=FACTS, show=lambda item, on: presenter.signed(item)),
    Field("signed_sha256", _l("签署文本的 SHA-256"), on=API),
    *SOURCE,
    *RESULT,
    Field("verified_by_name", _l("核验人"), on=FACTS | API),
    Field("second_source", _l("佐证来源"), on=FACTS | API),
    Field("reasons", _l("核验理由"), on=FACTS | API),
)
# fmt: on


def _first_day(item: Commitment) -> str:
    return i18n.day(item.first_due_on) if item.due_on != item.first_due_on else ""
