"""Reports on enterprises: the department owes an answer, and no report harms anybody by itself."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.casework.streams import named
from integrity.credit.records.models import CreditRecord
from integrity.people.subjects import competence
from integrity.streams.tips import findings, intake, service
from integrity.streams.tips.errors import NotYours, WrongTip
from integrity.streams.tips.models import Tip, TipOutcome, TipState
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user, served
from tests.tips.makers import (
    ACT,
    ALLEGATION,
    FINDING,
    TEXT,
    firm_of,
    found,
    invited,
    make_heard,
    make_received,
    make_tip,
    officer_of,
)

pytestmark = pytest.mark.usefixtures("app")
LATER = NOW + timedelta(days=90)


def office():
    return make_user(Role.OFFICE)


def broken(on) -> list[int]:
    return [row.item_id for row in db.session.execute(service.breaches(on))]


def test_a_code_or_a_whole_name_names_the_firm_and_nothing_is_guessed():
    firm = make_enterprise("示例化工有限公司")

    named_by = [
        intake.file(ACT, words, TEXT, at=NOW).thing.reported_id
        for words in (firm.name, firm.uscc, "示例化工", "河边那家厂")
    ]

    assert named_by == [firm.id, firm.id, None, None]


def test_a_public_body_is_not_reported_here():
    body = make_body("示例规划局")

    assert intake.file(ACT, body.name, TEXT, at=NOW).thing.reported is None


def test_the_department_registered_for_the_act_or_its_group_has_it_at_once():
    whole, narrow = make_body("示例综合局"), make_body("示例生态环境分局")
    competence.register("tip-SX1", whole.id, by=office(), at=NOW)
    competence.register("tip-SX1-02", narrow.id, by=office(), at=NOW)

    sent = [intake.file(act, "河边那家厂", TEXT, at=NOW).thing for act in (ACT, "SX1-01", "SX2-01")]

    assert [tip.subject for tip in sent] == [narrow, whole, None]
    assert [tip.state for tip in sent] == [TipState.SENT, TipState.SENT, TipState.RECEIVED]


def test_an_act_that_is_no_serious_one_is_refused():
    with pytest.raises(WrongTip):
        intake.file("SX9", "河边那家厂", TEXT, at=NOW)


def test_the_department_that_does_not_answer_by_its_day_breaks_a_rule_and_no_firm_does():
    tip = make_tip()

    assert broken(tip.due_on) == []
    assert broken(tip.due_on + timedelta(days=1)) == [tip.id]
    [row] = db.session.execute(service.breaches(tip.due_on + timedelta(days=1)))
    assert row.subject_id == tip.subject_id


def test_a_day_that_was_missed_stays_missed_when_it_is_sent_back():
    tip = make_tip()
    found(tip, officer_of(tip), LATER)
    service.dispute(tip, "示例：没有到现场。", at=LATER)
    service.send_back(tip, "示例：没有现场检查。", by=office(), at=LATER)

    assert tip.state is TipState.SENT and tip.outcome is None and tip.closed_on is None
    assert broken(LATER.date()) == [tip.id]


def test_nothing_is_found_true_before_the_firm_was_heard():
    tip = make_tip()

    with pytest.raises(NotAllowed):
        findings.find_true(tip, FINDING, by=officer_of(tip), at=NOW)


def test_a_firm_that_says_nothing_is_heard_only_after_the_notice_was_served():
    tip = invited(make_tip())
    findings.go_on_unheard(on=TODAY + timedelta(days=60), at=NOW)
    db.session.refresh(tip)
    assert tip.state is TipState.HEARING

    served(tip)
    findings.go_on_unheard(on=tip.heard_by, at=NOW)
    db.session.refresh(tip)
    assert tip.state is TipState.HEARING
    findings.go_on_unheard(on=tip.heard_by + timedelta(days=1), at=NOW)
    db.session.refresh(tip)
    assert tip.state is TipState.HEARD


def test_a_firm_nobody_has_identified_cannot_be_invited():
    tip = make_tip()
    tip.reported = None

    with pytest.raises(NotAllowed):
        findings.hear(tip, ALLEGATION, by=officer_of(tip), at=NOW)
    firm = make_enterprise("示例新材料有限公司")
    findings.update(tip, firm, by=officer_of(tip), at=NOW)
    findings.hear(tip, ALLEGATION, by=officer_of(tip), at=NOW)

    assert tip.reported is firm


@pytest.mark.parametrize("verb", ["find_true", "find_untrue"])
def test_a_finding_records_nothing(verb: str):
    tip = make_heard()
    getattr(findings, verb)(tip, FINDING, by=officer_of(tip), at=NOW)

    wanted = sa.select(CreditRecord).where(CreditRecord.subject_id == tip.reported_id)
    assert db.session.scalars(wanted).all() == []


def test_another_department_and_the_firm_itself_find_nothing():
    tip = make_heard()

    for stranger in (make_user(Role.OFFICER, make_body("别的局")), firm_of(tip)):
        with pytest.raises(NotYours):
            findings.find_untrue(tip, FINDING, by=stranger, at=NOW)


def test_a_refusal_can_be_disputed_once_and_the_office_decides():
    tip = make_received()
    service.send(tip, make_body("示例生态环境分局"), "示例", by=office(), at=NOW)
    service.refuse(tip, "no_facts", "示例：没有地址。", by=officer_of(tip), at=NOW)
    service.dispute(tip, "示例：写了地址。", at=NOW)
    service.send_back(tip, "示例：有地址。", by=office(), at=NOW)
    service.refuse(tip, "not_serious", "示例", by=officer_of(tip), at=NOW)

    with pytest.raises(NotAllowed):
        service.dispute(tip, "示例：还是不服。", at=NOW)
    service.confirm(tip, at=NOW)
    assert (tip.state, tip.outcome) == (TipState.CLOSED, TipOutcome.REFUSED)


def test_nobody_passes_on_what_is_late():
    tip = make_received()
    service.send(tip, make_body("示例生态环境分局"), "示例", by=office(), at=NOW)
    officer = officer_of(tip)

    with pytest.raises(NotAllowed):
        service.pass_on(tip, "示例：不是我局的。", by=officer, at=LATER)
    service.pass_on(tip, "示例：不是我局的。", by=officer, at=NOW)

    assert (tip.state, tip.subject, tip.due_on) == (TipState.RECEIVED, None, None)


def test_what_the_reporter_says_nothing_of_ends_by_itself():
    tip = make_heard()
    findings.find_true(tip, FINDING, by=officer_of(tip), at=NOW)
    db.session.flush()

    service.close_silent(on=tip.silent_on, at=NOW)
    db.session.refresh(tip)
    assert tip.state is TipState.FOUND
    service.close_silent(on=tip.silent_on + timedelta(days=1), at=NOW)
    db.session.refresh(tip)
    assert (tip.state, tip.outcome) == (TipState.CLOSED, TipOutcome.TRUE)


def test_no_report_is_public(app):
    make_heard()

    public = sa.select(Tip.id).where(named("tips").reach.public())
    assert db.session.scalars(public).all() == []
