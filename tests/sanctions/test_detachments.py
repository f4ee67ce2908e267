"""What lost its basis is proposed by night, and goes when two people have agreed."""

from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.models import Document
from integrity.casework.workdays import ONE
from integrity.credit.sanctions import detachments, linting
from integrity.credit.sanctions.detachment_models import Detachment, DetachmentState
from integrity.credit.sanctions.detachments import WithoutBasis
from integrity.credit.sanctions.flow import SameDecider
from integrity.credit.sanctions.models import EntryState
from tests.factories import NOW, TODAY, make_body, make_user
from tests.measures.makers import make_measure
from tests.sanctions.detached import make_detachment
from tests.sanctions.makers import make_listed


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def test_a_measure_with_a_basis_is_not_proposed() -> None:
    make_listed(measures=(make_measure().code,))

    assert detachments.propose_all(linting.faults(TODAY), on=TODAY) == 0


def test_a_second_night_proposes_nothing_again() -> None:
    make_detachment()

    assert detachments.propose_all(linting.faults(TODAY), on=TODAY) == 0


def test_two_people_end_it_the_entry_stays_and_its_subject_gets_a_paper() -> None:
    found, first = make_detachment(), office()
    detachments.agree(found, "示例", by=first, at=NOW)
    with pytest.raises(SameDecider):
        detachments.detach(found, "示例", by=first, at=NOW)
    assert found.entry.measures_on(TODAY)

    detachments.detach(found, "示例", by=office(), at=NOW)

    assert not found.entry.measures_on(TODAY) and found.entry.measures_on(TODAY - ONE)
    assert found.entry.state is EntryState.LISTED
    assert detachments.propose_all(linting.faults(TODAY), on=TODAY) == 0
    papers = sa.select(Document).where(Document.kind == "measure-ending-notice")
    assert "停止措施通知书" in db.session.scalars(papers).one().title


def test_what_has_no_basis_is_not_kept_and_what_has_one_again_is() -> None:
    found = make_detachment()
    with pytest.raises(WithoutBasis):
        detachments.keep(found, "示例", by=office(), at=NOW)

    found.measure.effective_to = None
    detachments.keep(found, "示例", by=office(), at=NOW)

    assert found.state is DetachmentState.KEPT


def test_the_office_ends_it_on_its_pages(client, login) -> None:
    found = make_detachment()
    for move in ("agree", "remove"):
        login(office())
        assert found.title in client.get("/desk/").text
        address = f"/sanctions/detachments/{found.id}/do/{move}"
        assert client.post(address, data={"why": "示例理由"}).status_code == 302

    assert db.session.get_one(Detachment, found.id).state is DetachmentState.DETACHED
    assert found.measure.name in client.get("/sanctions/detachments/?format=csv").text
