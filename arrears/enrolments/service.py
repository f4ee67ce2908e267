"""Asking for an account, the office's check, and the account that comes of it."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from arrears.codes import Size
from arrears.enrolments.models import STATE_NAMES, Enrolment, EnrolmentRefusal
from arrears.enrolments.models import EnrolmentState as S
from arrears.permissions import ArrearsPermission
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed, NotFound, Refused
from integrity.base.outbox import Channel
from integrity.base.permissions import Role
from integrity.base.states import Flow, Move
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.files import attached, storage
from integrity.files.attached import Attachment
from integrity.people.accounts import passwords
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import User
from integrity.people.messages import codes, following
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

P = ArrearsPermission
FLOW = Flow(
    steps={S.FILED: Step(Side.OFFICE, "LOCAL-ARR-ENROL")},
    free={S.ASKED: "nobody knows of it until whoever asks has confirmed how they are reached"},
    file=Move({S.ASKED}, S.FILED),
    accept=Move({S.FILED}, S.ACCEPTED, P.HANDLE),
    refuse=Move({S.FILED}, S.REFUSED, P.HANDLE, paper=Makes("enrolment-refusal")),
)
FLOW.names.update(STATE_NAMES)
KIND = "enrolment"
"""What its owner follows."""
WAITS = timedelta(days=2)
"""So long what nobody has confirmed is kept."""


class WrongEnrolment(Refused):
    """The code is none, or that of a public body, or a paper is missing."""


def ask(
    uscc: str,
    name: str,
    size: Size,
    person: str,
    channel: Channel,
    address: str,
    files: Mapping[str, FileStorage | None],
    *,
    attorney: bool = False,
    at: datetime,
) -> Enrolment:
    """Keep what was handed in, and send a code to the address; raises WrongEnrolment.

    Where no way to send one is set up, it is filed at once, and the office calls back.
    """
    made = Enrolment(
        ref=f"new-{secrets.token_hex(8)}",
        token=secrets.token_urlsafe(32),
        state=S.ASKED,
        uscc=_code(uscc),
        name=name.strip(),
        size=size,
        person=person.strip(),
        attorney=attorney,
        channel=channel,
        address=address.strip(),
        asked_at=at,
    )
    db.session.add(made)
    db.session.flush()
    made.ref = f"SQ-{local_day(at).year}-{made.id:06d}"
    audit.write(made, "ask", by=audit.PUBLIC, at=at, target=made.state)
    _keep(made, files, at)
    if codes.offered():
        codes.ask(made, made.token, "/", at=at)
    else:
        FLOW.go(made, "file", by=audit.PUBLIC, at=at)
    return made


def _keep(made: Enrolment, files: Mapping[str, FileStorage | None], at: datetime) -> None:
    for note, file in files.items():
        if file:
            attached.save(file, made, public=False, by=audit.PUBLIC, at=at, note=note)


def _code(uscc: str) -> str:
    """The code of who is no public body; raises WrongEnrolment."""
    code = identifiers.normalised(uscc)
    if not identifiers.is_uscc(code):
        raise WrongEnrolment(identifiers.fault(code))
    known = subjects.by_code(code)
    if code[0] in "13" or (known and known.kind is SubjectKind.BODY):
        raise WrongEnrolment(_("这是机关、事业单位的代码；单位的账号由本单位信用专员申请。"))
    return code


def confirm(enrolment: Enrolment, code: str, *, at: datetime) -> None:
    """Whoever asked has read the code: the office's clock runs. Raises codes.WrongCode."""
    codes.confirm(enrolment, enrolment.token, code, at=at)
    FLOW.go(enrolment, "file", by=audit.PUBLIC, at=at)
    if enrolment.channel is Channel.EMAIL and following.is_on():
        following.begin(KIND, enrolment.token, enrolment.address, at=at)


def send_again(enrolment: Enrolment, *, at: datetime) -> None:
    """Another code to the same address; raises NotAllowed, codes.NotSent."""
    FLOW.check(enrolment, "file")
    codes.ask(enrolment, enrolment.token, "/", at=at)


def accept(enrolment: Enrolment, checked: str, *, by: audit.Actor, at: datetime) -> None:
    """The office has made sure who it is: the enterprise has an account, which waits for a grant.

    As with every account the security officer grants it (三员分立).
    """
    FLOW.go(enrolment, "accept", by=by, at=at, why=checked)
    enrolment.checked, enrolment.decided_on = checked, local_day(at)
    firm = subjects.by_code(enrolment.uscc) or _enterprise(enrolment)
    username = _free_name(enrolment.uscc.lower())
    secret = passwords.at_random(username)
    enrolment.user = accounts.create(
        username, enrolment.person, Role.SUPPLIER, firm, secret, by=by, at=at
    )


def refuse(
    enrolment: Enrolment, refusal: EnrolmentRefusal, why: str, *, by: audit.Actor, at: datetime
) -> None:
    """No account, for one of the coded reasons; whoever asked reads it, and may ask again."""
    FLOW.check(enrolment, "refuse")
    refusal = EnrolmentRefusal(refusal)
    enrolment.refusal, enrolment.why, enrolment.decided_on = refusal, why, local_day(at)
    FLOW.go(enrolment, "refuse", by=by, at=at, why=why, refusal=refusal)


def set_password(enrolment: Enrolment, password: str, *, at: datetime) -> None:
    """Whoever asked chooses the password of the account, once; raises NotAllowed."""
    user = enrolment.user
    if user is None or enrolment.password_at is not None or user.last_login is not None:
        raise NotAllowed(_("密码已经设置；忘记的，请按登录页的说明重置。"))
    accounts.change_password(user, password, by=user, at=at)
    enrolment.password_at = at


def by_token(token: str) -> Enrolment:
    """The one that a token opens; raises NotFound."""
    found = db.session.scalars(sa.select(Enrolment).where(Enrolment.token == token)).first()
    if found is None:
        raise NotFound
    return found


def accounts_of(enrolment: Enrolment) -> list[User]:
    """The accounts that the enterprise has already: another one may be somebody else's."""
    mine = sa.select(User).join(Subject, Subject.id == User.body_id)
    return list(db.session.scalars(mine.where(Subject.uscc == enrolment.uscc).order_by(User.id)))


def forget_unconfirmed(*, at: datetime) -> int:
    """Forget whoever never confirmed how they are reached, with all files; returns how many."""
    old = sa.select(Enrolment).where(Enrolment.state == S.ASKED, Enrolment.asked_at < at - WAITS)
    found = db.session.scalars(old).all()
    files = attached.of(Enrolment.__tablename__, [one.id for one in found])
    storage.delete([file.stored for file in files])
    for row in (*files, *found):
        db.session.delete(row)
    return len(found)


def files_of(enrolment: Enrolment) -> list[Attachment]:
    return list(attached.of(Enrolment.__tablename__, [enrolment.id]))


def _enterprise(enrolment: Enrolment) -> Subject:
    kind = SubjectKind.ORGANISATION if enrolment.uscc[0] == "5" else SubjectKind.ENTERPRISE
    return subjects.register(kind, enrolment.name, enrolment.uscc)


def _free_name(name: str) -> str:
    """A name to log in with: the code, with a number where others have it."""
    like = User.username.startswith(name, autoescape=True)
    taken: Any = set(db.session.scalars(sa.select(User.username).where(like)))
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
