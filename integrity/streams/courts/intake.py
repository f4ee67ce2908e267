"""Cases as courts push them: taken once per key and version, whatever is sent twice.

What one court pushes waits for what it pushed before, so two of its systems that send the same at
one moment are one after the other. A batch asks the database as often as a single case does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, one_at_a_time
from integrity.base.errors import NotAllowed, Refused
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.streams.courts import numbers, receipts, resumed
from integrity.streams.courts.errors import Conflict, WrongCase, WrongDay
from integrity.streams.courts.flow import FLOW
from integrity.streams.courts.models import OPEN, CaseState, CourtCase, DutyKind
from integrity.streams.courts.numbers import key
from integrity.streams.courts.pushes import CaseData
from integrity.streams.courts.receipts import Kind

UNASSIGNED = "收到案件之日（分办以前，或者分办逾期的）"
CLOCK = (
    "time_limit",
    "due_on",
    "first_due_on",
    "starts_on",
    "starts_as",
    "provisional",
    "step_since",
    "step_due_on",
)
"""What the rules give a new case; the same for all that come on one day."""
MOVES = {Kind.RECEIVED: ("receive", CaseState.RECEIVED), Kind.UPDATED: ("update", None)}


@dataclass(frozen=True)
class Pushed:
    """One case as it is pushed. `source` None: the court's own, or the one it was taken under.

    `sent` is the digest of what the court sent, for its reconciliation; "": that of the content.
    """

    data: CaseData
    external_id: str
    version: int = 1
    source: str | None = None
    sent: str = ""


@dataclass(frozen=True)
class Taken:
    """The case of a push that was taken, and what the push did; None: nothing new."""

    case: CourtCase
    kind: Kind | None


def receive(
    court: Subject,
    data: CaseData,
    *,
    source: str | None,
    external_id: str,
    version: int = 1,
    by: audit.Actor,
    at: datetime,
    sent: str = "",
) -> CourtCase:
    """Take a pushed case, once; raises Conflict, WrongCase, NotAllowed.

    The key is (source, external_id): the same content gives the same case again, other content
    with a higher version updates it, other content with the same or a lower version is refused.
    """
    pushed = Pushed(data, external_id, version, source, sent)
    (answer,) = receive_all(court, [pushed], by=by, at=at)
    if isinstance(answer, Refused):
        raise answer
    return answer.case


def receive_all(
    court: Subject, pushed: Sequence[Pushed], *, by: audit.Actor, at: datetime
) -> list[Taken | Refused]:
    """Take many, each on its own: what is refused stands at its place and stops no other.

    When another court takes a number at this very moment, each half is tried again by itself.
    """
    one_at_a_time(f"pushes of court {court.id}")
    try:
        with db.session.begin_nested():
            return _Intake(court, pushed, by, at).take_all(pushed)
    except (sa.exc.IntegrityError, sa.exc.DataError):
        if len(pushed) == 1:
            return [_again(court, pushed[0], by, at)]
    middle = len(pushed) // 2
    return [
        answer
        for half in (pushed[:middle], pushed[middle:])
        for answer in receive_all(court, half, by=by, at=at)
    ]


def _again(court: Subject, one: Pushed, by: audit.Actor, at: datetime) -> Taken | Refused:
    """One case that collided with what another court has just pushed."""
    try:
        with db.session.begin_nested():
            (answer,) = _Intake(court, [one], by, at).take_all([one])
            return answer
    except (sa.exc.IntegrityError, sa.exc.DataError):
        return Conflict(_("案号 %(number)s 正由他人推送，请稍后重试。", number=one.data.case_no))


class _Intake:
    """What is known of the cases of some pushes, read once, and what is written about them."""

    def __init__(
        self, court: Subject, pushed: Sequence[Pushed], by: audit.Actor, at: datetime
    ) -> None:
        self.court, self.by, self.at = court, by, at
        self.source = (court.uscc or court.slug or "")[:40]
        self.clock: dict[str, Any] = {}
        self.done: list[tuple[CourtCase, Kind, str, dict[str, Any]]] = []
        self.known: dict[tuple[str, str], CourtCase] = {}
        self.own: dict[str, CourtCase] = {}
        for case in self._stored(pushed):
            self._know(case)
        keys = {key(one.data.case_no) for one in pushed}
        taken = sa.select(CourtCase.key).where(CourtCase.key.in_(keys), CourtCase.stands())
        self.keys = set(db.session.scalars(taken))
        used = sa.select(CourtCase.ref).where(CourtCase.ref.in_({_base(number) for number in keys}))
        self.refs = set(db.session.scalars(used))

    def take_all(self, pushed: Sequence[Pushed]) -> list[Taken | Refused]:
        """Take each that can be, then write them, their receipts and the log together."""
        answers: list[Taken | Refused] = []
        for one in pushed:
            try:
                answers.append(self._take(one))
            except Refused as refused:
                answers.append(refused)
        db.session.flush()
        resumed.take_over_days([case for case, *_more in self.done])
        for case, kind, sent, facts in self.done:
            move, target = MOVES[kind]
            if facts:
                audit.write(case, move, by=self.by, at=self.at, target=target, **facts)
            receipts.note(case, kind, sent, self.at)
        db.session.flush()
        return answers

    def _take(self, one: Pushed) -> Taken:
        _check(one.data, local_day(self.at))
        found = self._found(one)
        if found is None:
            return self._add(one)
        if found.court_id != self.court.id:
            raise Conflict(_("该编号由其他法院使用。"))
        data = one.data
        if key(data.case_no) == found.key:
            data = replace(data, case_no=found.case_no)  # another way to write the same number
        if found.state is CaseState.WITHDRAWN and one.version > found.version:
            return self._add(one)
        if found.digest == data.digest():
            return self._same(found, one)
        return self._update(found, replace(one, data=data))

    def _add(self, one: Pushed) -> Taken:
        self._check_number_is_free(one.data)
        case = CourtCase(
            ref=self._ref(one.data.case_no),
            state=CaseState.RECEIVED,
            court_id=self.court.id,
            source=self._source(one),
            external_id=one.external_id,
            version=one.version,
            **one.data.columns(),
        )
        self._start(case)
        db.session.add(case)
        self._know(case)
        self.keys.add(case.key)
        return self._note(case, Kind.RECEIVED, one, {"version": one.version})

    def _start(self, case: CourtCase) -> None:
        """Until it is dispatched in time its day counts from here: no case is without a day."""
        if not self.clock:
            case.run_from("LOCAL-COURT", local_day(self.at), UNASSIGNED)
            FLOW.begin(case, local_day(self.at))
            self.clock = {name: getattr(case, name) for name in CLOCK}
        for name, value in self.clock.items():
            setattr(case, name, value)

    def _same(self, case: CourtCase, one: Pushed) -> Taken:
        """Nothing new; a higher version of it is kept, because the court compares versions."""
        if one.version <= case.version:
            return Taken(case, None)
        case.version = one.version
        self.done.append((case, Kind.UPDATED, one.sent or case.digest, {}))
        return Taken(case, None)

    def _update(self, case: CourtCase, one: Pushed) -> Taken:
        data, version = one.data, one.version
        if version <= case.version:
            raise Conflict(
                _("版本 %(version)d 的内容与已收到的不同，请提高版本号。", version=version)
            )
        if case.state not in OPEN:
            raise NotAllowed(_("本案已由法院确认或者办结，不能再更新。"))
        if case.state is not CaseState.RECEIVED and data.body.id != case.subject_id:
            raise NotAllowed(_("本案已分办，不能更换责任单位。"))
        if key(data.case_no) != case.key:
            self._check_number_is_free(data)
            self.keys = self.keys - {case.key} | {key(data.case_no)}
        values = data.columns()
        changed = {
            name: [str(getattr(case, name)), str(value)]
            for name, value in values.items()
            if name not in ("digest", "key") and getattr(case, name) != value
        }
        for name, value in values.items():
            setattr(case, name, value)
        case.version = version
        return self._note(case, Kind.UPDATED, one, {"version": version, "changed": changed})

    def _note(self, case: CourtCase, kind: Kind, one: Pushed, facts: dict[str, Any]) -> Taken:
        self.done.append((case, kind, one.sent or case.digest, facts))
        return Taken(case, kind)

    def _stored(self, pushed: Sequence[Pushed]) -> Sequence[CourtCase]:
        """What came before under these keys, locked to the end of the transaction."""
        sources = {one.source for one in pushed if one.source} | {self.source}
        ours = sa.or_(CourtCase.court_id == self.court.id, CourtCase.source.in_(sources))
        ids = {one.external_id for one in pushed}
        wanted = sa.select(CourtCase).where(CourtCase.external_id.in_(ids), ours)
        wanted = wanted.order_by(CourtCase.id).with_for_update()
        return db.session.scalars(wanted.execution_options(populate_existing=True)).all()

    def _know(self, case: CourtCase) -> None:
        """The newest one of a key is the one that counts: older ones were withdrawn."""
        self.known[case.source, case.external_id] = case
        if case.court_id == self.court.id:
            self.own[case.external_id] = case

    def _found(self, one: Pushed) -> CourtCase | None:
        if one.source is None and one.external_id in self.own:
            return self.own[one.external_id]
        return self.known.get((self._source(one), one.external_id))

    def _source(self, one: Pushed) -> str:
        """The source of what a court pushes: its own code, or that under which it took the case."""
        if one.source is None and one.external_id in self.own:
            return self.own[one.external_id].source
        return one.source or self.source

    def _check_number_is_free(self, data: CaseData) -> None:
        if key(data.case_no) in self.keys:
            raise Conflict(_("案号 %(number)s 已经以其他编号推送。", number=data.case_no))

    def _ref(self, case_no: str) -> str:
        base = _base(key(case_no))
        ref, number = base, 1
        while ref in self.refs or (number > 1 and _is_taken(ref)):
            number += 1
            ref = f"{base}-{number}"
        self.refs.add(ref)
        return ref


def _check(data: CaseData, today: date) -> None:
    numbers.parse(data.case_no, today.year)
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


def _base(number: str) -> str:
    """A readable address of a case number: 2026-lu-01-zhi-123."""
    from pypinyin import lazy_pinyin  # its tables take half a second to load

    words = re.findall(r"[a-z]+|\d+", " ".join(lazy_pinyin(number.removesuffix("号"))).lower())
    return "-".join(words)[:100]


def _is_taken(ref: str) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(CourtCase.ref == ref))))
