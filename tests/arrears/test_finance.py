"""What the finance department paid counts once, and never by a guess."""

from datetime import timedelta
from decimal import Decimal

import pytest

from arrears import payments
from arrears.codes import InvoiceState, PaymentState, Source
from arrears.finance import IMPORTERS
from arrears.models import Payment
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files import imports
from tests.arrears.makers import late, make_finder, make_invoice, make_paid, report, supplier_of
from tests.factories import NOW, TODAY, make_user

IMPORTER = IMPORTERS["finance-payments"]
ONE = timedelta(days=1)
DAY = TODAY - ONE
ALL = Decimal("10000.00")
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def load(tmp_path):
    def go(*rows, by=None, dry_run=False) -> imports.Report:
        file = tmp_path / "payments.csv"
        lines = [",".join(map(str, row)) for row in rows]
        file.write_text("\n".join([",".join(IMPORTER.columns), *lines]), encoding="utf-8")
        who = by or make_user(Role.OFFICE)
        return imports.run(IMPORTER, file, by=who, at=NOW, dry_run=dry_run)

    return go


def row(invoice, which="", amount=ALL, day=DAY, voucher="国库 1"):
    return (voucher, invoice.ref, day, amount, which)


def said(report) -> str:
    (rejection,) = report.rejected
    return f"{rejection.column}: {rejection.message}"


def test_a_payment_nobody_reported_counts_from_the_day_it_was_made(load):
    invoice = make_invoice(due_on=DAY)

    report = load(row(invoice))

    (payment,) = invoice.payments
    assert (report.added, late()) == (1, [])
    assert (payment.source, payment.voucher) == (Source.FINANCE, "国库1")
    assert (invoice.state, invoice.closed_on) == (InvoiceState.PAID, DAY)


def test_it_confirms_what_the_debtor_reported_and_shows_old_and_new_before(load):
    invoice = make_invoice(due_on=TODAY)
    claim = report(invoice)

    found = load(row(invoice), dry_run=True)
    shown = {change.column: (change.old, change.new) for change in found.changes}
    assert shown == {
        "未付的无争议金额": ("10000.00", "0.00"),
        "状态": ("单位自报，待确认", "已确认"),
    }
    assert claim.state is PaymentState.REPORTED

    load(row(invoice))
    assert invoice.payments == [claim]
    assert (claim.state, claim.counted_on) == (PaymentState.CONFIRMED, DAY)


def test_a_voucher_counts_once_however_it_is_typed(load):
    invoice = make_invoice(due_on=TODAY)
    part = Decimal(4000)
    load(row(invoice, amount=part))

    again = load(row(invoice, amount=part, voucher="国库１"))
    other = load(row(invoice, amount=part + 1))

    assert (again.unchanged, invoice.paid) == (1, part)
    assert "其他内容" in said(other)
    assert [change.column for change in other.changes] == []


def test_what_the_supplier_confirmed_is_asked_about_and_not_paid_twice(load):
    """A second source must not count the same money a second time."""
    invoice = make_invoice(due_on=TODAY)
    known = make_paid(invoice, Decimal(4000))
    rows = {which: row(invoice, which, Decimal(4000)) for which in ("", "同一笔", "另一笔")}

    asked = said(load(rows[""]))
    assert asked.startswith("which: 已有付款") and "4,000.00" in asked
    load(rows["同一笔"])
    assert (invoice.paid, known.voucher, known.counted_on) == (4000, "国库1", TODAY)
    assert load(rows["同一笔"]).unchanged == 1

    second = load(row(invoice, "另一笔", Decimal(4000), voucher="国库 2"))
    assert (second.added, invoice.paid) == (1, 8000)


def test_a_part_that_counts_already_is_asked_about_whatever_its_sum(load):
    """Two parts confirmed by the supplier may be one payment of the finance department."""
    invoice = make_invoice()
    make_paid(invoice, Decimal(1000))

    assert "which" in said(load(row(invoice, amount=Decimal(4000))))
    assert "不能是同一笔" in said(load(row(invoice, "同一笔", Decimal(4000))))


def test_what_the_supplier_denied_is_found_by_the_department_and_not_by_a_file(load):
    invoice = make_invoice(due_on=TODAY - 5 * ONE)
    claim = report(invoice)
    payments.deny(claim, "没有到账", by=supplier_of(invoice), at=NOW)

    assert "which" in said(load(row(invoice)))
    assert "处理部门" in said(load(row(invoice, "同一笔")))
    assert (invoice.paid, late()) == (0, [invoice.id])

    assert load(row(invoice, "另一笔")).added == 1


def test_the_voucher_that_the_debtor_named_says_which_payment_is_meant(load):
    invoice = make_invoice()
    make_paid(invoice, Decimal(4000))
    claim = report(invoice, amount=Decimal(4000))
    claim.note = "国库　7"

    load(row(invoice, amount=Decimal(4000), voucher="国库7"))

    assert (claim.state, claim.source) == (PaymentState.CONFIRMED, Source.FINANCE)


def test_of_two_reported_alike_the_day_says_which_or_nobody_guesses(load):
    invoice = make_invoice()
    first, second = (report(invoice, TODAY - n * ONE, Decimal(4000)) for n in (3, 1))

    assert "不能确定" in said(load(row(invoice, amount=Decimal(4000), day=TODAY)))
    load(row(invoice, amount=Decimal(4000), day=DAY))

    assert (first.state, second.state) == (PaymentState.REPORTED, PaymentState.CONFIRMED)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day": TODAY + ONE}, "还没有到"),
        ({"amount": "10000.01"}, "超过未付的本金和利息"),
        ({"amount": "-1"}, "大于 0"),
        ({"amount": "0"}, "大于 0"),
        ({"amount": "1E+30"}, "位数"),
        ({"day": "三月"}, "不是日期"),
        ({"voucher": "长" * 81}, "80"),
        ({"which": "也许"}, "只能是"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_changes_nothing(load, change, words):
    invoice = make_invoice(due_on=TODAY)

    report = load(row(invoice, **change))

    assert words in said(report)
    assert db.session.query(Payment).count() == 0


def test_a_row_without_its_invoice_is_refused_alone(load):
    invoice = make_invoice()
    unknown = ("国库 9", "AR-1999-000001", DAY, ALL, "")

    found = load(unknown, row(invoice))

    assert (found.added, said(found)) == (1, "invoice: 没有这个登记号。")


def test_a_payment_from_before_the_registration_is_warned_about(load):
    invoice = make_invoice()

    found = load(row(invoice, day=invoice.registered_on - ONE))

    assert "可能已经扣除" in found.warnings()[0][1]


def test_nobody_of_either_party_is_a_second_source(load):
    invoice = make_invoice()
    ours = make_user(Role.OFFICE, invoice.subject)

    assert "当事单位" in said(load(row(invoice), by=ours))


def test_only_office_and_department_may_send_it(login):
    invoice = make_invoice()
    people = {
        make_user(Role.OFFICE): 200,
        make_finder(): 200,
        make_user(Role.OFFICER, invoice.subject): 404,
        supplier_of(invoice): 403,
    }

    for person, status in people.items():
        page = login(person).get("/imports/new?kind=finance-payments")
        assert page.status_code == status, person.role


def test_what_was_exported_is_imported_again_unchanged(load, tmp_path):
    load(row(make_invoice()))
    file = tmp_path / "export.csv"
    file.write_bytes(imports.export(IMPORTER).read())

    report = imports.run(IMPORTER, file, by=make_user(Role.OFFICE), at=NOW)

    assert (report.unchanged, report.rejected) == (1, [])


def test_the_page_and_the_log_say_who_confirmed_it(load, login):
    """Seen: the log called it a finding of the department."""
    invoice = make_invoice()
    load(row(invoice))

    page = login(supplier_of(invoice)).get(f"/arrears/{invoice.ref}").text
    log = login(make_user(Role.AUDITOR)).get("/desk/audit").text

    assert "支付凭证号 国库1" in page
    assert "财政支付数据，自 2026年11月19日（星期四） 起计为已付" in page
    assert "财政支付记录证实" in log and "认定已付" not in log.split("</form>")[-1]
