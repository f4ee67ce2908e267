"""A certificate says where was looked and when; what is not known is not certified."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.credit.reports import gathering
from integrity.credit.reports.models import CreditReport, ReportKind
from tests.checks.makers import make_identifier, make_person
from tests.factories import TODAY, make_enterprise, make_record
from tests.reports.makers import ask, counting, make_report, taken
from tests.sanctions.makers import make_listed


@pytest.mark.parametrize("kind", [ReportKind.PUBLIC, ReportKind.CERTIFICATE])
def test_who_is_not_known_gets_no_report_and_no_certificate(kind, client, firm):
    person = make_person("张三丰")
    for words in ("示例电梯", "从未登记有限公司", make_identifier(), person.name, "%"):
        answer = ask(client, words, kind)
        assert answer.status_code == 422 and "不" in answer.text
    assert (
        "没有登记该代码或者名称的主体，不能据此认为" in ask(client, "从未登记有限公司", kind).text
    )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CreditReport)) == 0


def test_a_certificate_says_where_was_looked_and_when(client, firm):
    make_record(firm)  # proposed: not public, and nothing that counts
    said = taken(client, ask(client, firm.uscc, ReportKind.CERTIFICATE))

    assert {place["found"] for place in said["searched"]} == {0}
    assert said["searched"][0]["place"] == "公示中的信用记录"
    assert len(said["searched"]) == 1 + len(gathering.BAD_LISTS)
    assert said["as_of"].startswith(TODAY.isoformat()) and said["figures"]["bad"] == 0
    assert "records" not in said


@pytest.mark.parametrize("make", [counting, lambda firm: make_listed(firm, record=False)])
def test_nothing_certifies_that_there_is_nothing_where_there_is_something(make, client, firm):
    clean = make_report(firm, ReportKind.CERTIFICATE)
    make(firm)

    assert ask(client, firm.uscc, ReportKind.CERTIFICATE).status_code == 422
    assert "信息有变化" in client.get(f"/credit-reports/{clean.number}").text
    assert client.get(f"/credit-reports/{clean.number}.pdf").status_code == 410


def test_a_code_that_became_anothers_gets_a_report_of_that_one_and_no_certificate(client, firm):
    old = make_enterprise("示例旧企业有限公司")
    old.merged_into_id = firm.id
    db.session.flush()

    assert taken(client, ask(client, old.uscc))["subject"]["name"] == firm.name
    answer = ask(client, old.uscc, ReportKind.CERTIFICATE)
    assert answer.status_code == 422 and firm.name in answer.text
