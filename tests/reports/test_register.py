"""The number of a report tells anybody how it stands; the register, who asked about whom."""

import io
import re

import pypdfium2
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.reports.models import CreditReport, ReportKind
from tests.checks.makers import make_check
from tests.factories import NOW, make_body, make_enterprise, make_record, make_user
from tests.reports.makers import ask, counting, make_report

ALL = list(ReportKind)


@pytest.mark.parametrize("kind", ALL)
def test_anybody_verifies_a_number_and_learns_no_content(kind, client, firm):
    make_record(firm, summary="示例拟记入事实")
    report = make_report(firm, kind)

    led = client.get("/credit-reports/verify", query_string={"number": report.number.lower()})
    page = client.get(led.location).text

    assert report.digest in page and "未被改动" in page and "与出具时相同" in page
    assert "示例拟记入事实" not in page
    assert client.get("/credit-reports/verify?number=XB20261120AAAAAAAAAA").status_code == 404


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_only_what_is_public_is_given_to_anybody(kind, ending, client, login, firm):
    report = make_report(firm, kind)
    address = f"/credit-reports/{report.number}.{ending}"

    assert client.get(address).status_code == (200 if report.is_open else 404)
    rival = login(make_user(Role.SUPPLIER, make_enterprise("示例对手有限公司")))
    assert rival.get(address).status_code == (200 if report.is_open else 404)
    assert login(make_user(Role.SUPPLIER, firm)).get(address).status_code == 200
    office = 404 if kind is ReportKind.OWN else 200
    assert login(make_user(Role.OFFICE)).get(address).status_code == office


def test_a_report_that_was_changed_in_the_register_is_seen(client, firm):
    report = make_report(firm)
    report.content = report.content | {"records": [{"summary": "改过的"}]}
    db.session.flush()

    assert "与出具时不一致" in client.get(f"/credit-reports/{report.number}").text


@pytest.mark.parametrize("ending", ["pdf", "json"])
def test_a_file_in_hand_is_compared_with_what_was_given(ending, client, firm):
    address = f"/credit-reports/{make_report(firm).number}"
    file = client.get(f"{address}.{ending}").data

    def compare(data):
        return client.post(address, data={"file": (io.BytesIO(data), f"a.{ending}")}).text

    assert "完全相同" in compare(file)
    assert "不是本系统出具的原文件" in compare(file + b" ")


def test_the_paper_says_its_number_its_moment_and_where_to_verify_it(client, firm):
    record = counting(firm)
    report = make_report(firm)

    raw = client.get(f"/credit-reports/{report.number}.pdf").data
    with pypdfium2.PdfDocument(raw) as made:
        said = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in made))

    assert f"/credit-reports/{report.number}" in said and report.digest in said
    assert firm.name in said and record.ref in said


def test_at_the_counter_the_kind_of_proof_is_noted_and_the_report_registered(client, login, firm):
    clerk = make_user(Role.OFFICE, name="示例窗口人员")
    login(clerk)
    said = {"subject": firm.uscc, "subject-named": firm.name}
    assert client.post("/credit-reports/counter", data=said).status_code == 422

    answer = client.post("/credit-reports/counter", data=said | {"shown": "letter"})

    report = db.session.scalars(sa.select(CreditReport)).one()
    assert (report.kind, report.shown, report.by_name) == ("counter", "letter", "示例窗口人员")
    assert client.get(f"{answer.location}.pdf").status_code == 200
    register = client.get("/credit-reports/register").text
    assert report.number in register and "示例窗口人员" in register
    assert login(make_user(Role.OFFICER)).get("/credit-reports/register").status_code == 403


def test_a_subject_sees_who_asked_about_it_and_nobody_else_does(client, login, firm):
    asker = make_body("示例招标局")
    make_check({"q": {"code": firm.uscc}}, body=asker, matter="示例评标")
    ask(client, firm.uscc)
    login(make_user(Role.OFFICER, make_body("示例好奇局")))
    ask(client, firm.uscc)

    page = login(make_user(Role.SUPPLIER, firm)).get("/credit-reports/asked").text
    others = login(make_user(Role.SUPPLIER, make_enterprise("别的企业"))).get(
        "/credit-reports/asked"
    )

    assert all(word in page for word in ("示例招标局", "示例评标", "社会公众", "示例好奇局"))
    assert "示例招标局" not in others.text and "还没有人查询过" in others.text


def test_nobody_without_a_subject_of_its_own_has_an_own_report(client, login):
    assert client.post("/credit-reports/own").status_code == 302
    assert login(make_user(Role.OFFICE)).post("/credit-reports/own").status_code == 403
    assert login(make_user(Role.SUPPLIER, None)).post("/credit-reports/own").status_code == 403


def test_the_register_cannot_hold_a_report_for_nobody_or_a_counter_without_proof(firm):
    for wrong in ({"kind": ReportKind.OWN}, {"kind": ReportKind.COUNTER, "by_name": "x"}):
        values = {"number": "XB", "at": NOW, "content": {}, "digest": "", "state_digest": ""}
        db.session.add(CreditReport(subject_id=firm.id, **(values | wrong)))
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
