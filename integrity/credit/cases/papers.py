"""The monthly bulletin of typical cases (典型案例通报), to every body with an officer."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.credit.cases.models import CaseBulletin, CaseKind
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects.models import Subject

HEADS = {CaseKind.CASE: "典型案例", CaseKind.MODEL: "诚信典型"}


def _bodies(bulletin: CaseBulletin) -> Sequence[Addressee]:
    officers = sa.select(User.body_id).where(
        User.role == Role.OFFICER, User.state == AccountState.ACTIVE
    )
    wanted = sa.select(Subject.name, Subject.id).where(Subject.id.in_(officers))
    return [Addressee(*row) for row in db.session.execute(wanted.order_by(Subject.slug))]


def _list(bulletin: CaseBulletin) -> Table:
    head = ("编号", "种类", "标题", "报送单位", "公布日期")
    rows = tuple(
        (case.ref, HEADS[case.kind], case.title, case.sent_by.name, str(case.published_on))
        for case in bulletin.cases
    )
    return Table(head, rows)


def _texts(bulletin: CaseBulletin) -> str:
    return "\n".join(
        f"（{number}）{case.title}\n{case.text}" for number, case in enumerate(bulletin.cases, 1)
    )


PAPERS = (
    PaperKind(
        name="case-bulletin",
        title=_l("典型案例通报"),
        mark="AT",
        model=CaseBulletin,
        url=lambda bulletin: url_for("cases.index"),
        addressees=_bodies,
        fields={
            "通报月份": lambda bulletin: f"{bulletin.month.year}年{bulletin.month.month}月",
            "案例数": lambda bulletin: str(len(bulletin.cases)),
            "案例目录": _list,
            "案例正文": _texts,
        },
    ),
)
