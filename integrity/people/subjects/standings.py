"""What a public body is among the others, and what became of it: added, renamed, placed, closed.

A body that was closed (撤销) keeps its page, its past and its name; nobody can choose it any more.
Every change names the document on which it rests, and stays a row.
"""

import enum
from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import Model, db
from integrity.base.errors import Refused
from integrity.people.subjects import service
from integrity.people.subjects.models import BodyStanding, BodyType, Subject, SubjectKind
from integrity.people.subjects.service import AlreadyRegistered


class What(enum.StrEnum):
    ADDED = "added"
    RENAMED = "renamed"
    PLACED = "placed"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


WHAT_NAMES = {
    What.ADDED: _l("设立"),
    What.RENAMED: _l("更名"),
    What.PLACED: _l("调整类型、上级或者区域"),
    What.HANDED_OVER: _l("职责划转"),
    What.CLOSED: _l("撤销"),
}
TYPE_NAMES = {
    BodyType.GOVERNMENT: _l("人民政府"),
    BodyType.DEPARTMENT: _l("政府工作部门"),
    BodyType.TOWN: _l("乡镇、街道"),
    BodyType.VILLAGE: _l("村（居）委会"),
    BodyType.INSTITUTION: _l("事业单位"),
    BodyType.PARTY: _l("党群机关"),
    BodyType.JUDICIAL: _l("法院、检察院"),
}


class BodyChange(Model):
    """One change of a body, from a day on, with its basis; rows are only added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    what: Mapped[What]
    words: Mapped[str]
    on: Mapped[date]
    basis: Mapped[str]
    at: Mapped[datetime]
    by_name: Mapped[str]

    body: Mapped[Subject] = relationship()


class WrongBody(Refused):
    """What was said of a body cannot be so."""

    title = _l("单位信息有误")


def of(body: Subject) -> BodyStanding:
    """How a body stands; of one of which nothing was said, an empty row."""
    return db.session.get(BodyStanding, body.id) or BodyStanding(body_id=body.id)


def _kept(body: Subject) -> BodyStanding:
    """The same, to be changed."""
    standing = of(body)
    db.session.add(standing)
    return standing


def note(
    body: Subject, what: What, words: str, on: date, basis: str, *, by: audit.Actor, at: datetime
) -> None:
    """Keep one change; raises WrongBody for a day that has not come."""
    if on > local_day(at):
        raise WrongBody(_("日期不能晚于今天。"))
    row = BodyChange(
        body_id=body.id, what=what, words=words, on=on, basis=basis, at=at, by_name=str(by.name)
    )
    db.session.add(row)
    audit.write(body, f"body_{what}", by=by, at=at, why=words, basis=basis)


def add(
    name: str,
    uscc: str,
    type_: BodyType,
    parent: Subject | None,
    area: str,
    on: date,
    basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> Subject:
    """Register a public body; raises AlreadyRegistered, WrongCode, WrongBody."""
    if service.by_words([name.strip()]):
        raise AlreadyRegistered(_("“%(name)s”已登记，或者是其他单位的曾用名。", name=name))
    body = service.register(SubjectKind.BODY, name, uscc.strip() or None, area=area)
    standing = _kept(body)
    standing.type, standing.parent_id = type_, parent.id if parent else None
    note(body, What.ADDED, body.name, on, basis, by=by, at=at)
    return body


def rename(
    body: Subject, name: str, on: date, basis: str, *, by: audit.Actor, at: datetime
) -> None:
    """Another name from a day on; the former one still finds it. Raises AlreadyRegistered."""
    name, old = name.strip(), body.name
    other = service.by_words([name]).get(name)
    if name == old or (other is not None and other.id != body.id):
        raise AlreadyRegistered(_("“%(name)s”已登记，或者是其他单位的曾用名。", name=name))
    service.rename(body, name, on=on)
    words = _("由“%(old)s”更名为“%(new)s”", old=old, new=name)
    note(body, What.RENAMED, words, on, basis, by=by, at=at)


def place(
    body: Subject,
    type_: BodyType,
    parent: Subject | None,
    area: str,
    on: date,
    basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """What kind of body it is, below which, and where; raises WrongBody for a circle."""
    above = parent
    while above is not None:
        if above.id == body.id:
            raise WrongBody(_("单位不能是自己或者下级的下级。"))
        above = of(above).parent
    standing = _kept(body)
    standing.type, standing.parent_id = type_, parent.id if parent else None
    body.area = area.strip()
    parts: Mapping[str, str] = {
        str(_("类型")): str(TYPE_NAMES[type_]),
        str(_("上级单位")): parent.name if parent else _("无"),
        str(_("所在区域")): body.area or _("无"),
    }
    words = _("；").join(_("%(name)s：%(words)s", name=k, words=v) for k, v in parts.items())
    note(body, What.PLACED, words, on, basis, by=by, at=at)


def close(
    body: Subject,
    successor: Subject | None,
    on: date,
    basis: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """It is a body no more, and who took over its duties; raises WrongBody."""
    standing = _kept(body)
    if standing.closed_on or (successor and successor.id == body.id):
        raise WrongBody(_("该单位已撤销，或者承接单位是它自己。"))
    standing.closed_on = on
    standing.successor_id = successor.id if successor else None
    words = (
        _("撤销，由“%(name)s”承接", name=successor.name) if successor else _("撤销，没有承接单位")
    )
    note(body, What.CLOSED, words, on, basis, by=by, at=at)


def predecessors(body: Subject) -> list[Subject]:
    """The bodies that were closed into this one."""
    wanted = sa.select(Subject).join(BodyStanding, BodyStanding.body_id == Subject.id)
    mine = wanted.where(BodyStanding.successor_id == body.id, Subject.public)
    return list(db.session.scalars(mine.order_by(Subject.id)))
