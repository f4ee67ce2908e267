"""A report that a removed entry is still used, described once, in the order of its page."""

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import aliased

from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, FORM, LIST, Field, choice, text
from integrity.people.subjects.fields import BODY
from integrity.people.subjects.models import Subject
from integrity.streams.remnants.models import (
    OUTCOME_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    TONES,
    Remnant,
    RemnantOutcome,
    RemnantSource,
)

Claimant = aliased(Subject)
"""Whose entry it was, in the list; `Subject` is the body there."""
# fmt: off
SAID = (
    Field(
        "seen_on", _l("发现仍在使用的日期"), DAY, FORM | FACTS, required=FORM,
        help=_l("该单位确认停止措施以后的日期。"),
    ),
    Field(
        "text", _l("仍在使用的情况"), text(5000, rows=6), FORM, required=FORM,
        help=_l("写明在哪一件事项中、怎样使用了已移出的名单。请勿写入个人信息。"),
    ),
)
"""What is reported."""
STATEMENT = Field(
    "statement", _l("单位的陈述"), text(5000, rows=6), FORM | FACTS, required=FORM,
    help=_l("写明核查了哪些系统、文件和下级单位，结果如何。陈述不等于认定。"),
)
FINDING = Field(
    "finding", _l("认定的事实和理由"), text(5000, rows=6), FORM | FACTS, required=FORM,
    help=_l("写明核实了什么、依据哪一份材料和哪一条规定。将书面告知双方。"),
)
FIELDS = (
    Field("ref", _l("编号"), on=LIST, sort=Remnant.ref),
    Field(
        "body", _l("被报告的单位"), BODY, LIST | FACTS, of=lambda item: item.subject,
        sort=Subject.name, filter=lambda body, on: Remnant.subject_id == body.id,
    ),
    Field(
        "claimant", _l("名单当事人"), on=LIST | FACTS, sort=Claimant.name,
        show=lambda item, on: item.claimant.name,
    ),
    Field("title", _l("事项名称"), on=LIST),
    Field(
        "source", _l("来源"), choice(RemnantSource, SOURCE_NAMES), LIST | FACTS,
        filter=lambda value, on: Remnant.source == value,
    ),
    *SAID[:1],
    usual.key_field(Remnant),
    usual.state(Remnant, STATE_NAMES, TONES),
    STATEMENT,
    Field("claim_received_on", _l("收到陈述之日"), DAY, FACTS),
    Field("due_on", _l("陈述期限"), DAY, LIST | FACTS, sort=Remnant.due_on),
    usual.lateness("remnants", Remnant),
    Field("finder", _l("认定单位"), BODY, FACTS),
    FINDING,
    Field("decided_on", _l("认定日期"), DAY, FACTS),
    Field("outcome", _l("结果"), choice(RemnantOutcome, OUTCOME_NAMES), LIST | FACTS),
)
# fmt: on
