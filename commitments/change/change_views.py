"""Pages of lawful change: to ask, to decide, to compensate; and what everybody sees of it."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from commitments import compensation_views
from commitments.blueprint import bp, stream
from commitments.change import changes, differences, grounds
from commitments.change.compensations import Harm
from commitments.change_models import (
    CHANGE_NAMES,
    CHANGE_TONES,
    KIND_NAMES,
    ChangeKind,
    ChangeRequest,
    ChangeState,
)
from commitments.models import Commitment, CommitmentState
from commitments.permissions import CommitmentsPermission
from commitments.steps.milestones import SEPARATOR
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.i18n import N_
from integrity.base.stamps import demand, requires
from integrity.casework import excuses
from integrity.casework.acts import Act, move_page, perform
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.files.spellings import parse_amount, parse_day
from integrity.pages.evidence import EvidenceField
from integrity.pages.forms import DayField, WhyForm
from integrity.pages.items import Button
from integrity.people.accounts.models import User
from integrity.people.subjects.service import by_words

PERSON = N_("自然人")


class HarmsField(TextAreaField):
    """Who is harmed, one a line: registered name or code (or 自然人), loss, amount, day."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.raw = valuelist[0] if valuelist else ""
        lines = [SEPARATOR.split(line) for line in self.raw.splitlines() if line.strip()]
        known = by_words(line[0].strip() for line in lines)
        self.data: Any = [self._harm([part.strip() for part in line], known) for line in lines]

    def _harm(self, parts: list[str], known: dict[str, Any]) -> Harm:
        if len(parts) != 4 or not parts[1]:
            raise ValueError(_("每行写“单位，损失，补偿金额，支付期限”。"))
        subject = known.get(parts[0])
        if subject is None and not _is_person(parts[0]):
            raise ValueError(
                _(
                    "没有登记“%(name)s”；个人请写“%(person)s”，不写姓名。",
                    name=parts[0],
                    person=_(PERSON),
                )
            )
        try:
            amount, day = parse_amount(parts[2]), parse_day(parts[3])
        except ValueError:
            raise ValueError(_("补偿金额或者支付期限不正确。")) from None
        name = subject.name if subject else PERSON
        return Harm(subject.id if subject else None, name, parts[1], amount, day)

    def _value(self) -> str:
        return getattr(self, "raw", "")


def _is_person(words: str) -> bool:
    """Whether it stands for a natural person: in Chinese, or as the language of the page says."""
    return words.casefold() in {PERSON, _(PERSON).casefold()}


class ChangeForm(WhyForm):
    """The request; the excuses stand among the grounds, so that their refusal names the article."""

    kind = RadioField(
        _l("申请事项"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        coerce=ChangeKind,
        validators=[InputRequired(_l("请选择申请事项。"))],
    )
    title = StringField(_l("变更后的承诺事项"), validators=[Length(max=200)])
    target = TextAreaField(_l("变更后的目标"), validators=[Length(max=2000)])
    body_text = TextAreaField(
        _l("变更后的承诺书正文"), validators=[Length(max=20000)], render_kw={"rows": 8}
    )
    due_on = DayField(_l("变更后的期限"), validators=[Optional()])
    ground = RadioField(
        _l("变更理由"),
        choices=[
            *((ground.value, name) for ground, name in grounds.GROUND_NAMES.items()),
            *((code, name) for code, (name, _article, _pattern) in excuses.NEVER.items()),
        ],
        validators=[InputRequired(_l("请选择变更理由。"))],
    )
    authority = StringField(
        _l("决定机关和法定权限"),
        validators=[InputRequired(_l("请填写决定机关和法定权限。")), Length(max=300)],
    )
    document = StringField(
        _l("依据文件"), validators=[InputRequired(_l("请填写依据文件。")), Length(max=300)]
    )
    evidence = EvidenceField(_l("文件"), [InputRequired(_l("请上传依据文件，将公开。"))])
    harms = HarmsField(
        _l("受损害的企业和投资人及补偿"),
        description=_l("每行一个：单位名称或者代码，损失，补偿金额，支付期限。没有的不填。"),
        render_kw={"rows": 4},
    )


class DecideForm(WhyForm):
    pass


REQUEST = Act(
    _l("申请依法变更"),
    changes.request,
    ChangeForm,
    _l("原文、原期限和变更申请将一直公开；换届、人员更替、机构和区划调整、资金不足都不是理由。"),
)
DECISIONS = {
    "grant": Act(
        _l("批准变更"),
        changes.grant,
        DecideForm,
        _l("批准后新的内容和期限生效，原文和原期限继续公开；补偿到期未支付的将生成信用记录。"),
    ),
    "refuse": Act(_l("不予批准"), changes.refuse, DecideForm, danger=True),
}


@bp.route("/<ref>/changes/new", methods=["GET", "POST"])
@requires(CommitmentsPermission.CHANGE)
def change(ref: str) -> ResponseReturnValue:
    """Ask for a lawful change."""
    item = stream().by_ref(ref)
    demand(CommitmentsPermission.CHANGE, item)
    if item.state is not CommitmentState.PUBLISHED:
        raise NotAllowed(_("只有履行中的承诺可以申请变更。"))

    class Prefilled(ChangeForm):
        def __init__(self) -> None:
            super().__init__(obj=_Present(item))

    act = Act(REQUEST.label, REQUEST.verb, Prefilled, REQUEST.warning)
    return perform(act, item, back=stream().url(item))


class _Present:
    """The words of a commitment as the form begins."""

    def __init__(self, item: Commitment) -> None:
        for name in (*changes.WORDS, "due_on"):
            setattr(self, name, getattr(item, name))


@bp.route("/<ref>/changes/<int:number>/<move>", methods=["GET", "POST"])
@requires(CommitmentsPermission.CHANGE_DECIDE)
def decide(ref: str, number: int, move: str) -> ResponseReturnValue:
    """The group grants or refuses a change."""
    item = stream().by_ref(ref)
    found = db.session.get(ChangeRequest, number)
    own = found if found and found.commitment_id == item.id else None
    return move_page(DECISIONS, changes.FLOW, own, move, stream().url(item))


def shown(item: Commitment) -> dict[str, Any]:
    """What the pages of a commitment show of its changes: words, differences, compensations."""
    today = clock.today()
    rows = [
        {
            "change": found,
            "word": CHANGE_NAMES[found.state],
            "tone": CHANGE_TONES[found.state],
            "kind": KIND_NAMES[found.kind],
            "ground": grounds.GROUND_NAMES[found.ground],
            "differences": _differences(found),
            "step": step_in(changes.FLOW, found, today),
            "compensations": [compensation_views.shown(c, today) for c in found.compensations],
        }
        for found in changes.of(item)
    ]
    return {"changes": rows}


def buttons(item: Commitment) -> list[Button]:
    """To ask, or to decide what was asked."""
    found: list[tuple[Any, str, bool]] = []
    waiting = changes.pending(item)
    user = current_user
    if not user.is_authenticated or item.state is not CommitmentState.PUBLISHED:
        return []
    if waiting is None and user.can(CommitmentsPermission.CHANGE, item):
        found.append((REQUEST.label, url_for("commitments.change", ref=item.ref), False))
    if waiting is not None and user.can(CommitmentsPermission.CHANGE_DECIDE, item):
        for move, act in DECISIONS.items():
            found.append((act.label, _address(waiting, move), act.danger))
    return [Button(label, url, danger=danger) for label, url, danger in found]


def duties(user: User) -> Iterable[Task]:
    """The requests that wait for the group, by the day by which it must decide."""
    if not user.can(CommitmentsPermission.CHANGE_DECIDE):
        return
    today = clock.today()
    wanted = sa.select(ChangeRequest).where(ChangeRequest.state == ChangeState.REQUESTED)
    order = (ChangeRequest.step_due_on, ChangeRequest.id)
    for found in db.session.scalars(wanted.order_by(*order).limit(LIMIT)):
        step = step_in(changes.FLOW, found, today)
        yield Task(
            day=found.step_due_on,
            kind=_("承诺变更申请"),
            title=found.title,
            body=found.commitment.subject.name,
            url=stream().url(found.commitment),
            act=DECISIONS["grant"].label,
            act_url=_address(found, "grant"),
            key=f"change-{found.id}",
            warning=step[0] if step and found.step_days_late(today) else None,
        )


def _address(found: ChangeRequest, move: str) -> str:
    ref = found.commitment.ref
    return url_for("commitments.decide", ref=ref, number=found.id, move=move)


def _differences(found: ChangeRequest) -> list[tuple[Any, list[tuple[str, str]]]]:
    names = {"title": _("承诺事项"), "target": _("目标"), "body_text": _("正文")}
    pairs = [
        (name, getattr(found, f"old_{k}"), getattr(found, f"new_{k}")) for k, name in names.items()
    ]
    pairs.append((_("期限"), str(found.old_due_on or "—"), str(found.new_due_on or "—")))
    return [(name, differences.difference(old, new)) for name, old, new in pairs if old != new]
