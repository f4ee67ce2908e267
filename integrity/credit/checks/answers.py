"""From what is on record about a subject to a verdict, with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from integrity.base import addresses, i18n
from integrity.credit.checks.candidates import EXACT, Candidate, Match
from integrity.credit.checks.lookups import Found
from integrity.credit.checks.models import Verdict
from integrity.credit.checks.queries import Asked
from integrity.credit.matters.here import ANYWHERE, Here
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, ListKind
from integrity.credit.measures.models import Measure, MeasureKind
from integrity.credit.proceedings.lookups import Noted
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations.models import ROLE_NAMES
from integrity.credit.relations.reaching import Reached
from integrity.credit.sanctions.models import EntryMeasure, ListEntry
from integrity.people.subjects import kept_codes
from integrity.people.subjects.models import Subject, SubjectKind
from integrity.people.subjects.names import key

VERDICT_OF = {
    ListKind.SERIOUS: Verdict.RESTRICT,
    ListKind.WATCH: Verdict.CAUTION,
    ListKind.CORRECTION: Verdict.CAUTION,
    ListKind.RED: Verdict.ENCOURAGE,
}
RANK = (Verdict.CLEAR, Verdict.ENCOURAGE, Verdict.CAUTION, Verdict.RESTRICT)
"""When several apply the gravest decides: an honour never outweighs a serious entry."""


@dataclass(frozen=True)
class Answer:
    """The answer to one query as things stood on a day; `error` when it could not be answered.

    `information` is told besides, and the verdict does not rest on it.
    """

    verdict: Verdict
    as_of: date | None = None
    asked: Asked | None = None
    subject: Subject | None = None
    entries: Sequence[ListEntry] = ()
    records: Sequence[CreditRecord] = ()
    disputed: frozenset[int] = frozenset()
    pending: Noted = field(default_factory=Noted)
    here: Here = ANYWHERE
    lasting: Sequence[EntryMeasure] = ()
    candidates: Sequence[Candidate] = ()
    explanations: Mapping[str, str] = field(default_factory=dict)
    information: Sequence[str] = ()
    error: str = ""

    @property
    def subject_id(self) -> int | None:
        return self.subject.id if self.subject else None

    def _fits(self, measure: Measure) -> bool:
        """Who must be dealt with carefully is not rewarded, whatever else it is honoured for."""
        return measure.kind is not MeasureKind.INCENTIVE or self.verdict is Verdict.ENCOURAGE

    def as_json(self) -> dict[str, Any]:
        """What the caller gets; a person has neither name nor identifier in it."""
        if self.error or self.asked is None or self.as_of is None:
            return {"error": self.error}
        named = self.subject is None or self.subject.kind is not SubjectKind.PERSON
        taken = _taken(self.pending.acting(self.entries), self.lasting, self.as_of)
        last = sorted(taken, key=lambda a: (a.until is None, a.until or self.as_of))
        measures = {a.measure.code: a for a in last if self._fits(a.measure)}
        return {
            "verdict": self.verdict.value,
            "as_of": self.as_of.isoformat(),
            "asked": self.asked.as_json(),
            "subject": subject_json(self.subject) if self.subject else None,
            "entries": [
                _entry(entry, named, entry.id in self.disputed) | self.pending.of(entry)
                for entry in self.entries
            ],
            "records": [
                _record(record, named) | self.pending.of(record) for record in self.records
            ],
            "measures": [self._measure(attached) for attached in measures.values()],
            "candidates": [
                subject_json(candidate.subject) | candidate.as_json()
                for candidate in self.candidates
            ],
            "explanations": dict(self.explanations),
            "information": list(self.information),
        }

    def _measure(self, attached: EntryMeasure) -> dict[str, Any]:
        """A measure, until when, and how it is executed where it is in the matter in hand."""
        measure, here = attached.measure, self.here.touches(attached.measure)
        return {
            "code": measure.code,
            "name": measure.name,
            "kind": measure.kind.value,
            "executing_unit": measure.executing_unit,
            "legal_basis": measure.legal_basis,
            "until": attached.until.isoformat() if attached.until else None,
            "here": here,
            "clerk": measure.clerk if here else "",
        }


def decided(
    query: Asked, subject: Subject, found: Found, today: date, here: Here = ANYWHERE
) -> Answer:
    """The answer about a subject that an exact identifier names, for the matter in hand.

    What is not executed in that matter is told and does not restrict.
    """
    if found.on < today and query.uscc != subject.uscc:
        text = _("该代码的主体后来并入了其他主体，无法还原当时的情况；请查询今天的情况。")
        return Answer(Verdict.ERROR, error=text)
    entries, records = found.entries.get(subject.id, ()), found.records.get(subject.id, ())
    lasting = found.lasting.get(subject.id, ())
    acting, counting = found.pending.acting(entries), found.pending.acting(records)
    taken = _taken(acting, lasting, found.on)
    bans = [a for a in taken if a.measure.period and here.touches(a.measure)]
    reaching = found.reaching(subject.id)
    reached = [r for r in reaching if here.restricts(r.measures)]
    said = _said_of(query, subject) | _contested(found, entries, records)
    named = [a.measure for a in taken] + [m for r in reaching for m in r.measures]
    said |= here.said(sorted({m.name for m in named if not here.touches(m)}))
    verdict = Verdict.RESTRICT if bans or reached else _gravest(acting, counting, here, found.on)
    said |= _honoured(verdict, acting)
    said |= {f"related-{r.reaching.ref}": because(r) for r in reached}
    said |= _banned(bans)
    return Answer(
        verdict=verdict,
        as_of=found.on,
        asked=query,
        subject=subject,
        entries=entries,
        records=records,
        disputed=found.disputed,
        pending=found.pending,
        here=here,
        lasting=lasting,
        information=found.information.get(subject.id, ()),
        explanations=said | _then(found.on, today),
    )


def _banned(bans: Sequence[EntryMeasure]) -> dict[str, str]:
    """Until when a measure with a period of its own lasts, and by which basis."""
    said = {}
    for ban in bans:
        said[ban.measure.code] = _(
            "%(name)s，至 %(day)s（%(basis)s）；信用修复、移出名单不缩短这一期限。",
            name=ban.measure.name,
            day=i18n.day(ban.until),
            basis=ban.measure.legal_basis,
        )
    return said


def _said_of(query: Asked, subject: Subject) -> dict[str, str]:
    """How what was asked fits who was found."""
    said = {"identifier": _("代码完全一致。")} | kept_codes.said_of(query.written)
    if query.uscc != subject.uscc:
        said["identifier"] = _("该代码的主体已并入所列主体，以并入后的主体为准。")
    if query.name_key and query.name_key != key(subject.name):
        said["name"] = _("所填名称与登记名称不一致，以代码为准，请核对。")
    if query.kind not in (None, subject.kind):
        said["kind"] = _("所填主体类别与登记的不一致，请核对。")
    return said


def _honoured(verdict: Verdict, acting: Sequence[ListEntry]) -> dict[str, str]:
    """That somebody is honoured whom nothing is granted for it."""
    if verdict is Verdict.ENCOURAGE or all(entry.kind is not ListKind.RED for entry in acting):
        return {}
    return {"honoured": _("同时列入守信红名单：有失信名单或者记录的，不适用激励措施。")}


def _contested(
    found: Found, entries: Sequence[ListEntry], records: Sequence[CreditRecord]
) -> dict[str, str]:
    """That something is objected to, or before an organ or a court."""
    said = {}
    if any(entry.id in found.disputed for entry in entries):
        said["disputed"] = _("异议处理中；异议处理期间不停止执行措施。")
    if any(thing in found.pending.kinds for thing in (*entries, *records)):
        said["pending"] = _("所依据的决定正在复议或者诉讼；没有决定停止执行的，不停止执行。")
    return said


def undecided(
    query: Asked, candidates: Sequence[Candidate], on: date, today: date, others: Mapping[str, str]
) -> Answer:
    """The answer where no identifier names anybody: a name gives at most `review`, never `clear`.

    A subject of exactly this name must be held against its code; everything else is a guess.
    others: what is said of those who by a decision are not meant.
    """
    same = [c for c in candidates if c.match in EXACT and query.kind in (None, c.subject.kind)]
    if query.by_name_only and same:
        verdict, candidates = Verdict.REVIEW, same
        said = {"name": _("仅名称一致，不能据此采取任何措施，请以统一社会信用代码核对。")}
    elif query.by_name_only:
        verdict = Verdict.UNIDENTIFIED
        nobody = _("没有同名主体；仅凭名称不能排除，请补充统一社会信用代码。")
        nobody_else = _("没有其他同名主体；仅凭名称不能排除，请补充统一社会信用代码。")
        said = {"name": nobody_else if others else nobody}
    else:
        verdict = Verdict.UNIDENTIFIED
        said = {"identifier": _("没有登记该代码的主体，不能据此认为没有名单或者记录。")}
    if any(candidate.match is Match.PARENT for candidate in candidates):
        said["branch"] = _("所填名称像是分支机构，已列出它所属的主体，请核对。")
    return Answer(
        verdict=verdict,
        as_of=on,
        asked=query,
        candidates=candidates,
        explanations=said | dict(others) | _then(on, today),
    )


def because(reached: Reached) -> str:
    """What applies to somebody because of which entry and which relation."""
    entry, relation = reached.entry, reached.relation
    return _(
        "作为“%(name)s”的%(role)s（%(since)s起），因该单位列入%(list)s，依法适用：%(measures)s。",
        name=entry.subject.name,
        role=ROLE_NAMES[relation.role],
        since=i18n.day(relation.since),
        list=LIST_NAMES[entry.kind],
        measures=_("、").join(f"{m.name}（{m.legal_basis}）" for m in reached.measures),
    )


def subject_json(subject: Subject) -> dict[str, Any]:
    """Who was found; of a person only that it is one."""
    if subject.kind is SubjectKind.PERSON or not subject.public:
        return {"kind": subject.kind.value}
    said = {"kind": subject.kind.value, "name": subject.name, "uscc": subject.uscc}
    return said | kept_codes.as_json(subject.uscc)


def _then(on: date, today: date) -> dict[str, str]:
    """The warning of an answer about an earlier day."""
    if on >= today:
        return {}
    return {"as_of": _("查询的是%(day)s的情况，不能作为今天的核查结果。", day=i18n.day(on))}


def _taken(
    entries: Sequence[ListEntry], lasting: Sequence[EntryMeasure], on: date
) -> list[EntryMeasure]:
    """The measures taken on a day: of what is listed, and those that outlast their entry."""
    return [*(a for entry in entries for a in entry.measures_on(on)), *lasting]


def _gravest(
    entries: Sequence[ListEntry], records: Sequence[CreditRecord], here: Here, on: date
) -> Verdict:
    """An entry of which nothing is executed in the matter in hand asks for caution at most."""
    found = [VERDICT_OF[entry.kind] for entry in entries]
    for place, entry in enumerate(entries):
        if not here.restricts(attached.measure for attached in entry.measures_on(on)):
            found[place] = min(found[place], Verdict.CAUTION, key=RANK.index)
    found += [Verdict.CAUTION] * bool(records)
    return max(found, key=RANK.index, default=Verdict.CLEAR)


def _entry(entry: ListEntry, named: bool, disputed: bool) -> dict[str, Any]:
    """An entry as it was; `ended_on` when it has been taken off its list since."""
    return {
        "list": entry.kind.value,
        "list_name": str(LIST_NAMES[entry.kind]),
        "ground": entry.ground.value,
        "ground_name": str(GROUND_NAMES[entry.ground]),
        "legal_basis": entry.legal_basis,
        "listed_on": entry.listed_on.isoformat() if entry.listed_on else None,
        "until": entry.until.isoformat() if entry.until else None,
        "disputed": disputed,
        "ended_on": entry.removed_on.isoformat() if entry.removed_on else None,
        "url": addresses.under(f"/lists/entries/{entry.id}") if named else None,
    }


def _record(record: CreditRecord, named: bool) -> dict[str, Any]:
    """A record as it was; one that has ended since says that it counted then, not what it was."""
    return {
        "id": record.ref,
        "rule": f"{record.stream}/{record.rule}",
        "grade": record.grade,
        "since": record.since.isoformat(),
        "until": record.until.isoformat() if record.until else None,
        "summary": record.summary if named and not record.closed_on else "",
        "ended_on": record.closed_on.isoformat() if record.closed_on else None,
        "url": addresses.under(f"/records/{record.id}") if record.public else None,
    }
