"""Leads are handed over and answered in writing; no name of a person is in any log."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from integrity.base.db import Base, db
from integrity.base.permissions import Role
from integrity.casework.documents import service as documents
from integrity.credit.accountability import service
from integrity.credit.accountability.models import ReferralState
from tests.accountability.makers import NAME, make_inquiry, make_referral, office
from tests.commitments.makers import PDF
from tests.factories import NOW, TODAY, make_body, make_record, make_user

pytestmark = pytest.mark.usefixtures("app")
OUTCOME: dict[str, Any] = {
    "outcome_no": "示纪〔2026〕2号",
    "outcome_on": TODAY,
    "outcome": f"对{NAME}诫勉",
}


def scan() -> FileStorage:
    return FileStorage(io.BytesIO(PDF), f"{NAME}处理决定.pdf")


def everything() -> str:
    """Every word that the database holds in the clear, of every table."""
    db.session.flush()
    rows = (db.session.execute(sa.select(table)).all() for table in Base.metadata.sorted_tables)
    return "\n".join(str(row) for found in rows for row in found)


def test_a_lead_goes_out_with_its_letter_and_has_a_receipt() -> None:
    lead = make_referral()

    service.send(lead, by=office(), at=NOW)
    service.receive(lead, "示纪收〔2026〕1号", TODAY, by=office(), at=NOW)

    (letter,) = documents.of_thing("referral", lead.id)
    assert letter.deliveries[0].name == "示例纪检监察机关"
    assert "逾期未整改到位" in letter.content and NAME not in letter.content
    assert lead.state is ReferralState.RECEIVED


@pytest.mark.parametrize("missing", ["scan", "outcome_no"])
def test_an_outcome_is_entered_only_as_it_came_in_writing(missing: str) -> None:
    lead = make_referral()
    service.send(lead, by=office(), at=NOW)
    said: dict[str, Any] = {**OUTCOME, "scan": scan()}
    said[missing] = "" if missing == "outcome_no" else None

    with pytest.raises(service.NotInWriting):
        service.enter_outcome(lead, **said, by=office(), at=NOW)

    assert lead.state is ReferralState.SENT


def test_no_name_is_in_any_log_message_paper_or_file_name(caplog: pytest.LogCaptureFixture) -> None:
    lead, letter = make_referral(), make_inquiry()
    service.send(lead, by=office(), at=NOW)
    service.enter_outcome(lead, **OUTCOME, scan=scan(), by=office(), at=NOW)
    service.reply(letter, "均无失信记录", by=office(), at=NOW)
    seen = service.look(lead, by=office(), at=NOW)
    db.session.commit()

    assert seen == [NAME, f"对{NAME}诫勉"]
    assert NAME not in everything() and NAME not in caplog.text


def test_who_is_named_under_seal_is_named_nowhere_else() -> None:
    letter = make_inquiry()

    with pytest.raises(service.Named):
        make_referral(content=f"{NAME}没有履行")
    with pytest.raises(service.Named):
        service.reply(letter, f"{NAME}无失信记录", by=office(), at=NOW)


def test_a_lead_begins_from_the_record_of_a_breach(login: Any) -> None:
    record = make_record()
    client = login(make_user(Role.OFFICE, make_body()))

    page = client.get(f"/records/{record.id}").text
    form = client.get(f"/accountability/new?record={record.id}").text

    assert f"/accountability/new?record={record.id}" in page
    assert record.summary in form


def test_a_letter_is_registered_once_and_answered_on_paper() -> None:
    letter = make_inquiry()
    with pytest.raises(service.Known):
        make_inquiry()

    service.reply(letter, "均无失信记录", by=office(), at=NOW)

    (paper,) = documents.of_thing("inquiry", letter.id)
    assert "示组函〔2026〕1号" in paper.content and "3名" in paper.content


def test_only_the_office_opens_what_is_sealed_and_looking_is_logged(login: Any) -> None:
    lead = make_referral()
    address = f"/accountability/{lead.id}/sealed"
    refused = login(make_user(Role.HEAD, lead.subject)).get(address).status_code
    client = login(make_user(Role.OFFICE, make_body()))

    before, opened = client.get(address).text, client.post(address).text

    assert refused == 403
    assert NAME not in before and NAME in opened
    assert "查看身份信息" in client.get(f"/accountability/{lead.id}").text
