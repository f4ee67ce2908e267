"""What people also sign on paper: the stamped scan (手签盖章件) counts like a signature made here.

A feature declares what is signed, who sends the scan in, who compares it, and what follows then.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from integrity.base import i18n
from integrity.base.audit import service as audit
from integrity.base.db import db, for_change
from integrity.base.errors import Forbidden
from integrity.casework.documents import scans
from integrity.casework.documents.scans import ScanState, Shows, StampedScan, WrongScan
from integrity.pages.items import Button


@dataclass(frozen=True)
class OnPaper:
    """One kind of thing that is signed on paper.

    text: exactly what is signed; it must be the same when the scan is compared. title: what the
    scan is called. enters(user, thing): who may send it in now. compares(user, thing): who may
    compare it, if it is not the same person. agreed(thing, scan, by=, at=): what a signature does.
    url: the page of the thing.
    """

    model: Any
    title: Any
    text: Callable[[Any], str]
    enters: Callable[[Any, Any], bool]
    compares: Callable[[Any, Any], bool]
    agreed: Callable[..., None]
    url: Callable[[Any], str]


def merged(kinds: Iterable[OnPaper]) -> dict[str, OnPaper]:
    """All kinds, by table."""
    return {kind.model.__tablename__: kind for kind in kinds}


def registered() -> dict[str, OnPaper]:
    """The kinds of this app, by table."""
    return current_app.extensions["on_paper"]  # type: ignore[no-any-return]


def enter(
    thing: Any, upload: FileStorage, day: date, signer: str, *, by: Any, at: datetime
) -> StampedScan:
    """Send in the scan of what somebody signed on a day; raises Forbidden, WrongScan."""
    kind = registered()[thing.__tablename__]
    if not kind.enters(by, thing):
        raise Forbidden
    made = scans.enter(thing, Shows.SIGNATURE, upload, day, by=by, at=at, body_id=by.body_id)
    made.signer, made.sha256 = signer.strip(), digest(kind, thing)
    return made


def agree(scan: StampedScan, *, by: Any, at: datetime) -> None:
    """Another person finds that the scan says the same: it is signed.

    Raises Forbidden, SamePerson, and WrongScan where the text is no longer the one of the scan.
    """
    kind, thing = _of(scan, by)
    if scan.sha256 != digest(kind, thing):
        raise WrongScan(_("上传以后内容已有变化，不能核对一致。请按现在的内容重新签署、上传。"))
    scans.agree(scan, by=by, at=at)
    kind.agreed(thing, scan, by=by, at=at)


def refuse(scan: StampedScan, why: str, *, by: Any, at: datetime) -> None:
    """It does not say the same, or nobody has signed it; raises Forbidden."""
    _of(scan, by)
    scans.refuse(scan, why, by=by, at=at)


def digest(kind: OnPaper, thing: Any) -> str:
    """The SHA-256 of what is signed."""
    return hashlib.sha256(kind.text(thing).encode()).hexdigest()


def words(thing: Any) -> str:
    """Who signed it on paper on which day, once somebody has compared it."""
    found = [s for s in scans.of(thing, Shows.SIGNATURE) if s.state is ScanState.AGREED]
    if not found:
        return ""
    return _(
        "手签盖章件：%(signer)s，%(day)s签署，扫描件经另一人核对一致",
        signer=found[-1].signer,
        day=i18n.day(found[-1].day),
    )


def buttons(thing: Any) -> list[Button]:
    """What the person logged in may do about signing it on paper."""
    kind = registered()[thing.__tablename__]
    known = scans.of(thing, Shows.SIGNATURE)
    waiting = [scan for scan in known if scan.state is ScanState.ENTERED]
    if any(scan.state is not ScanState.REFUSED for scan in known):
        mine = (s for s in waiting if may_compare(current_user, s))
        return [Button(_("核对手签盖章件"), address(scan)) for scan in mine]
    if not kind.enters(current_user, thing):
        return []
    page = url_for("documents.signature", thing=thing.__tablename__, number=thing.id)
    return [Button(_("上传手签盖章件"), page)]


def may_compare(user: Any, scan: StampedScan) -> bool:
    """Whether this person may be the other one."""
    kind, thing = registered().get(scan.thing), scan.owner
    other = scan.state is ScanState.ENTERED and scan.entered_by_id != user.id
    return bool(kind and thing and other and kind.compares(user, thing))


def address(scan: StampedScan) -> str:
    """The page on which it is compared."""
    return url_for("documents.compare", number=scan.id, move="agree")


def load(table: str, number: int) -> Any:
    """A thing of a kind that is signed on paper, locked for an act; None for no such thing."""
    kind = registered().get(table)
    if kind is None:
        return None
    wanted = sa.select(kind.model).where(kind.model.id == number)
    return db.session.scalars(for_change(wanted, kind.model)).first()


def _of(scan: StampedScan, by: audit.Actor) -> tuple[OnPaper, Any]:
    kind, thing = registered()[scan.thing], scan.owner
    if not kind.compares(by, thing):
        raise Forbidden
    return kind, thing
