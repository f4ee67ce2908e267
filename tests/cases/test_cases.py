"""A case names nobody who has not agreed, and is gone once it is wrong or consent is taken back."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import service as papers
from integrity.casework.rules import service as rules
from integrity.credit.cases import sending, service
from integrity.credit.cases.models import CaseKind, CaseState, TypicalCase
from integrity.credit.records import service as records
from integrity.credit.records.models import RecordState
from integrity.credit.sanctions.exclusions import NotHonourable
from integrity.doors.desk import case_tasks
from tests.cases.makers import TEXT, make_agreed, make_asked, make_case, make_published
from tests.checks.makers import make_identifier
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_listed

DAY = timedelta(days=1)
PUBLISH = {"why": "示例：值得推广"}


@pytest.fixture
def firm(app):
    return make_enterprise("示例诚信商贸有限公司")


def counting(subject, **more):
    said = {"public": True, "decided_on": TODAY - DAY, "until": TODAY + 90 * DAY, "grade": "minor"}
    return make_record(subject, RecordState.CONFIRMED, **(said | more))


def move(client, case, name, **said):
    return client.post(f"/cases/{case.id}/do/{name}", data=said)


def test_a_case_goes_from_who_sent_it_over_who_is_named_to_everybody(client, login, firm):
    record = counting(firm, found_by_id=(sender := make_body("示例报送局")).id)
    login(make_user(Role.OFFICER, sender))
    said = {"kind": "case", "title": "示例标题", "text": TEXT, "is_named": "y"}
    whom = {"subject": firm.uscc, "subject-named": firm.name}
    answer = client.post(f"/cases/new?record={record.id}", data=said | whom)
    case = db.session.scalars(sa.select(TypicalCase)).one()
    assert answer.location == f"/cases/{case.id}" and case.record is record
    assert client.get(f"/cases/{case.id}").status_code == 200

    login(make_user(Role.OFFICE))
    assert move(client, case, "publish", **PUBLISH).status_code == 422
    move(client, case, "notify")
    login(make_user(Role.SUPPLIER, firm))
    assert "同意点名公布" in client.get(f"/cases/{case.id}").text
    move(client, case, "grant")
    login(make_user(Role.OFFICE))
    move(client, case, "publish", **PUBLISH)
    client.post("/logout")

    assert "示例标题" in client.get("/cases/").text
    page = client.get(f"/cases/{case.id}").text
    assert TEXT in page and firm.name in page and "办理经过" not in page


def test_nobody_else_reads_a_case_on_its_way(client, login):
    case = make_case()

    for user in (None, make_user(Role.OFFICER, make_body("别的局")), make_user(Role.SUPPLIER)):
        if user:
            login(user)
        assert client.get(f"/cases/{case.id}").status_code == 404
        assert "示例标题" not in client.get("/cases/").text
    named = login(make_user(Role.SUPPLIER, case.subject))
    assert named.get(f"/cases/{case.id}").status_code == 404  # it was not asked yet


def test_who_refuses_is_not_named_and_what_names_it_in_the_text_is_not_taken(client, login):
    case = make_asked()
    firm = case.subject
    login(make_user(Role.SUPPLIER, firm))
    move(client, case, "refuse", why="示例：不愿意公开")
    assert (case.state, case.is_named, case.must_hide) == (CaseState.REFUSED, False, True)
    login(make_user(Role.OFFICER, case.sent_by))
    address = f"/cases/{case.id}/resend"
    whom = {"subject": firm.uscc, "subject-named": firm.name}
    said = {"title": "示例标题", "text": TEXT}

    assert client.post(address, data=said | whom | {"is_named": "y"}).status_code == 422
    wrong = said | {"text": "示例诚信商贸（有限公司）兑现承诺"}
    assert client.post(address, data=wrong).status_code == 422  # though it no longer says of whom
    assert client.post(address, data=said).status_code == 302

    login(make_user(Role.OFFICE))
    move(client, case, "publish", **PUBLISH)
    client.post("/logout")
    page = client.get(f"/cases/{case.id}").text
    assert TEXT in page and firm.name not in page


def test_silence_is_no_consent(login, client):
    case = make_asked()
    office = make_user(Role.OFFICE)
    assert case.step_due_on == rules.due("LOCAL-CASE-CONSENT", TODAY).due_on

    with pytest.raises(service.NotAgreed):
        service.expire(case, by=office, at=NOW)
    with pytest.raises(service.NotAgreed):
        service.publish(case, "示例", by=office, at=NOW)
    service.expire(case, by=office, at=clock.at(case.step_due_on + DAY, 9))

    assert case.state is CaseState.REFUSED and not case.is_named


def test_only_who_is_named_answers_and_only_who_sent_it_changes_it():
    case = make_asked()
    other, sender = make_user(Role.OFFICER), make_user(Role.OFFICER, case.sent_by)

    for by in (other, sender):
        for verb, said in ((service.consent, ()), (service.refuse, ("示例",))):
            with pytest.raises(service.NotYours):
                verb(case, *said, by=by, at=NOW)
    with pytest.raises(service.NotYours):
        service.resend(case, "示例", TEXT, None, False, by=other, at=NOW)


def test_the_page_offers_each_side_its_own_acts_alone(client, login):
    case = make_asked()

    sender = login(make_user(Role.OFFICER, case.sent_by)).get(f"/cases/{case.id}").text
    named = login(make_user(Role.SUPPLIER, case.subject)).get(f"/cases/{case.id}").text

    assert "/do/grant" not in sender and "/do/refuse" not in sender
    assert "/do/grant" in named and "/do/refuse" in named and "/do/publish" not in named


def test_who_agreed_takes_it_back_and_it_is_gone_at_once(client, login):
    case = make_published()
    assert "示例标题" in client.get("/cases/").text
    login(make_user(Role.SUPPLIER, case.subject))

    assert move(client, case, "withdraw", why="示例：不再同意").status_code == 302
    client.post("/logout")

    assert client.get(f"/cases/{case.id}").status_code == 404
    assert "示例标题" not in client.get("/cases/").text


@pytest.mark.parametrize("ended", [RecordState.REPAIRED, RecordState.EXPIRED])
def test_nobody_stays_named_for_what_was_repaired_or_is_over(client, firm, ended):
    record = counting(firm)
    named = make_published(subject=firm, record=record)
    hidden = make_case(subject=firm, is_named=False, record=record)
    service.publish(hidden, "示例", by=make_user(Role.OFFICE), at=NOW)
    record.state = ended
    db.session.flush()

    assert client.get(f"/cases/{named.id}").status_code == 404
    assert client.get(f"/cases/{hidden.id}").status_code == 200


def test_what_rests_on_a_withdrawn_record_is_gone_named_or_not(client, firm):
    record = counting(firm)
    case = make_case(subject=firm, is_named=False, record=record)
    service.publish(case, "示例", by=make_user(Role.OFFICE), at=NOW)
    assert client.get(f"/cases/{case.id}").status_code == 200
    records.dispute(record, by=make_user(Role.OFFICE), at=NOW, why="示例")

    records.withdraw(record, by=make_user(Role.OFFICE), at=NOW, why="示例")
    db.session.flush()

    assert client.get(f"/cases/{case.id}").status_code == 404


def test_nobody_is_a_model_beside_a_public_breach(client, firm):
    model = make_published(subject=firm, kind=CaseKind.MODEL)
    waiting = make_agreed(subject=firm, kind=CaseKind.MODEL)
    assert client.get(f"/cases/{model.id}").status_code == 200

    counting(firm)

    assert client.get(f"/cases/{model.id}").status_code == 404
    with pytest.raises(NotHonourable):
        service.publish(waiting, "示例", by=make_user(Role.OFFICE), at=NOW)


def test_a_body_that_names_only_itself_is_not_asked():
    body = make_body("示例自荐局")
    case = make_case(body, body)

    with pytest.raises(service.NotAgreed):
        service.ask_consent(case, by=make_user(Role.OFFICE), at=NOW)
    service.publish(case, "示例", by=make_user(Role.OFFICE), at=NOW)

    assert case.state is CaseState.PUBLISHED


@pytest.mark.parametrize("text", [f"号码{make_identifier()}。", "示例诚信商贸做得好"])
def test_a_text_gives_nobody_away(text):
    with pytest.raises(service.Named):
        make_case(is_named=False, text=text)


def test_the_table_names_nobody_unknown_and_nobody_who_refused():
    for wrong in ({"subject": None}, {"must_hide": True}):
        case = make_case()
        for name, value in wrong.items():
            setattr(case, name, value)
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


def test_a_month_is_circulated_once_and_by_two(client, login):
    officer = make_user(Role.OFFICER, make_body("示例收文局"))
    last_month = clock.at(date(2026, 10, 15), 9)
    case = make_published(at=last_month)
    gone = make_published(at=last_month)
    service.withdraw(gone, "示例", by=make_user(Role.SUPPLIER, gone.subject), at=NOW)
    office = make_user(Role.OFFICE)
    login(office)
    for month in ("2026-11-05", "2026-09-05"):
        assert client.post("/cases/bulletin", data={"month": month}).status_code == 422

    assert client.post("/cases/bulletin", data={"month": "2026-10-05"}).status_code == 302
    assert client.post("/cases/bulletin", data={"month": "2026-10-20"}).status_code == 422

    bulletin = case.bulletin
    assert [c.id for c in bulletin.cases] == [case.id]
    [paper] = papers.of_thing("case_bulletin", bulletin.id)
    assert case.title in paper.content and paper.title == "2026年10月典型案例通报"
    assert officer.body_id in {d.subject_id for d in paper.deliveries}
    with pytest.raises(papers.NotYours):
        papers.sign(paper, by=office, at=NOW)
    papers.review(paper, by=office, at=NOW)
    papers.sign(paper, by=make_user(Role.OFFICE), at=NOW)


def test_who_takes_part_and_sends_nothing_is_reminded(app):
    body = make_body("示例发起局")
    officer = make_user(Role.OFFICER, body)

    def reminded():
        with app.test_request_context():
            return [t.day for t in case_tasks.duties(officer) if t.key.startswith("cases-")]

    assert sending.due_on(body.id) is None and reminded() == []
    first = date(2026, 5, 8)
    counting(make_enterprise(), found_by_id=body.id, decided_on=first)
    due = rules.due("LOCAL-CASE-SEND", first).due_on
    assert reminded() == [due] and due < TODAY
    make_case(body)
    assert reminded() == [] and sending.due_on(body.id) > TODAY


def test_each_side_finds_at_its_desk_what_waits_for_it(app):
    case = make_asked()
    firm = make_user(Role.SUPPLIER, case.subject)
    sent = make_case(case.sent_by, case.subject)

    def waiting(user):
        with app.test_request_context():
            return [t.key for t in case_tasks.duties(user)]

    assert waiting(firm) == [f"case-{case.id}"]
    assert waiting(make_user(Role.OFFICE)) == [f"case-{sent.id}"]
    assert waiting(make_user(Role.SUPPLIER, make_enterprise("别的企业"))) == []


def test_a_case_is_sent_in_from_an_entry_of_a_list(client, login, firm):
    entry = make_listed(firm, record=False)
    login(make_user(Role.OFFICER, make_body("示例配合局")))

    page = client.get(f"/cases/new?entry={entry.id}").text

    assert firm.name in page
