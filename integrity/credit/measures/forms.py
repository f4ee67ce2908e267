"""What a measure says of itself, why it is on a list, and what its review asks."""

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from integrity.base import clock
from integrity.base.db import db
from integrity.casework.rules.models import TimeLimit
from integrity.casework.workdays import Counting
from integrity.credit.measures import proportion
from integrity.credit.measures.lists import GROUND_NAMES, LIST_NAMES, SEVERITY_NAMES
from integrity.credit.measures.models import (
    BASIS_NAMES,
    CLASS_NAMES,
    INSPECTED_NAMES,
    MEASURE_KIND_NAMES,
    SIZE_NAMES,
    WORD_OF_KIND,
)
from integrity.credit.policies import service as library
from integrity.pages.forms import ChosenField, DayField, PostForm, WhyForm
from integrity.people.subjects.models import KIND_NAMES

NEEDED = InputRequired(_l("请填写。"))


def _line(label: Any, hint: Any = "", *, needed: bool = True) -> StringField:
    first = NEEDED if needed else Optional()
    return StringField(label, description=hint, default="", validators=[first, Length(max=400)])


def _text(label: Any, hint: Any = "", *, needed: bool = True) -> TextAreaField:
    first = NEEDED if needed else Optional()
    return TextAreaField(label, description=hint, default="", validators=[first, Length(max=4000)])


def _several(label: Any, names: Any, hint: Any = "", *, needed: bool = False) -> Any:
    return SelectMultipleField(
        label,
        description=hint,
        choices=lambda: [(str(word), name) for word, name in names.items()],
        validators=[InputRequired(_l("请至少选择一项。"))] if needed else [],
        default=(),
    )


class MeasureForm(PostForm):
    kind = RadioField(
        _l("种类"), choices=lambda: list(MEASURE_KIND_NAMES.items()), validators=[NEEDED]
    )
    category = ChosenField(_l("类别"), choices=lambda: list(CLASS_NAMES.items()))
    name = _line(_l("措施"))
    content = _text(_l("内容"))
    base_item = _line(
        _l("全国失信惩戒措施基础清单的项目"),
        _l("列明清单的年份和项目；不知道的不填。"),
        needed=False,
    )
    applies_to = _several(
        _l("适用对象"), {WORD_OF_KIND[kind]: name for kind, name in KIND_NAMES.items()}, needed=True
    )
    sizes = _several(_l("企业规模"), SIZE_NAMES, _l("依据限定企业规模的才选；不选为不限。"))
    lists = _several(
        _l("适用名单"), LIST_NAMES, _l("由其他机关另行决定的措施也写明适用的名单。"), needed=True
    )
    grounds = _several(_l("适用的列入事由"), GROUND_NAMES, _l("不选为不限。"))
    offences = SelectMultipleField(
        _l("适用的失信行为"),
        description=_l("依据限定具体行为的才选；选择大类的，包括其中的每一项；不选为不限。"),
        choices=proportion.choices,
        default=(),
    )
    severity = SelectField(
        _l("失信程度"),
        description=_l("依据要求情节严重的，选择“严重”；不选的，以适用的名单为准。"),
        choices=lambda: [("", _("以适用的名单为准")), *SEVERITY_NAMES.items()],
        default="",
    )
    inspections = SelectField(
        _l("检查频次"),
        description=_l("措施减少或者增加日常检查的，检查单位按登记的频次执行。"),
        choices=lambda: [("", _("不涉及")), *INSPECTED_NAMES.items()],
        default="",
    )
    conditions = _text(
        _l("适用条件"), _l("依据规定的其他条件，例如有履行能力而拒不履行。"), needed=False
    )
    document = SelectField(
        _l("依据文件"),
        default="",
        description=_l("从文件库中选择的，层级和效力以文件库为准；没有的，在下面填写。"),
    )
    legal_basis = _line(_l("依据"), _l("文件名称、文号和条款；已选择文件的，只填条款。"))
    basis_level = ChosenField(
        _l("依据层级"), choices=lambda: list(BASIS_NAMES.items()), validators=[Optional()]
    )
    effective_from = DayField(_l("施行日期"))
    effective_to = DayField(_l("失效日期"), description=_l("现行有效的不填。"))
    organ = _line(
        _l("决定机关"), _l("由其他机关依法另行作出决定的，写明该机关；否则不填。"), needed=False
    )
    period = SelectField(_l("措施期限"), default="")
    executing_unit = _line(_l("实施单位"))
    matters = _text(_l("办理事项编码"), _l("在哪些政务服务事项中执行，每行一个。"), needed=False)
    clerk = _text(_l("窗口如何执行"), _l("经办人查到当事人在名单上时怎样办理。"), needed=False)
    reasons = _text(_l("新增或者修订的理由"))

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        in_force = library.in_force(clock.today())
        known = [
            (document.cited_as, f"{document.title} {document.number}") for document in in_force
        ]
        self.document.choices = [("", _("文件库中没有")), *known]
        self.period.choices = [("", _("至移出名单之日")), *own_periods()]


class EndForm(PostForm):
    reasons = _text(_l("停止采用的理由"), _l("停止后不再对任何主体采用；公开页面写明理由。"))


class ReviewForm(WhyForm):
    read = BooleanField(
        _l("已核对依据文件原文"),
        description=_l("惩戒措施的依据没有核对原文的，不能通过审核。"),
    )


def own_periods() -> list[tuple[str, str]]:
    """The periods that a measure may have of its own, each in its newest version."""
    wanted = (
        sa.select(TimeLimit.family, sa.func.max(TimeLimit.what))
        .where(TimeLimit.counting == Counting.PERIOD, TimeLimit.amount.is_not(None))
        .where(TimeLimit.family.not_like("LOCAL-%"))
        .group_by(TimeLimit.family)
    )
    rows = db.session.execute(wanted.order_by(sa.func.max(TimeLimit.what))).all()
    return [(family, what) for family, what in rows]
