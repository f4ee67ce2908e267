"""What a department finds it finds for every body, and no other department does."""

import sqlalchemy as sa

from arrears.permissions import ArrearsPermission
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts.models import User
from integrity.people.messages.tells import Whom
from integrity.people.subjects import competence
from tests.arrears.makers import make_invoice
from tests.factories import NOW, make_body, make_user

FIND = ArrearsPermission.FIND


def test_only_the_registered_department_finds_and_hears_of_it(app):
    registered = make_user(Role.FINDER, make_body("示例工信局"))
    office, invoice = make_user(Role.OFFICE), make_invoice()
    another = make_user(Role.FINDER, make_body("示例住建局"))

    competence.register("arrears", registered.body_id, by=office, at=NOW)

    heard = db.session.scalars(sa.select(User).where(Whom(FIND).people())).all()
    assert registered.can(FIND, invoice) and registered.can(FIND)
    assert not (another.can(FIND, invoice) or another.can(FIND))
    assert heard == [registered]


def test_where_nobody_is_registered_nobody_finds(app):
    finder = make_user(Role.FINDER, make_body("示例工信局"))

    competence.register("arrears", None, by=make_user(Role.OFFICE), at=NOW)

    assert not finder.can(FIND, make_invoice())


def test_the_office_sees_in_what_nobody_finds(app, login):
    finder = make_user(Role.FINDER, make_body("示例工信局"))
    competence.register("courts", None, by=finder, at=NOW)

    page = login(make_user(Role.OFFICE)).get("/desk/competence").text

    assert "示例工信局" in page and "未登记" in page
