"""A report on an enterprise as its list and page show it; the report itself is on neither."""

from flask_babel import lazy_gettext as _l

from integrity.casework import fields as usual
from integrity.pages.fields import DAY, FACTS, LIST, Field, choice
from integrity.people.subjects.models import Subject
from integrity.streams.tips.models import (
    OUTCOME_NAMES,
    REFUSAL_NAMES,
    STATE_NAMES,
    TONES,
    Refusal,
    Tip,
    TipOutcome,
)

# fmt: off
FIELDS = (
    Field("ref", _l("编号"), on=LIST, sort=Tip.ref),
    Field(
        "act", _l("举报的行为"), on=LIST | FACTS, show=lambda item, on: item.act.title
    ),
    Field("who", _l("被举报的单位"), on=LIST | FACTS),
    Field(
        "department", _l("主管部门"), on=LIST | FACTS, sort=Subject.name,
        show=lambda item, on: item.subject.name if item.subject else _l("待确定"),
    ),
    usual.key_field(Tip),
    usual.state(Tip, STATE_NAMES, TONES),
    Field("due_on", _l("办理期限"), DAY, LIST | FACTS, sort=Tip.due_on),
    usual.lateness("tips", Tip),
    Field("invited_on", _l("告知被举报单位的日期"), DAY, FACTS),
    Field("allegation", _l("告知被举报单位的事实"), on=FACTS),
    Field("heard_by", _l("陈述意见期限"), DAY, FACTS),
    Field("response", _l("被举报单位的意见"), on=FACTS),
    Field("found_on", _l("认定日期"), DAY, FACTS),
    Field("finding", _l("认定的事实和理由"), on=FACTS),
    Field("refusal", _l("不予受理的情形"), choice(Refusal, REFUSAL_NAMES), FACTS),
    Field("outcome", _l("结果"), choice(TipOutcome, OUTCOME_NAMES), LIST | FACTS),
)
# fmt: on
FOR_FIRM = frozenset(
    {"who", "department", "allegation", "invited_on", "heard_by", "response", "found_on", "finding"}
    | {"outcome"}
)
"""What the enterprise sees of it."""
