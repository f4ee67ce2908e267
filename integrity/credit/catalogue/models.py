"""One row per version of an item of the catalogue: what is recorded of whom, who may see it."""

import enum
from datetime import date

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column

from integrity.base.db import Model
from integrity.casework.rules.models import Verified
from integrity.credit.catalogue import columns
from integrity.credit.measures.models import BasisLevel, kinds_of
from integrity.people.subjects.models import SubjectKind


class Category(enum.StrEnum):
    """The categories of the national catalogue of public credit information (2024)."""

    REGISTRATION = "registration"
    JUDICIAL = "judicial"
    ADMINISTRATIVE = "administrative"
    PROFESSIONAL = "professional"
    ABNORMAL = "abnormal"
    SERIOUS = "serious"
    CONTRACT = "contract"
    PROMISE = "promise"
    EVALUATION = "evaluation"
    COMPLIANCE = "compliance"
    HONOUR = "honour"
    VOLUNTARY = "voluntary"


class Sense(enum.StrEnum):
    ADVERSE = "adverse"
    GOOD = "good"
    NEUTRAL = "neutral"


class Sharing(enum.StrEnum):
    """With which other offices an item is shared."""

    ALL = "all"
    CONDITIONAL = "conditional"
    NONE = "none"


class Publicity(enum.StrEnum):
    """To whom an item is open who holds no office."""

    PUBLIC = "public"
    ON_APPLICATION = "on application"
    NONE = "none"


class PersonGround(enum.StrEnum):
    """On what personal data is handled (个人信息保护法 第十三条第一款)."""

    CONSENT = "consent"  # (一)
    CONTRACT = "contract"  # (二)
    DUTY = "duty"  # (三)
    EMERGENCY = "emergency"  # (四)
    REPORTING = "reporting"  # (五)
    DISCLOSED = "disclosed"  # (六)
    OTHER_LAW = "other law"  # (七)


class Cycle(enum.StrEnum):
    """How often an item is brought up to date."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half-yearly"
    YEARLY = "yearly"


CATEGORY_NAMES = {
    Category.REGISTRATION: _l("登记注册基本信息"),
    Category.JUDICIAL: _l("司法裁判及执行信息"),
    Category.ADMINISTRATIVE: _l("行政管理信息"),
    Category.PROFESSIONAL: _l("职称和职业信息"),
    Category.ABNORMAL: _l("经营（活动）异常名录（状态）信息"),
    Category.SERIOUS: _l("严重失信主体名单信息"),
    Category.CONTRACT: _l("有关合同履行信息"),
    Category.PROMISE: _l("信用承诺及履行情况信息"),
    Category.EVALUATION: _l("信用评价结果信息"),
    Category.COMPLIANCE: _l("遵守法律法规情况信息"),
    Category.HONOUR: _l("诚实守信相关荣誉信息"),
    Category.VOLUNTARY: _l("市场主体自愿提供的信用信息"),
}
SENSE_NAMES = {
    Sense.ADVERSE: _l("失信信息"),
    Sense.GOOD: _l("守信信息"),
    Sense.NEUTRAL: _l("基本信息"),
}
SHARING_NAMES = {
    Sharing.ALL: _l("无条件共享"),
    Sharing.CONDITIONAL: _l("有条件共享"),
    Sharing.NONE: _l("不予共享"),
}
PUBLICITY_NAMES = {
    Publicity.PUBLIC: _l("公开"),
    Publicity.ON_APPLICATION: _l("依申请查询"),
    Publicity.NONE: _l("不公开"),
}

PERSON_GROUND_NAMES = {
    PersonGround.CONSENT: _l("取得个人的同意（第十三条第一款第一项）"),
    PersonGround.CONTRACT: _l("订立、履行合同或者实施人力资源管理所必需（第二项）"),
    PersonGround.DUTY: _l("履行法定职责或者法定义务所必需（第三项）"),
    PersonGround.EMERGENCY: _l("应对突发公共卫生事件或者紧急情况所必需（第四项）"),
    PersonGround.REPORTING: _l("为公共利益实施新闻报道、舆论监督（第五项）"),
    PersonGround.DISCLOSED: _l("个人自行公开或者已经合法公开的信息（第六项）"),
    PersonGround.OTHER_LAW: _l("法律、行政法规规定的其他情形（第七项）"),
}

CYCLE_NAMES = {
    Cycle.AT_ONCE: _l("实时"),
    Cycle.DAILY: _l("每日"),
    Cycle.WEEKLY: _l("每周"),
    Cycle.MONTHLY: _l("每月"),
    Cycle.QUARTERLY: _l("每季度"),
    Cycle.HALF_YEARLY: _l("每半年"),
    Cycle.YEARLY: _l("每年"),
}
CURRENT = sa.text("until IS NULL")


class HasContent:
    """What the catalogue says of an item, in a version of it or in a draft of one.

    `stream` and `rule` say which breaches are of this item (a rule of `*`: all others of the
    stream; a stream of `*`: all others). `applies_to` holds words of WORD_OF_KIND, joined by
    semicolons. `condition` says under which it is shared where it is shared conditionally, `cycle`
    how often it is brought up to date, `period` is the family of terms for which it is shown
    (none: as the grade of each record says), `columns` in which columns it is delivered as a table
    (none: it comes by the procedures of this system). `person_ground`: on what personal data is
    handled, of an item that is of persons or has sealed columns.
    """

    name: Mapped[str]
    category: Mapped[Category] = mapped_column(index=True)
    sense: Mapped[Sense]
    applies_to: Mapped[str]
    source: Mapped[str]
    cycle: Mapped[Cycle]
    sharing: Mapped[Sharing]
    condition: Mapped[str] = mapped_column(default="", server_default="")
    publicity: Mapped[Publicity]
    period: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    columns: Mapped[str] = mapped_column(default="", server_default="")
    person_ground: Mapped[PersonGround | None]
    stream: Mapped[str] = mapped_column(sa.String(40), default="", server_default="", index=True)
    rule: Mapped[str] = mapped_column(sa.String(40), default="", server_default="")
    legal_basis: Mapped[str]
    basis_level: Mapped[BasisLevel]
    effective_from: Mapped[date | None]
    effective_to: Mapped[date | None]
    verified: Mapped[Verified]

    @property
    def of_persons(self) -> bool:
        """Whether it holds personal data."""
        sealed = any(column.sealed for column in columns.parsed(self.columns))
        return sealed or SubjectKind.PERSON in self.subject_kinds

    @property
    def subject_kinds(self) -> set[SubjectKind]:
        return kinds_of(self.applies_to)


CONTENT = tuple(HasContent.__annotations__)
"""The columns that a draft hands on to the version that it becomes."""


class CatalogueItem(HasContent, Model):
    """A version of an item: what kind of thing is recorded, of whom, from whom, open to whom.

    Nothing is changed in place: the next version has the same `code`, and the one before it its
    last day in `until`. `since` is its first day (None: as long as its basis is in force).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    since: Mapped[date | None]
    until: Mapped[date | None]

    __table_args__ = (
        sa.Index("uq_catalogue_item_version", "code", "version", unique=True),
        sa.Index(
            "uq_catalogue_item_current",
            "code",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
    )

    @classmethod
    def on(cls, day: date) -> sa.ColumnElement[bool]:
        """The versions that stood in the catalogue on a day, in SQL."""
        begun = sa.or_(cls.since.is_(None), cls.since <= day)
        return sa.and_(begun, sa.or_(cls.until.is_(None), cls.until >= day))
