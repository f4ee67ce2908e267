"""Registering a pledge: who pledged what to whom; afterwards no word and no day is changed."""

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.permissions import ROLE_NAMES
from integrity.files import attached
from integrity.people.subjects import identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import FIRMS, Subject, SubjectKind
from integrity.streams.pledges.errors import AlreadyRegistered, NoPersons, WrongPledge
from integrity.streams.pledges.models import DECLARED, OFFICIAL, Pledge, PledgeKind
from integrity.streams.pledges.models import PledgeState as S

RECEIVING = (SubjectKind.BODY, SubjectKind.ORGANISATION)
KINDS = {"9": SubjectKind.ENTERPRISE, "5": SubjectKind.ORGANISATION}
"""The first character of a unified social credit code (GB 32100) -> who it belongs to."""
LONG_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")


def register(
    subject: Subject,
    kind: PledgeKind,
    title: str,
    text: str,
    pledged_on: date,
    *,
    by: Any,
    at: datetime,
    received_by: Subject | None = None,
    matter: str = "",
    due_on: date | None = None,
    valid_until: date | None = None,
    public: bool = True,
    source: str | None = None,
    external_id: str | None = None,
    document: FileStorage | None = None,
    document_public: bool = False,
) -> Pledge:
    """Keep a pledge; raises NoPersons, WrongPledge, and AlreadyRegistered for one by hand."""
    pledge = _unsaved(
        by,
        due_on,
        subject=subject,
        kind=PledgeKind(kind),
        title=title.strip(),
        text=text.strip(),
        pledged_on=pledged_on,
        received_by=received_by,
        matter=matter.strip(),
        valid_until=valid_until,
        public=public,
        source=source,
        external_id=external_id,
        registered_at=at,
    )
    _store(pledge, by, at)
    if document:
        attach(pledge, document, document_public, by=by, at=at)
    return pledge


def _unsaved(by: Any, due_on: date | None, **content: Any) -> Pledge:
    made = Pledge(ref=f"new-{uuid4()}", state=S.REGISTERED, **content)
    made.registered_by_name = organisation(by, made)
    made.run_until(due_on, "信用承诺书载明的期限" if due_on else "")
    return made


def _store(pledge: Pledge, by: Any, at: datetime) -> None:
    """Check it, keep it once, and give it its public number."""
    _check_parties(pledge)
    _check_words_and_days(pledge, local_day(at))
    again = sa.select(sa.exists().where(*_same(pledge)))
    if pledge.external_id is None and db.session.scalar(again):
        raise AlreadyRegistered(_("同一承诺人、同一日期、同样内容的承诺已经登记。"))
    db.session.add(pledge)
    db.session.flush()
    pledge.ref = f"XC{pledge.pledged_on.year}-{pledge.id:06d}"
    whose = pledge.registered_by_name
    audit.write(pledge, "register", by=by, at=at, target=pledge.state, organisation=whose)


def declare(subject: Subject, kind: PledgeKind, **content: Any) -> Pledge:
    """An enterprise or organisation publishes what it pledges itself; always public.

    Raises WrongPledge.
    """
    if kind not in DECLARED:
        raise WrongPledge(_("审批告知、纳税申报和容缺受理补正的承诺由接收单位登记。"))
    return register(subject, kind, public=True, **content)


def attach(
    pledge: Pledge, upload: FileStorage, public: bool, *, by: audit.Actor, at: datetime
) -> None:
    """A file of a pledge; one that is not public is for its parties and the office."""
    attached.save(upload, pledge, public=public, by=by, at=at, body_id=pledge.subject_id)


def organisation(by: Any, pledge: Pledge) -> str:
    """For whom somebody acts: the public reads of organisations, never of a person.

    A file that nobody's account brought in comes from who received the pledge.
    """
    if body := getattr(by, "body", None):
        return str(body.name)
    if role := getattr(by, "role", None):
        return str(ROLE_NAMES[role])
    return str(pledge.received_by.name if pledge.received_by else by.name)


def whose(word: str, name: str, known: dict[str, Subject]) -> Subject | None:
    """Who pledges, by code or exact name; an unknown code with a name is added to the register.

    None when nobody is known by it; raises NoPersons, WrongCode.
    """
    if identifiers.is_resident_identifier(identifiers.normalised(word)):
        raise _person()
    found = known.get(word)
    code = identifiers.normalised(word)
    if found is None and name and identifiers.is_uscc(code) and code[0] in KINDS:
        found = subjects.by_code(code) or subjects.register(KINDS[code[0]], name, code)
    return found


def _check_parties(pledge: Pledge) -> None:
    subject, receiver = pledge.subject, pledge.received_by
    if subject.kind is SubjectKind.PERSON:
        raise _person()
    if subject.kind not in FIRMS:
        raise WrongPledge(_("机关事业单位的承诺请在“公开承诺”中办理。"))
    if receiver is None:
        if pledge.kind in OFFICIAL:
            raise WrongPledge(_("审批告知、纳税申报和容缺受理补正的承诺必须写明接收单位。"))
        return
    if receiver.id == subject.id:
        raise WrongPledge(_("承诺人和接收单位不能是同一个。"))
    if receiver.kind not in RECEIVING or (
        pledge.kind in OFFICIAL and receiver.kind is not SubjectKind.BODY
    ):
        raise WrongPledge(_("接收单位必须是机关事业单位；行业协会只接收会员的综合、专项承诺。"))


def _check_words_and_days(pledge: Pledge, today: date) -> None:
    if not pledge.title or not pledge.text:
        raise WrongPledge(_("必须写明承诺事项和承诺内容。"))
    for words in (pledge.title, pledge.matter, pledge.text):
        if any(map(identifiers.is_resident_identifier, LONG_NUMBER.findall(words.upper()))):
            raise NoPersons(_("文字中有身份证号码，请删去后再提交。"))
    if pledge.kind is PledgeKind.MISSING_MATERIAL and pledge.due_on is None:
        raise WrongPledge(_("容缺受理的，必须写明补齐材料的期限。"))
    if pledge.pledged_on > today:
        raise WrongPledge(_("承诺日期 %(day)s 还没有到。", day=pledge.pledged_on))
    for day in (pledge.due_on, pledge.valid_until):
        if day and day < pledge.pledged_on:
            raise WrongPledge(_("期限和有效期不能早于承诺日期。"))


def _same(pledge: Pledge) -> list[sa.ColumnElement[bool]]:
    names = ("kind", "title", "matter", "text", "pledged_on")
    same = [getattr(Pledge, name) == getattr(pledge, name) for name in names]
    return [*same, Pledge.subject_id == pledge.subject.id]


def _person() -> NoPersons:
    return NoPersons(
        _(
            "这里只登记企业、个体工商户和社会组织的承诺。自然人的承诺不在此登记，也不公开；请勿填写身份证号码。"
        )
    )
