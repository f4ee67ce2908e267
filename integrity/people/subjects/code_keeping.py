"""Keeping a code that breaks the rule, once somebody has held it against a paper; replacing it."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.people.subjects import identifiers, service
from integrity.people.subjects.identifiers import CodeKind
from integrity.people.subjects.kept_codes import KeptCode
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.service import AlreadyRegistered, WrongCode


def demand_odd(code: str) -> CodeKind:
    """Which kind of code that breaks the rule it is; raises WrongCode for one that needs no look,
    that is no code at all, or that may be somebody's identity number."""
    kind = identifiers.kind_of(code)
    if identifiers.is_uscc(code):
        raise WrongCode(_("这个代码校验无误，请按一般办法登记。"))
    if kind is None:
        raise WrongCode(_("不是可以核对后登记的代码，或者像是居民身份证号码。"))
    return kind


def keep(
    code: str, subject: Subject, source: str, why: str, *, by: audit.Actor, at: datetime
) -> KeptCode:
    """Let a code stand for a subject; it is the subject's own where that has none.

    Raises WrongCode, AlreadyRegistered.
    """
    code = identifiers.normalised(code)
    kind = demand_odd(code)
    if service.by_code(code):
        raise AlreadyRegistered(_("代码 %(code)s 已登记。", code=code))
    if not source.strip() or not why.strip():
        raise WrongCode(_("请写明代码载于哪份文件，以及为什么予以登记。"))
    if subject.uscc is None:
        subject.uscc = code
    kept = KeptCode(
        code=code, kind=kind, subject=subject, source=source.strip(), why=why.strip(),
        by_name=by.name, at=at,
    )  # fmt: skip
    db.session.add(kept)
    audit.write(kept, "keep_code", by=by, at=at, why=kept.why, code=code, subject=subject.id)
    return kept


def register(
    code: str, kind: SubjectKind, name: str, area: str, source: str, why: str,
    *, by: audit.Actor, at: datetime,
) -> KeptCode:  # fmt: skip
    """Register somebody new who is known by such a code alone.

    Raises WrongCode, AlreadyRegistered.
    """
    demand_odd(identifiers.normalised(code))
    subject = service.unsaved(kind, name, None, area, code_is_example=False)
    db.session.add(subject)
    db.session.flush()
    return keep(code, subject, source, why, by=by, at=at)


def replace(kept: KeptCode, code: str, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Give its subject the right code; papers with the old one go on to find it.

    Raises WrongCode, AlreadyRegistered.
    """
    code = identifiers.normalised(code)
    if not identifiers.is_uscc(code):
        raise WrongCode(identifiers.fault(code))
    if (known := service.by_code(code)) and known is not kept.subject:
        raise AlreadyRegistered(_("代码 %(code)s 已登记。", code=code))
    audit.write(kept, "replace_code", by=by, at=at, why=why, old=kept.subject.uscc, new=code)
    kept.subject.uscc = code


def drop(kept: KeptCode, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A code that was kept by mistake stands for nobody any more. Raises WrongCode."""
    if kept.subject.uscc == kept.code:
        raise WrongCode(_("该主体只有这个代码，请先登记它现行的统一社会信用代码。"))
    audit.write(kept, "drop_code", by=by, at=at, why=why, code=kept.code)
    db.session.execute(sa.delete(KeptCode).where(KeptCode.id == kept.id))
