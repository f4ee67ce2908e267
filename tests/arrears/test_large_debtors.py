"""大型企业 as debtors (第九条第二款): sixty days, no waiting for others, both sides speak."""

import io
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from arrears import clearing, clearing_views, disputes, payments, service, written
from arrears.codes import Condition, InvoiceState, Size
from arrears.errors import WrongInvoice
from arrears.models import Invoice, Payment
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotAllowed
from integrity.base.permissions import Role
from integrity.casework import streams
from integrity.credit.measures import service as measures
from integrity.credit.measures.lists import Ground, ListKind
from integrity.credit.measures.service import Case
from integrity.files import imports
from integrity.people.accounts.models import User
from integrity.people.subjects import service as subjects
from integrity.people.subjects.imports import IMPORTERS
from integrity.people.subjects.models import Size as Scale
from integrity.people.subjects.models import Subject
from tests.arrears.makers import (
    CONTESTED,
    late,
    make_draft,
    make_finder,
    make_invoice,
    supplier_of,
    total,
)
from tests.factories import NOW, TODAY, example_code, make_body, make_enterprise, make_user
from tests.measures.makers import make_measure

pytestmark = pytest.mark.usefixtures("app")
S = InvoiceState


def make_large(name: str = "示例重工集团有限公司") -> Subject:
    firm = make_enterprise(name)
    subjects.say_size(firm, Scale.LARGE, "示例划型结果", by=make_user(Role.OFFICE), at=NOW)
    return firm


def owed(state: InvoiceState = S.FORWARDED, **more) -> Invoice:
    """What a large enterprise owes a small one, long due."""
    return make_invoice(state, **({"debtor": make_large(), "size": Size.SMALL} | more))


def debtor_of(invoice: Invoice) -> User:
    return make_user(Role.SUPPLIER, invoice.subject)


def scan() -> FileStorage:
    return FileStorage(io.BytesIO("示例答复".encode()), "答复.txt")


@pytest.mark.parametrize(
    ("scale", "creditor", "said"),
    [
        (Scale.UNKNOWN, Size.SMALL, "没有登记.*领导小组办公室"),
        (Scale.MICRO, Size.SMALL, "微型企业.*第二十九条"),
        (Scale.MEDIUM, Size.SMALL, "中型企业.*第二十九条"),
        (Scale.LARGE, Size.LARGE, "不是中小企业"),
        (Scale.LARGE, Size.SMALL, None),
        (Scale.LARGE, Size.UNKNOWN, None),
    ],
)
def test_only_who_is_registered_as_large_is_registered_against(scale, creditor, said):
    firm = make_enterprise()
    firm.size = scale
    parties = {"debtor": firm, "creditor": make_enterprise("示例小店"), "size": creditor}
    draft = make_draft(agreed_days=60, **parties)

    if said is None:
        assert service.register(draft, by=make_user(Role.SUPPLIER), at=NOW).ref
    else:
        with pytest.raises(WrongInvoice, match=said):
            service.register(draft, by=make_user(Role.SUPPLIER), at=NOW)


@pytest.mark.parametrize(
    ("facts", "due_on", "unlawful"),
    [
        ({}, date(2026, 7, 31), False),
        ({"agreed_days": 90}, date(2026, 8, 31), False),  # the law names no longest term
        ({"condition": Condition.THIRD_PARTY}, date(2026, 7, 31), True),
        ({"condition": Condition.THIRD_PARTY, "agreed_days": 180}, date(2026, 7, 31), True),
    ],
)
def test_the_term_is_sixty_days_and_waiting_for_somebody_elses_money_is_void(
    facts, due_on, unlawful
):
    draft = make_draft(debtor=make_large(), **facts)

    assert (draft.due_on, draft.has_unlawful_term) == (due_on, unlawful)


def test_the_enterprise_contests_the_supplier_refuses_and_the_finder_finds_it_right():
    invoice = owed()
    enterprise, supplier, finder = debtor_of(invoice), supplier_of(invoice), make_finder()

    service.verify(invoice, Decimal(4000), "质量争议", by=enterprise, at=NOW, **CONTESTED)
    disputes.contest(invoice.dispute, "验收合格，没有质量问题", by=supplier, at=NOW)
    disputes.find(invoice.dispute, Decimal(4000), "验收单为证", by=finder, at=NOW)
    service.plan(invoice, [(TODAY, invoice.unpaid)], "已协商", by=enterprise, at=NOW)
    service.decline_plan(invoice, "不同意分期", by=supplier, at=NOW)
    paid = service.pay(invoice, TODAY, Decimal(5000), by=enterprise, at=NOW, note="示 1")
    payments.deny(paid, "没有到账", by=supplier, at=NOW)

    assert (invoice.disputed, invoice.unpaid, invoice.paid) == (0, Decimal(10000), 0)


MOVES = [
    *(("verify", S.FORWARDED, "debtor"), ("plan", S.VERIFIED, "debtor")),
    *(("pay", S.VERIFIED, "debtor"), ("agree_plan", S.PROPOSED, "creditor")),
    *(("decline_plan", S.PROPOSED, "creditor"), ("waive", S.INTEREST, "creditor")),
]


@pytest.mark.parametrize("large", [True, False])
@pytest.mark.parametrize(("move", "state", "side"), MOVES)
def test_each_side_is_offered_its_own_moves_alone(login, move, state, side, large):
    """Both sides may be enterprises: no account may speak for the other one."""
    invoice = owed(state) if large else make_invoice(state)
    debtor = debtor_of(invoice) if large else make_user(Role.OFFICER, invoice.subject)
    people = {"debtor": debtor, "creditor": supplier_of(invoice)}
    stranger = make_user(Role.SUPPLIER, make_large("示例别的集团"))

    may = {who for who, user in people.items() if service.FLOW.may(user, invoice, move)}
    other = people[next(who for who in people if who != side)]
    pages = [
        login(user).get(f"/arrears/{invoice.ref}/do/{move}").status_code
        for user in (people[side], other, stranger)
    ]

    assert may == {side}
    assert pages == [200, 403, 404]


def test_what_one_side_does_is_waited_for_on_that_sides_desk_alone(login):
    """A large enterprise is owed by others, too: there it waits for them."""
    mine = owed()
    theirs = make_invoice(S.FORWARDED, creditor=mine.subject)
    proposed = make_invoice(S.PROPOSED, creditor=mine.subject)
    by_them = report_of(theirs, make_user(Role.OFFICER, theirs.subject))
    by_us = report_of(mine, debtor_of(mine))

    page = login(debtor_of(mine)).get("/desk/").text

    assert f"/arrears/{mine.ref}/do/verify" in page
    assert f"/arrears/{proposed.ref}/do/agree_plan" in page
    assert f"/arrears/{theirs.ref}/payments/{by_them.id}/confirm" in page
    assert f"/arrears/{theirs.ref}/do/verify" not in page
    assert f"/arrears/{mine.ref}/payments/{by_us.id}" not in page


def report_of(invoice: Invoice, by: User) -> Payment:
    return service.pay(invoice, TODAY, Decimal(1), by=by, at=NOW, note="示 1")


def test_no_figure_about_public_bodies_has_what_an_enterprise_owes(client):
    body = make_invoice(S.VERIFIED, date(2026, 9, 1), amount=Decimal(700))
    firm = owed(S.VERIFIED, due_on=date(2026, 9, 1), amount=Decimal(50000))
    stream = streams.named("arrears")
    counted = sa.select(Invoice.id).where(stream.figures.counted())

    assert list(db.session.scalars(counted)) == [body.id]
    assert (late(), total()) == ([body.id], Decimal(700))
    assert service.disclosed(TODAY) == (1, Decimal(700))
    assert firm.subject.name not in client.get("/arrears/disclosure/2026").text


def test_the_ledger_has_large_enterprises_apart_and_adds_up(login):
    make_invoice(S.VERIFIED, date(2026, 9, 1), amount=Decimal(700))
    firm = owed(S.VERIFIED, due_on=date(2026, 9, 1), amount=Decimal(50000))
    found = clearing.items(Invoice.id.is_not(None), TODAY)
    office = login(make_user(Role.OFFICE))

    bodies, large, whole = clearing_views.totals(found)
    page = office.get("/arrears/clearing?debtor_kind=enterprise").text
    alone = office.get("/arrears/clearing?debtor_kind=body").text

    assert (bodies.left, large.left, whole.left) == (700, 50000, 50700)
    assert firm.subject.name in page and firm.subject.name not in alone


def test_without_an_account_the_office_enters_what_the_enterprise_wrote(login):
    invoice, office = owed(), make_user(Role.OFFICE, make_body("领导小组办公室"))
    page = login(office).get(f"/arrears/{invoice.ref}").text

    said = {"ground": "quality", "by": office, "at": NOW}
    written.note_verified(invoice, Decimal(4000), scan(), "质量争议", **said)
    disputes.contest(invoice.dispute, "验收合格", by=supplier_of(invoice), at=NOW)
    written.note_plan(invoice, [(TODAY, Decimal(6000))], scan(), "已协商", by=office, at=NOW)
    written.note_payment(invoice, TODAY, Decimal(1000), scan(), by=office, at=NOW)

    assert f"/arrears/{invoice.ref}/written/note_verified" in page
    assert (invoice.disputed, invoice.state, invoice.pending) == (4000, S.PROPOSED, 1000)
    assert invoice.paid == 0


@pytest.mark.parametrize("speaks", ["account", "body"])
def test_who_can_speak_here_is_not_written_for(login, speaks):
    invoice = owed() if speaks == "account" else make_invoice(S.FORWARDED)
    if speaks == "account":
        debtor_of(invoice)
    office = make_user(Role.OFFICE)

    page = login(office).get(f"/arrears/{invoice.ref}").text

    assert "/written/" not in page
    with pytest.raises(NotAllowed, match="自己办理"):
        written.note_verified(invoice, Decimal(0), scan(), by=office, at=NOW)
    with pytest.raises(Forbidden):
        service.verify(invoice, Decimal(0), by=make_user(Role.OFFICE, make_body()), at=NOW)


def test_the_office_says_how_large_an_enterprise_is_and_the_log_keeps_the_basis(login):
    firm, office = make_enterprise("示例机械有限公司"), login(make_user(Role.OFFICE))
    asked = {"subject": firm.uscc, "subject-named": firm.name, "size": "large"}

    silent = office.post("/desk/sizes/new", data=asked)
    office.post("/desk/sizes/new", data=asked | {"why": "示例划型 1 号"})
    for_a_body = office.post(
        "/desk/sizes/new",
        data={"subject-named": make_body("示例水务局").name, "size": "large", "why": "示例"},
    )
    (event,) = [e for e in audit.history(firm) if e.move == "size"]

    assert (silent.status_code, for_a_body.status_code) == (422, 422)
    assert firm.size is Scale.LARGE and event.why == "示例划型 1 号"
    assert "大型企业" in office.get("/desk/sizes?size=large").text
    assert login(make_user(Role.OFFICER, make_body())).get("/desk/sizes").status_code == 403


@pytest.mark.parametrize(
    ("kind", "cell", "size"),
    [
        ("enterprise", "大型企业", Scale.LARGE),
        ("enterprise", "medium", Scale.MEDIUM),
        ("enterprise", "", Scale.UNKNOWN),
        ("body", "大型企业", None),
    ],
)
def test_a_table_of_subjects_says_sizes_and_what_it_leaves_out_stays(tmp_path, kind, cell, size):
    code = example_code(31, "91" if kind == "enterprise" else "11")
    table, wrong = IMPORTERS["subjects"], [] if size else ["size"]
    row = {"kind": kind, "name": "示例单位", "uscc": code}
    for said in (cell, "") if size else (cell,):
        file = tmp_path / "sizes.csv"
        cells = [(row | {"size": said}).get(name, "") for name in table.columns]
        file.write_text(f"{','.join(table.columns)}\n{','.join(cells)}\n")
        report = imports.run(table, file, by=audit.SYSTEM, at=NOW)
        assert [one.column for one in report.rejected] == wrong

    found = subjects.by_code(code)
    assert (found and found.size) == size


@pytest.mark.parametrize(
    ("scale", "may"), [(Scale.LARGE, True), (Scale.MEDIUM, False), (Scale.UNKNOWN, False)]
)
def test_a_measure_for_large_enterprises_is_attached_to_large_ones_alone(scale, may):
    """Seen: the eleven measures of 第二十六条 for large enterprises could be attached to nobody."""
    firm, measure = make_enterprise(), make_measure(sizes="large")
    firm.size = scale

    said = measures.refusal(measure, Case(firm, ListKind.SERIOUS, Ground.ARREARS), TODAY)

    assert (said == "") is may
