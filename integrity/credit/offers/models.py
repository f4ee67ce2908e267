"""An offer to whoever keeps faith, by a body or by an association, agency, bank or firm."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from integrity.base.db import Model
from integrity.base.states import HasSteps
from integrity.credit.measures.models import kinds_of
from integrity.people.subjects.models import Subject, SubjectKind


class Field(enum.StrEnum):
    APPROVAL = "approvals"
    FINANCE = "finance"
    ENTERPRISE = "entrepreneurship"
    TRAVEL = "transport"
    MEDICAL = "medical-care"
    ELDERLY = "care-of-the-elderly"
    TOURISM = "culture-and-tourism"
    HOUSEKEEPING = "housekeeping"
    FOOD = "food-and-catering"
    SHOPPING = "shopping"


class Stage(enum.StrEnum):
    """Of the life of a firm (信用济南建设实施方案 二（十三）)."""

    ENTRY = "market-entry"
    BUILDING = "investment-and-construction"
    FINANCING = "financing"
    RUNNING = "operation"
    EXIT = "market-exit"


class Offerer(enum.StrEnum):
    """Who offers it (济政办字〔2021〕29号 四（三）)."""

    BODY = "public-body"
    ASSOCIATION = "association"
    AGENCY = "credit-agency"
    BANK = "bank"
    FIRM = "leading-firm"


class OfferState(enum.StrEnum):
    MADE = "made"
    OPEN = "open-to-claim"
    DECLINED = "declined-offer"
    WITHDRAWN = "withdrawn"
    OVER = "over"


FIELD_NAMES = {
    Field.APPROVAL: _l("行政审批"),
    Field.FINANCE: _l("金融信贷"),
    Field.ENTERPRISE: _l("创新创业"),
    Field.TRAVEL: _l("交通出行"),
    Field.MEDICAL: _l("医疗卫生"),
    Field.ELDERLY: _l("养老"),
    Field.TOURISM: _l("文化旅游"),
    Field.HOUSEKEEPING: _l("家政服务"),
    Field.FOOD: _l("食品餐饮"),
    Field.SHOPPING: _l("购物"),
}
STAGE_NAMES = {
    Stage.ENTRY: _l("市场准入"),
    Stage.BUILDING: _l("投资建设"),
    Stage.FINANCING: _l("融资信贷"),
    Stage.RUNNING: _l("生产运营"),
    Stage.EXIT: _l("退出市场"),
}
OFFERER_NAMES = {
    Offerer.BODY: _l("机关事业单位"),
    Offerer.ASSOCIATION: _l("行业协会或者商会"),
    Offerer.AGENCY: _l("信用服务机构"),
    Offerer.BANK: _l("银行等金融机构"),
    Offerer.FIRM: _l("行业龙头企业"),
}
OFFER_NAMES = {
    OfferState.MADE: _l("待审核公布"),
    OfferState.OPEN: _l("可以申请"),
    OfferState.DECLINED: _l("未予公布"),
    OfferState.WITHDRAWN: _l("已停止提供"),
    OfferState.OVER: _l("期限届满"),
}


class Offer(HasSteps, Model):
    """What is offered (`title`, `content`), to which kinds of subject, and how one claims it.

    `on_the_red_list`: only to who stands on it. `conditions` are what the offerer looks into itself
    (a grade of its own). `body` is the public body that offers or stands for it (none: the office).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[OfferState] = mapped_column(default=OfferState.MADE, index=True)
    field: Mapped[Field] = mapped_column(index=True)
    stage: Mapped[Stage | None]
    offerer: Mapped[Offerer]
    offered_by: Mapped[str]
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"), index=True)
    title: Mapped[str]
    content: Mapped[str]
    applies_to: Mapped[str]
    on_the_red_list: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    conditions: Mapped[str] = mapped_column(default="", server_default="")
    how: Mapped[str]
    contact: Mapped[str]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    body: Mapped[Subject | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint("made_by_id <> opened_by_id", name="opened_by_another"),
        sa.CheckConstraint("valid_until >= valid_from", name="days"),
    )

    @property
    def parties(self) -> set[int]:
        return {self.body_id} if self.body_id else set()

    @property
    def ref(self) -> str:
        return f"YH{self.id:06d}"

    @property
    def subject_kinds(self) -> set[SubjectKind]:
        return kinds_of(self.applies_to)
