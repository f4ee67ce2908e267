"""What is no credit information and yet public: policies, memoranda, cases, announcements."""

import json

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.publications.models import FactEvent, PublicFact
from integrity.base.publications.service import catch_up
from integrity.credit.cases.models import CaseKind, CaseState, TypicalCase
from integrity.credit.policies import memoranda
from integrity.credit.policies.memorandum_models import Memorandum
from integrity.credit.records.announcements import Announcement
from integrity.credit.records.models import RecordState
from tests.factories import NOW, TODAY, make_body, make_record


def logged(kind, thing_id):
    mine = (PublicFact.kind == kind, PublicFact.thing_id == thing_id)
    wanted = sa.select(PublicFact).where(*mine).order_by(PublicFact.number)
    db.session.expire_all()
    return db.session.scalars(wanted).all()


def act(thing, move="edit"):
    audit.write(thing, move, by=audit.SYSTEM, at=NOW)
    db.session.commit()


def test_the_library_and_the_memoranda_are_in_the_log_and_who_joined_too(app):
    memoranda.load_library()
    catch_up(at=NOW)
    db.session.commit()
    found = db.session.scalars(sa.select(Memorandum).order_by(Memorandum.id)).first()
    [before] = logged("memoranda", found.id)
    [document] = logged("documents", found.document_id)

    memoranda.join(found, make_body("示例会签局"), "示例职责", TODAY, by=audit.SYSTEM, at=NOW)
    db.session.commit()

    joined = logged("memoranda", found.id)[-1]
    assert json.loads(document.content)["cited_as"] == json.loads(before.content)["document"]
    assert joined.event is FactEvent.CHANGED
    assert json.loads(joined.content)["members"][0]["body"] == "示例会签局"


def case(**more):
    made = TypicalCase(
        kind=CaseKind.MODEL,
        title="示例典型",
        text="示例事迹",
        state=CaseState.PUBLISHED,
        sent_by_id=make_body("示例报送局").id,
        sent_by_name="示例人",
        sent_at=NOW,
        published_on=TODAY,
        **more,
    )
    db.session.add(made)
    db.session.flush()
    act(made)
    return made


def test_a_case_is_in_the_log_without_who_is_not_named_until_it_is_taken_down(app):
    hidden = make_body("示例不点名局")
    found = case(subject_id=hidden.id, is_named=False)
    [shown] = logged("cases", found.id)
    assert "示例事迹" in shown.content and "示例不点名局" not in shown.content
    assert "示例人" not in shown.content

    found.state = CaseState.TAKEN_DOWN
    act(found, "take_down")

    first, second = logged("cases", found.id)
    assert second.event is FactEvent.REMOVED
    assert first.content is None


def test_a_model_that_breaks_faith_leaves_the_log_with_the_record(app):
    subject = make_body("示例诚信局")
    found = case(subject_id=subject.id, is_named=True)
    assert "示例诚信局" in logged("cases", found.id)[0].content

    record = make_record(subject, state=RecordState.CONFIRMED, decided_on=TODAY, public=True)
    act(record, "confirm")

    assert logged("cases", found.id)[-1].event is FactEvent.REMOVED


def test_an_announcement_is_in_the_log_as_long_as_its_record_is_public(app):
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY, public=True)
    made = Announcement(
        record_id=record.id, medium="示例采购网", address="https://a.example/1", announced_on=TODAY
    )
    db.session.add(made)
    db.session.flush()
    act(record)
    assert json.loads(logged("announcements", made.id)[0].content)["record"] == record.ref

    record.public = False
    act(record)

    assert logged("announcements", made.id)[-1].event is FactEvent.REMOVED
