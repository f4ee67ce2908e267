"""From what is on record about a subject to a verdict, with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from integrity import addresses
from integrity.checks.models import Verdict
from integrity.checks.queries import Asked
from integrity.records.models import CreditRecord
from integrity.sanctions.models import GROUND_NAMES, LIST_NAMES, ListEntry, ListKind
from integrity.subjects.models import Subject, SubjectKind
from integrity.subjects.service import key

VERDICT_OF = {
    ListKind.SERIOUS: Verdict.RESTRICT,
    ListKind.WATCH: Verdict.CAUTION,
    ListKind.RED: Verdict.ENCOURAGE,
}
RANK = (Verdict.CLEAR, Verdict.ENCOURAGE, Verdict.CAUTION, Verdict.RESTRICT)
"""When several apply the gravest decides: an honour never outweighs a serious entry."""


@dataclass(frozen=True)
class Answer:
    """The answer to one query; `error` when it could not be understood."""

    verdict: Verdict
    subject: Subject | None = None
    entries: Sequence[ListEntry] = ()
    records: Sequence[CreditRecord] = ()
    candidates: Sequence[Subject] = ()
    explanations: Mapping[str, str] = field(default_factory=dict)
    error: str = ""

    @property
    def subject_id(self) -> int | None:
        return self.subject.id if self.subject else None

    def as_json(self) -> dict[str, Any]:
        """What the caller gets; a person has neither name nor identifier in it."""
        if self.error:
            return {"error": self.error}
        named = self.subject is None or self.subject.kind is not SubjectKind.PERSON
        measures = {a.measure.code: a.measure for e in self.entries for a in e.attachments}
        return {
            "verdict": self.verdict.value,
            "subject": subject_json(self.subject) if self.subject else None,
            "entries": [_entry(entry, named) for entry in self.entries],
            "records": [_record(record, named) for record in self.records],
            "measures": [
                {
                    "code": measure.code,
                    "name": measure.name,
                    "kind": measure.kind.value,
                    "executing_unit": measure.executing_unit,
                    "legal_basis": measure.legal_basis,
                }
                for measure in measures.values()
            ],
            "candidates": [subject_json(candidate) for candidate in self.candidates],
            "explanations": dict(self.explanations),
        }


@dataclass(frozen=True)
class Found:
    """Everything on record about the subjects of one check, by subject id."""

    entries: Mapping[int, Sequence[ListEntry]]
    records: Mapping[int, Sequence[CreditRecord]]

    def answer(self, query: Asked, candidates: Sequence[Subject]) -> Answer:
        """An exact identifier decides; a name alone gives at most `review`."""
        if query.by_name_only:
            return self._by_name(query, candidates)
        if not candidates:
            text = _("没有登记该代码的主体，未发现名单或者记录。")
            return Answer(Verdict.CLEAR, explanations={"identifier": text})
        subject = candidates[0]
        entries, records = self.entries.get(subject.id, ()), self.records.get(subject.id, ())
        said = {"identifier": _("代码完全一致。")}
        if query.name and query.name_key != key(subject.name):
            said["name"] = _("所填名称与登记名称不一致，以代码为准，请核对。")
        if any(entry.disputed for entry in entries):
            said["disputed"] = _("异议处理中；异议处理期间不停止执行措施。")
        return Answer(_gravest(entries, records), subject, entries, records, (), said)

    def _by_name(self, query: Asked, candidates: Sequence[Subject]) -> Answer:
        fit = [s for s in candidates if query.kind in (None, s.kind)]
        if not fit:
            text = _("没有同名主体；仅凭名称不能排除，请补充统一社会信用代码。")
            return Answer(Verdict.CLEAR, explanations={"name": text})
        text = _("仅名称一致，不能据此采取任何措施，请以统一社会信用代码核对。")
        return Answer(Verdict.REVIEW, candidates=fit, explanations={"name": text})


def subject_json(subject: Subject) -> dict[str, Any]:
    """Who was found; of a person only that it is one."""
    if subject.kind is SubjectKind.PERSON or not subject.public:
        return {"kind": subject.kind.value}
    return {"kind": subject.kind.value, "name": subject.name, "uscc": subject.uscc}


def _gravest(entries: Sequence[ListEntry], records: Sequence[CreditRecord]) -> Verdict:
    found = [VERDICT_OF[entry.kind] for entry in entries]
    found += [Verdict.CAUTION] * bool(records)
    return max(found, key=RANK.index, default=Verdict.CLEAR)


def _entry(entry: ListEntry, named: bool) -> dict[str, Any]:
    return {
        "list": entry.kind.value,
        "list_name": str(LIST_NAMES[entry.kind]),
        "ground": entry.ground.value,
        "ground_name": str(GROUND_NAMES[entry.ground]),
        "legal_basis": entry.legal_basis,
        "listed_on": entry.listed_on.isoformat() if entry.listed_on else None,
        "until": entry.until.isoformat() if entry.until else None,
        "disputed": entry.disputed,
        "url": addresses.under(f"/lists/entries/{entry.id}") if named else None,
    }


def _record(record: CreditRecord, named: bool) -> dict[str, Any]:
    return {
        "id": record.ref,
        "rule": f"{record.stream}/{record.rule}",
        "grade": record.grade,
        "since": record.since.isoformat(),
        "until": record.until.isoformat() if record.until else None,
        "summary": record.summary if named else "",
        "url": addresses.under(f"/records/{record.id}") if record.public else None,
    }
