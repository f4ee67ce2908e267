"""A pledge, described once, in the order of its page. What is public of a public pledge is all."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased
from wtforms import RadioField, StringField

from integrity.casework import fields as usual
from integrity.files.rows import Row
from integrity.pages.fields import (
    API,
    DAY,
    FACTS,
    FILE,
    FORM,
    LIST,
    NOWHERE,
    TEXT,
    Field,
    Kind,
    PublicField,
    choice,
    text,
)
from integrity.pages.items import Badge
from integrity.people.subjects.fields import BODY, PARTY
from integrity.people.subjects.models import Subject
from integrity.streams.pledges import presenter
from integrity.streams.pledges.models import (
    DECLARED,
    KIND_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    Pledge,
    PledgeKind,
    PledgeOutcome,
)

Receiver = aliased(Subject)
"""Who received it, in the list; `Subject` is who pledged there."""
SOURCE = "file"
"""The source of what came in a table that names none."""
TOLD = FACTS | API
NEEDED = FORM | FILE


def _one_of(kinds: Any) -> Kind:
    """All kinds at a glance; a form offers some."""
    offered = [(kind.value, KIND_NAMES[kind]) for kind in kinds]
    control = partial(RadioField, choices=offered, coerce=PledgeKind)
    return replace(choice(PledgeKind, KIND_NAMES), control=control)


def _flag(row: Row, column: str) -> bool:
    return row.flag(column) if row[column] else True


def _to_whom(pledge: Pledge, on: date) -> Any:
    receiver = pledge.received_by
    return presenter.party(receiver) if receiver else _("向社会公开承诺")


def _hidden(pledge: Pledge, on: date) -> str:
    return "" if pledge.public else _("不公开，只有承诺人、接收单位和领导小组办公室可见")


def _provable_until(pledge: Pledge, on: date) -> Any:
    return DAY.show(pledge.due_on) if pledge.due_on else _("持续履行，未定期限")


# fmt: off
KIND = PublicField(
    "kind", _l("承诺类型"), _one_of(PledgeKind), NEEDED | LIST | TOLD, required=NEEDED,
    sort=Pledge.kind, filter=lambda kind, on: Pledge.kind == kind, also=("类型",),
)
DECLARED_KIND = replace(KIND, kind=_one_of(DECLARED))
WHO = PublicField(
    "subject", _l("承诺人"), replace(PARTY, control=StringField, checks=TEXT.checks),
    NEEDED | LIST | TOLD,
    help=_l("企业或者社会组织的统一社会信用代码，或者登记的名称。不登记自然人。"),
    required=NEEDED, show=lambda pledge, on: presenter.party(pledge.subject), sort=Subject.name,
)
NAME = Field(
    "subject_name", _l("承诺人名称"), TEXT, NEEDED,
    help=_l("本系统还没有的企业或者社会组织，请填写代码，并在这里填写名称。"),
    of=lambda pledge: pledge.subject.name,
)
RECEIVER = PublicField(
    "received_by", _l("接收单位"), replace(PARTY, brief=None), NEEDED | LIST | TOLD,
    help=_l("行业协会或者主管部门；只向社会作出的不填。"), show=_to_whom, sort=Receiver.name,
)
MATTER = PublicField(
    "matter", _l("审批或者申报事项"), TEXT, NEEDED | TOLD,
    help=_l("例如“食品经营许可（告知承诺）”。"),
)
TITLE = PublicField(
    "title", _l("承诺事项"), TEXT, NEEDED | LIST | API,
    help=_l("一句话，例如“按承诺条件经营预包装食品”。请勿写入个人姓名、身份证号码。"),
    required=NEEDED, also=("事项",),
)
WORDS = (
    TITLE,
    PublicField(
        "text", _l("承诺内容"), text(20_000, rows=8), NEEDED | API,
        help=_l("按信用承诺书原文填写。登记后内容和日期不能修改。"), required=NEEDED,
        also=("内容",),
    ),
    PublicField(
        "pledged_on", _l("承诺日期"), DAY, NEEDED | LIST | TOLD, required=NEEDED,
        sort=Pledge.pledged_on,
    ),
    PublicField(
        "due_on", _l("证明履行的期限"), DAY, NEEDED | LIST | TOLD,
        help=_l("到此日应当已经履行并能证明，逾期生成信用记录；持续履行的不填。"),
        show=_provable_until, sort=Pledge.due_on, also=("完成期限",),
    ),
    PublicField("valid_until", _l("有效期至"), DAY, NEEDED | TOLD, help=_l("没有有效期的不填。")),
)
PUBLIC = PublicField(
    "public", _l("公开这项承诺"),
    Kind(_flag, lambda said: "true" if said else "false", _l("是或者否；不填为是。")),
    FILE | FACTS, help=_l("依法不能公开的填否。"), show=_hidden, also=("是否公开",),
)
SECOND_SOURCE = PublicField(
    "second_source", _l("核查来源"), text(500), FILE | TOLD,
    help=_l("承诺人自报以外的依据：现场核查、部门数据、协会、投诉人、法院等。"),
    also=("第二来源",),
)
CONTENT = (KIND, MATTER, *WORDS, PUBLIC)
"""What a row says of a pledge, besides whose it is and who received it."""
FIELDS = (
    TITLE,
    Field("ref", _l("编号"), on=LIST, public=True, sort=Pledge.ref),
    WHO,
    NAME,
    KIND,
    RECEIVER,
    MATTER,
    *WORDS[1:],
    PublicField(
        "state", _l("状态"), Kind(asked=lambda: STATE_NAMES), LIST,
        show=lambda pledge, on: Badge(*presenter.standing(pledge, on)),
        filter=lambda state, on: Pledge.state == state,
    ),
    replace(usual.lateness("pledges", Pledge), on=NOWHERE),
    usual.key_field(Pledge),
    PublicField(
        "receiver", RECEIVER.label, BODY, filter=lambda body, on: Pledge.received_by_id == body.id
    ),
    PublicField("registered_by_name", _l("登记单位"), on=TOLD),
    PUBLIC,
    PublicField("report", _l("承诺人自报"), on=TOLD),
    PublicField(
        "outcome", _l("核查结果"), choice(PledgeOutcome, OUTCOME_NAMES), FILE | TOLD,
        filter=lambda outcome, on: Pledge.outcome == outcome, also=("结果",),
    ),
    PublicField(
        "fact_on", _l("履行或者违背的日期"), DAY, FILE | TOLD, help=_l("有核查结果的必须填写。")
    ),
    PublicField("checked_by_name", _l("核查单位"), on=TOLD),
    PublicField("checked_on", _l("核查日期"), DAY, TOLD),
    SECOND_SOURCE,
    PublicField(
        "reasons", _l("理由"), text(2000), FILE | TOLD,
        help=_l("将公开。请勿写入个人信息。有核查结果的必须填写。"),
    ),
    Field(
        "external_id", _l("来源编号"), text(80), FILE,
        help=_l("本单位业务系统中的编号，同一来源内不重复；再次导入时据此识别。"),
        required=FILE, of=lambda pledge: pledge.external_id or pledge.ref,
    ),
    Field(
        "source", _l("来源系统"), text(40), FILE, help=_l("来源系统的名称；不填为 file。"),
        of=lambda pledge: pledge.source or SOURCE,
    ),
)
# fmt: on
