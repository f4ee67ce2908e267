"""An entry brought to a state of its procedure, and bodies that receive pushes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.rules.models import Verified
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.models import WORD_OF_KIND, BasisLevel
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions import (
    bases,
    detachments,
    hearings,
    nominations,
    recommendations,
    reviews,
    service,
    tax_lists,
)
from integrity.credit.sanctions.bases import ListingBasis
from integrity.credit.sanctions.detachment_models import Detachment
from integrity.credit.sanctions.documents import Document, DocumentKind
from integrity.credit.sanctions.hearing_models import Hearing
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes import receivers
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.pushes.models import Cleared, Part, Push
from integrity.credit.sanctions.recommendation_models import Recommendation
from integrity.credit.sanctions.review_models import ReviewObjection
from integrity.credit.sanctions.tax_models import TaxGrade, TaxList
from integrity.people.accounts.models import User
from integrity.people.subjects.models import Subject, SubjectKind
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user, served
from tests.stars.makers import FLOWS as OF_STARS

_numbers = count(1)
FLOWS = {
    Detachment: detachments.FLOW,
    Hearing: hearings.HEARINGS,
    ListEntry: service.FLOW,
    Push: pushes.FLOW,
    Recommendation: recommendations.RECOMMENDATIONS,
    ReviewObjection: reviews.REVIEWS,
    TaxList: tax_lists.TAX_LISTS,
    **OF_STARS,
}
BREACHES = {
    Ground.ARREARS: ("arrears", "unpaid-after-due-day"),
    Ground.JUDGMENT_REFUSED: ("courts", "not-performed"),
    Ground.OLD_PROMISES_IGNORED: ("arrears", "not-taken-over"),
}
"""A record of what a ground says; of the others, of a promise."""
MEASURE = "M-S-GOV-16"
"""限制公务消费: an administrative regulation in force since 2025-06-01, for public bodies."""


CLEARED = dict.fromkeys(Part, Cleared.DELETED)
"""What a body says when it has dropped a removed entry everywhere."""
PAPER = Document(
    DocumentKind.DECISION, "示例认定〔2026〕1号", TODAY, urged="示例督促履行通知书", urged_on=TODAY
)
"""On what an entry without a record stands."""


def make_basis(
    kind: ListKind = ListKind.SERIOUS,
    kinds: tuple[SubjectKind, ...] = tuple(SubjectKind),
    **more: Any,
) -> ListingBasis:
    """A basis in force for every ground, unless a test says otherwise."""
    values: dict[str, Any] = {
        "code": f"LB-T-{next(_numbers)}",
        "title": "示例名单",
        "document": "示例省社会信用条例",
        "article": "第三十条",
        "level": BasisLevel.LOCAL_REGULATION,
        "list": kind,
        "applies_to": ";".join(WORD_OF_KIND[word] for word in kinds),
        "grounds": ";".join(Ground),
        "effective_from": date(2020, 1, 1),
        "effective_to": None,
        "verified": Verified.PRIMARY,
    }
    basis = ListingBasis(**(values | more))
    db.session.add(basis)
    db.session.flush()
    return basis


def basis_of(kind: ListKind, subject: Subject, ground: Ground, at: datetime) -> ListingBasis:
    """The basis that is shipped, where it carries the case; else one of the test's own."""
    offered = bases.offered(kind, subject.kind, at.date())
    return next((b for b in offered if ground in b.carries), None) or make_basis(kind)


def nominate(
    subject: Subject, kind: ListKind, ground: Ground, *, basis: ListingBasis, **more: Any
) -> ListEntry:
    """As an officer does it with a paper, unless `more` says otherwise."""
    by = make_user(Role.OFFICE)
    more = {"document": PAPER} | more
    return nominations.nominate(
        more.pop("record_id", None),
        subject,
        kind,
        ground,
        "事实",
        basis=basis,
        by=by,
        at=NOW,
        **more,
    )


def make_nominated(
    subject: Subject | None = None,
    kind: ListKind = ListKind.SERIOUS,
    ground: Ground = Ground.ARREARS,
    at: datetime = NOW,
    record: bool = True,
    record_id: int | None = None,
) -> ListEntry:
    subject = subject or make_body()
    number = record_id
    if record and number is None:
        stream, rule = BREACHES.get(ground, ("commitments", "overdue"))
        number = make_record(subject, RecordState.CONFIRMED, stream=stream, rule=rule).id
    entry = nominations.nominate(
        number,
        subject,
        kind,
        ground,
        "示例事实",
        basis=basis_of(kind, subject, ground, at),
        document=None if record else replace(PAPER, day=at.date(), urged_on=at.date()),
        by=make_user(Role.OFFICE),
        at=at,
    )
    db.session.flush()
    return entry


def make_heard(subject: Subject | None = None, at: datetime = NOW, **more: Any) -> ListEntry:
    entry = make_nominated(subject, at=at, **more)
    by = make_user(Role.OFFICE)
    service.notify(entry, by=by, at=at)
    officer = make_user(Role.OFFICER, entry.subject)
    service.state_defence(entry, "示例申辩", True, by=officer, at=at)
    service.hear(entry, "听取完毕", by=by, at=at)
    return entry


def make_shown(entry: ListEntry, at: datetime = NOW) -> ListEntry:
    """A candidate for the red list before everybody."""
    reviews.publicise(entry, by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return entry


def make_review_objection(
    entry: ListEntry | None = None,
    text: str = "示例：该单位拖欠工人工资，有案可查。",
    at: datetime = NOW,
) -> ReviewObjection:
    """What somebody unknown says against a candidate."""
    shown = entry or make_shown(
        make_heard(make_enterprise(), at=at, kind=ListKind.RED, ground=Ground.GOOD_CREDIT), at=at
    )
    return reviews.file(shown, text, once="", at=at).thing


def make_hearing(subject: Subject | None = None, why: str = "示例：请求听证。") -> Hearing:
    """Asked for by a subject whose notice was served today."""
    entry = make_nominated(subject or make_body())
    service.notify(entry, by=make_user(Role.OFFICE), at=NOW)
    served(entry)
    db.session.refresh(entry)
    made = hearings.ask(entry, why, by=make_user(Role.OFFICER, entry.subject), at=NOW)
    db.session.flush()
    return made


def make_recommendation(
    recommender: Subject | None = None, subject: Subject | None = None, why: str = "示例事实"
) -> Recommendation:
    """As a department sends it in."""
    by = make_user(Role.OFFICER, recommender or make_body("示例推荐局"))
    whom = subject or make_enterprise()
    return recommendations.recommend(whom, Ground.GOOD_CREDIT, why, by=by, at=NOW)


def make_tax_list(year: int, graded: dict[Subject, str], at: datetime = NOW) -> TaxList:
    """What the tax office published on a day, as it came in."""
    found = tax_lists.opened(year, at.date(), by=make_user(Role.OFFICE), at=at)
    for subject, grade in graded.items():
        tax_lists.put(found, subject.id, TaxGrade(grade))
    db.session.flush()
    return found


def make_decided(
    subject: Subject | None = None,
    by: User | None = None,
    at: datetime = NOW,
    measures: tuple[str, ...] = (),
    **more: Any,
) -> ListEntry:
    entry = make_heard(subject, at=at, **more)
    decider = by or make_user(Role.OFFICE)
    if entry.kind is ListKind.RED:
        make_shown(entry, at=later(-30, at))
    service.decide_first(entry, "示例认定理由", measures, by=decider, at=at)
    db.session.flush()
    return entry


def make_listed(subject: Subject | None = None, at: datetime = NOW, **more: Any) -> ListEntry:
    entry = make_decided(subject, at=at, **more)
    service.decide_second(entry, "示例复核理由", by=make_user(Role.OFFICE), at=at)
    db.session.flush()
    return entry


def make_receivers(number: int) -> list[Subject]:
    bodies = [make_body(f"示例接收单位{place}") for place in range(number)]
    for body in bodies:
        receivers.receive(body, everything=True, by=audit.SYSTEM, at=NOW)
    return bodies


def later(days: int, at: datetime = NOW) -> datetime:
    return at + timedelta(days=days)
