"""The certificate of an honour, the notice of its end, and the circular of a round's result."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base import site_texts
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.credit.stars.models import CandidateState, StarCandidate, StarKind, StarRound
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects.models import Subject

TITLES = {StarKind.UNIT: "诚信之星（单位）", StarKind.BRAND: "名优产品信用品牌"}
LOAD = (joinedload(StarCandidate.subject), joinedload(StarCandidate.round))


def _name(found: StarRound) -> str:
    return f"{found.year}年度{TITLES[found.kind]}"


def _bodies(found: StarRound) -> Sequence[Addressee]:
    officers = sa.select(User.body_id).where(
        User.role == Role.OFFICER, User.state == AccountState.ACTIVE
    )
    wanted = sa.select(Subject.name, Subject.id).where(Subject.id.in_(officers))
    return [Addressee(*row) for row in db.session.execute(wanted.order_by(Subject.slug))]


def _list(found: StarRound) -> Table:
    honoured = [c for c in found.candidates if c.state is CandidateState.HONOURED]
    rows = tuple(
        (str(number), one.subject.name, one.product or "—", one.sent_by.name)
        for number, one in enumerate(honoured, 1)
    )
    return Table(("序号", "名称", "产品", "报送单位"), rows)


PAPERS = (
    PaperKind(
        name="star-certificate",
        title=_l("荣誉证书"),
        mark="RYZ",
        model=StarCandidate,
        url=lambda found: url_for("stars.item", number=found.id),
        fields={
            "单位名称": lambda found: found.subject.name,
            "评选名称": lambda found: _name(found.round),
            "产品名称": lambda found: found.product or None,
            "公示日期": lambda found: found.shown_on,
            "公示截止日期": lambda found: found.shown_until,
            "评定日期": lambda found: found.honoured_on,
            "评定理由": lambda found: None,
            "证书编号": lambda found: found.ref,
        },
        why="评定理由",
        load=LOAD,
    ),
    PaperKind(
        name="star-ending",
        title=_l("取消称号通知书"),
        mark="RYX",
        model=StarCandidate,
        url=lambda found: url_for("stars.item", number=found.id),
        fields={
            "单位名称": lambda found: found.subject.name,
            "评选名称": lambda found: _name(found.round),
            "产品名称": lambda found: found.product or None,
            "评定日期": lambda found: found.honoured_on,
            "取消日期": lambda found: found.ended_on,
            "取消原因": lambda found: found.answer,
            "证书编号": lambda found: found.ref,
            "异议受理单位": lambda found: site_texts.said("OFFICE_NAME"),
        },
        load=LOAD,
    ),
    PaperKind(
        name="star-result",
        title=_l("评选结果通报"),
        mark="PXT",
        model=StarRound,
        url=lambda found: url_for("stars.round_item", number=found.id),
        addressees=_bodies,
        fields={"评选名称": _name, "评定名单": _list},
    ),
)
