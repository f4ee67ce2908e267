"""Giving a report or a certificate, and telling later whether one is whole and still right."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base import site_texts
from integrity.base.clock import ZONE, local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.credit.reports.gathering import searched, told
from integrity.credit.reports.models import KIND_NAMES, CreditReport, ReportKind, Shown
from integrity.credit.sanctions import service as sanctions
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of which a number is made; none is taken for another."""
LENGTH = 10


class Unknown(Refused):
    """Nobody is registered by this code or exactly this name; nothing is said of them."""

    title = _l("没有登记的主体")


class NotClean(Refused):
    """Something bad is public, so that nothing certifies the contrary."""

    title = _l("不能出具证明")


def named(words: str, *, exactly: bool = False) -> Subject:
    """The subject with this code or exactly this name; raises Unknown.

    exactly: one that has become part of another is refused, and not answered with the other.
    """
    if identifiers.is_resident_identifier(identifiers.normalised(words)):
        raise Unknown(_("自然人的信用信息不公开，本页只查询单位。"))
    found = subjects.by_words([words]).get(words)
    if found is None or found.kind is SubjectKind.PERSON or not found.public:
        raise Unknown(
            _(
                "没有登记该代码或者名称的主体，不能据此认为它没有失信记录，也不出具报告和证明。"
                "名称须完全一致；有同名主体的，请填写统一社会信用代码。"
            )
        )
    code = identifiers.normalised(words)
    if exactly and identifiers.is_uscc(code) and found.uscc != code:
        said = _("该代码的主体已并入“%(name)s”，请以并入后的主体申请证明。", name=found.name)
        raise Unknown(said)
    return found


def give(subject: Subject, *, by: Any, at: datetime) -> CreditReport:
    """The report with what anybody may read; `by` is who asks, None for somebody unknown."""
    return _given(subject, ReportKind.PUBLIC, by, at)


def certify(subject: Subject, *, by: Any, at: datetime) -> CreditReport:
    """The certificate that nothing bad is public about a subject; raises NotClean."""
    if searched(subject, local_day(at))["figures"]["bad"]:
        raise NotClean(_("该主体有公开的失信信息，不能出具证明；可以免费查询公开信用报告。"))
    return _given(subject, ReportKind.CERTIFICATE, by, at)


def give_own(subject: Subject, *, by: Any, at: datetime) -> CreditReport:
    """The report with everything recorded, for somebody of the subject itself."""
    return _given(subject, ReportKind.OWN, by, at)


def give_at_counter(subject: Subject, shown: Shown, *, by: Any, at: datetime) -> CreditReport:
    """The same, printed by the office for somebody who showed that he comes for the subject."""
    return _given(subject, ReportKind.COUNTER, by, at, Shown(shown))


def by_number(number: str) -> CreditReport | None:
    """The report with this number, however it was typed."""
    wanted = sa.select(CreditReport).where(CreditReport.number == identifiers.normalised(number))
    return db.session.scalars(wanted.options(joinedload(CreditReport.subject))).first()


def is_whole(report: CreditReport) -> bool:
    """Whether what is kept of it is what was given."""
    return digest(report.content) == report.digest


def is_current(report: CreditReport, at: datetime) -> bool:
    """Whether the same would be said today."""
    return digest(_state(report.subject, report.kind, at)) == report.state_digest


def digest(content: dict[str, Any]) -> str:
    """SHA-256 of a report as JSON with sorted keys."""
    return hashlib.sha256(as_bytes(content)).hexdigest()


def as_bytes(content: dict[str, Any]) -> bytes:
    """A report as a file: the JSON whose digest is its own."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _state(subject: Subject, kind: ReportKind, at: datetime) -> dict[str, Any]:
    on = local_day(at)
    if kind is ReportKind.CERTIFICATE:
        return searched(subject, on)
    return told(subject, on, whole=kind in (ReportKind.OWN, ReportKind.COUNTER))


def _given(
    subject: Subject, kind: ReportKind, by: Any, at: datetime, shown: Shown | None = None
) -> CreditReport:
    state, number = _state(subject, kind, at), _number(at)
    with force_locale("zh"):
        named_ = str(KIND_NAMES[kind])
    head = {
        "number": number,
        "kind": kind.value,
        "kind_name": named_,
        "as_of": at.astimezone(ZONE).isoformat(timespec="seconds"),
        "given_by": site_texts.said("OFFICE_NAME"),
        "list_version": sanctions.version(),
    }
    content = head | state
    report = CreditReport(
        number=number,
        kind=kind,
        subject_id=subject.id,
        at=at,
        content=content,
        digest=digest(content),
        state_digest=digest(state),
        by_id=by.id if by else None,
        by_name=by.name if by else "",
        body_id=by.body_id if by else None,
        shown=shown,
    )
    db.session.add(report)
    db.session.flush()
    return report


def _number(at: datetime) -> str:
    drawn = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return f"XB{local_day(at):%Y%m%d}{drawn}"
