"""Other sanctions by law are an open list: what another law gives is added with that law."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.models import BasisLevel
from integrity.credit.measures.service import NoBasis
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push
from tests.factories import TODAY, make_body, make_user
from tests.measures.makers import make_draft, put_in_force
from tests.sanctions.makers import later, make_heard, make_receivers

OTHER_LAW = "示例其他法律第九条"


def listed_with(code: str) -> ListEntry:
    entry = make_heard()
    sanctions.decide_first(entry, "示例", [code], by=make_user(Role.OFFICE), at=later(1))
    sanctions.decide_second(entry, "示例", by=make_user(Role.OFFICE), at=later(1))
    return entry


def test_a_department_adds_what_another_law_gives_and_an_entry_carries_it() -> None:
    department = make_body()
    make_receivers(1)

    measure = put_in_force(make_draft(department, legal_basis=OTHER_LAW, name="示例其他惩戒"))
    entry = listed_with(measure.code)

    assert (measure.owner, measure.legal_basis) == (department, OTHER_LAW)
    assert [taken.measure for taken in entry.attachments] == [measure]
    push = db.session.scalars(sa.select(Push).where(Push.entry_id == entry.id)).one()
    assert [line.measure.legal_basis for line in push.asked] == [OTHER_LAW]


@pytest.mark.parametrize(
    "lacking",
    [
        {"basis_level": BasisLevel.LOCAL_POLICY.value},
        {"effective_to": TODAY.replace(year=TODAY.year - 1)},
        {"effective_from": TODAY.replace(year=TODAY.year + 1)},
    ],
)
def test_what_no_law_in_force_gives_is_never_put_in_force(lacking) -> None:
    with pytest.raises(NoBasis):
        put_in_force(make_draft(make_body(), legal_basis=OTHER_LAW, **lacking))


def test_what_loses_its_law_is_attached_to_nobody_any_more() -> None:
    measure = put_in_force(make_draft(make_body(), legal_basis=OTHER_LAW))
    measure.effective_to = TODAY.replace(year=TODAY.year - 1)
    db.session.flush()

    with pytest.raises(NoBasis):
        listed_with(measure.code)
