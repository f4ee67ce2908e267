"""Cases as courts push them: taken once per key and version, whatever is sent twice."""

import hashlib
import json
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from pypinyin import lazy_pinyin

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.files.spellings import visible
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.courts.errors import Conflict, WrongCase, WrongDay
from integrity.streams.courts.flow import FLOW
from integrity.streams.courts.models import OPEN, CourtCase, CreditorKind, DutyKind
from integrity.streams.courts.models import CaseState as S

CASE_NO = re.compile(r"^\(\d{4}\)\S{2,40}号(之[一二三四五六七八九十]+)?$")
BRACKETS = str.maketrans("〔〕[]【】", "()()()")
UNASSIGNED = "收到案件之日（分办以前，或者分办逾期的）"


@dataclass(frozen=True)
class CaseData:
    """What a court says about a case; amounts in yuan. No field names a natural person."""

    case_no: str
    body: Subject
    cause: str
    owed: Decimal
    received_on: date
    creditor_kind: CreditorKind
    performed: Decimal = Decimal(0)
    note: str = ""
    duty: DutyKind = DutyKind.MONEY
    conduct: str = ""

    def columns(self) -> dict[str, Any]:
        """The same as columns of CourtCase."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        values["subject_id"] = values.pop("body").id
        for name in ("owed", "performed"):
            values[name] = values[name].quantize(Decimal("0.01"))
        return values | {"key": key(self.case_no), "digest": self.digest()}

    def digest(self) -> str:
        """The same content has the same digest, however its amounts were written."""
        content = {
            **{name: getattr(self, name) for name in self.__dataclass_fields__},
            "body": self.body.id,
            "owed": f"{self.owed:.2f}",
            "performed": f"{self.performed:.2f}",
        }
        if self.duty == DutyKind.MONEY:  # as it was before there were others
            del content["duty"], content["conduct"]
        text = json.dumps(content, default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def receive(
    court: Subject,
    data: CaseData,
    *,
    source: str,
    external_id: str,
    version: int = 1,
    by: audit.Actor,
    at: datetime,
) -> CourtCase:
    """Take a pushed case, once; raises Conflict, WrongCase, NotAllowed.

    The key is (source, external_id): the same content gives the same case again, other content
    with a higher version updates it, other content with the same or a lower version is refused.
    """
    _check(data, local_day(at))
    found = _stored(source, external_id)
    if found is None:
        try:
            with db.session.begin_nested():
                return _add(court, data, source, external_id, version, by, at)
        except sa.exc.IntegrityError:  # somebody pushed it at the same moment
            found = _stored(source, external_id)
    if found is None:
        raise Conflict(_("案号 %(number)s 正由他人推送，请稍后重试。", number=data.case_no))
    if found.court_id != court.id:
        raise Conflict(_("该编号由其他法院使用。"))
    if key(data.case_no) == found.key:
        data = replace(data, case_no=found.case_no)  # another way to write the same number
    if found.digest != data.digest():
        _update(found, data, version, by, at)
    found.version = max(found.version, version)
    return found


def source_of(court: Subject, external_id: str) -> str:
    """The source of what a court pushes: its own code, or that under which it took the case."""
    wanted = sa.select(CourtCase.source).where(
        CourtCase.court_id == court.id, CourtCase.external_id == external_id
    )
    earlier = db.session.scalars(wanted.order_by(CourtCase.id)).first()
    return earlier or (court.uscc or court.slug or "")[:40]


def key(case_no: str) -> str:
    """A case number for comparison: half width, round brackets, without spaces."""
    half = visible(unicodedata.normalize("NFKC", case_no))
    return re.sub(r"\s", "", half).translate(BRACKETS)


def _stored(source: str, external_id: str) -> CourtCase | None:
    """The case with this key, locked until the end of the transaction."""
    wanted = sa.select(CourtCase).where(
        CourtCase.source == source, CourtCase.external_id == external_id
    )
    return db.session.scalars(wanted.with_for_update()).first()


def _add(
    court: Subject,
    data: CaseData,
    source: str,
    external_id: str,
    version: int,
    by: audit.Actor,
    at: datetime,
) -> CourtCase:
    _check_number_is_free(data)
    case = CourtCase(
        ref=_ref(data.case_no),
        state=S.RECEIVED,
        court_id=court.id,
        source=source,
        external_id=external_id,
        version=version,
        **data.columns(),
    )
    # Until it is dispatched in time its day counts from here: no case is without a day.
    case.run_from("LOCAL-COURT", local_day(at), UNASSIGNED)
    FLOW.begin(case, local_day(at))
    db.session.add(case)
    audit.write(case, "receive", by=by, at=at, target=case.state, version=version)
    return case


def _update(case: CourtCase, data: CaseData, version: int, by: audit.Actor, at: datetime) -> None:
    if version <= case.version:
        raise Conflict(_("版本 %(version)d 的内容与已收到的不同，请提高版本号。", version=version))
    if case.state not in OPEN:
        raise NotAllowed(_("本案已由法院确认或者办结，不能再更新。"))
    if case.state is not S.RECEIVED and data.body.id != case.subject_id:
        raise NotAllowed(_("本案已分办，不能更换责任单位。"))
    if key(data.case_no) != case.key:
        _check_number_is_free(data)
    changed = {
        name: (getattr(case, name), value)
        for name, value in data.columns().items()
        if name not in ("digest", "key") and getattr(case, name) != value
    }
    for name, value in data.columns().items():
        setattr(case, name, value)
    facts = {name: [str(old), str(new)] for name, (old, new) in changed.items()}
    audit.write(case, "update", by=by, at=at, version=version, changed=facts)


def _check(data: CaseData, today: date) -> None:
    if not CASE_NO.match(key(data.case_no)):
        raise WrongCase(_("案号 %(number)s 的格式不正确。", number=data.case_no))
    if data.body.kind is not SubjectKind.BODY:
        raise WrongCase(_("被执行人不是机关事业单位。"))
    if not data.cause.strip():
        raise WrongCase(_("请填写案由。"))
    if not 0 <= data.performed <= data.owed:
        raise WrongCase(_("已履行金额不能为负数，也不能超过应履行金额。"))
    if (data.duty == DutyKind.MONEY) == bool(data.conduct.strip()):
        raise WrongCase(_("义务包含行为的，请写明应履行的行为；只有金钱给付的，行为一栏不填。"))
    if data.received_on > today:
        raise WrongDay(_("接收日期 %(day)s 还没有到。", day=data.received_on))


def _check_number_is_free(data: CaseData) -> None:
    if db.session.scalar(sa.select(sa.exists().where(CourtCase.key == key(data.case_no)))):
        raise Conflict(_("案号 %(number)s 已经以其他编号推送。", number=data.case_no))


def _ref(case_no: str) -> str:
    """A readable address of a case number: 2026-lu-01-zhi-123."""
    words = re.findall(
        r"[a-z]+|\d+", " ".join(lazy_pinyin(key(case_no).removesuffix("号"))).lower()
    )
    base = "-".join(words)[:100]
    ref, number = base, 1
    while db.session.scalar(sa.select(sa.exists().where(CourtCase.ref == ref))):
        number += 1
        ref = f"{base}-{number}"
    return ref
