"""What the office, evaluators and bodies fill in, and the filters of the lists."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from evaluations import methods
from evaluations.fields import REPORT
from evaluations.grades import plain
from evaluations.methods import Method
from evaluations.models import Indicator, Scheme, Score
from evaluations.scores import Entry
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.pages.fields import asks
from integrity.pages.forms import (
    ChosenField,
    DoneOnForm,
    NumberField,
    PostForm,
    WebAddress,
    WhyForm,
)
from integrity.people.accounts.models import User
from integrity.people.subjects.choosing import SubjectsField
from integrity.people.subjects.models import Subject

REQUIRED = InputRequired(_l("请填写。"))


def evaluator_names() -> list[tuple[int, str]]:
    """The bodies for which somebody may score."""
    wanted = (
        sa.select(Subject.id, Subject.name)
        .where(Subject.id.in_(sa.select(User.body_id).where(User.role == Role.EVALUATOR)))
        .order_by(Subject.name)
    )
    return [(number, name) for number, name in db.session.execute(wanted)]


def scheme_names() -> list[tuple[int, str]]:
    wanted = sa.select(Scheme).order_by(Scheme.id.desc())
    return [
        (s.id, _("%(name)s 第 %(v)s 版", name=s.name, v=s.version))
        for s in db.session.scalars(wanted)
    ]


class RoundForm(PostForm):
    name = StringField(_l("名称"), validators=[REQUIRED, Length(max=100)])
    year = IntegerField(
        _l("年度"), validators=[REQUIRED, NumberRange(2015, 2100, _l("请填写四位年份。"))]
    )
    scheme = ChosenField(_l("指标体系"), coerce=int, choices=scheme_names)


class AssignForm(PostForm):
    evaluator = ChosenField(_l("评价机构"), coerce=int, choices=evaluator_names)
    bodies = SubjectsField(
        _l("被评价单位"),
        description=_l("可以选多个。同一单位可以由几个评价机构分别评分，按规则合并。"),
        validators=[InputRequired(_l("请选择单位。"))],
    )


class DeclareForm(PostForm):
    statement = TextAreaField(
        _l("独立性声明"),
        default=lambda: _(
            "本机构及评价人员与被评价单位没有隶属、投资、服务采购等利害关系，独立、客观评分。"
        ),
        validators=[REQUIRED, Length(max=2000)],
    )


class ReleaseForm(PostForm):
    document = StringField(
        _l("领导小组的决定"),
        description=_l("文号，或者会议纪要的名称和编号。"),
        validators=[REQUIRED, Length(max=200)],
    )
    why = TextAreaField(_l("公布的理由"), validators=[REQUIRED, Length(max=2000)])
    ranked = BooleanField(_l("同时公布名次"))


class VerifyForm(WhyForm, DoneOnForm):
    """It is put right; since when, if not since the report."""


@asks([REPORT])
class ReportForm(PostForm):
    """What the body did."""


class ScoreForm(PostForm):
    """All leaves of a scheme for one body; made by `score_form`."""

    leaves: Sequence[Indicator] = ()
    kept: frozenset[int] = frozenset()
    evidenced: frozenset[int] = frozenset()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever gives points, or says that it does not apply, says why."""
        good = super().validate(extra_validators)
        for leaf in self.leaves:
            points, without, words = self.of(leaf)
            link = self[f"link-{leaf.code}"]
            if points.errors:
                continue
            if points.data is not None and without.data:
                points.errors = [*points.errors, _("不适用的指标不能同时评分。")]
                good = False
            elif points.data is None and not without.data and leaf.id in self.kept:
                points.errors = [*points.errors, _("已评的指标不能清空；请改分，或者选择不适用。")]
                good = False
            elif (points.data is not None or without.data) and not (words.data or "").strip():
                words.errors = [*words.errors, _("请写明依据。")]
                good = False
            elif methods.needs_evidence(leaf, points.data) and not self._shown(leaf, link):
                link.errors = [*link.errors, _("填“是”的，须附证据链接。")]
                good = False
        return good

    def _shown(self, leaf: Indicator, link: Any) -> bool:
        """Whether there is evidence: a link, or material that the body has given."""
        return bool(link.data) or leaf.id in self.evidenced

    def of(self, leaf: Indicator) -> tuple[Any, Any, Any]:
        """The fields of one leaf: points, does not apply, words."""
        return self[f"points-{leaf.code}"], self[f"without-{leaf.code}"], self[f"words-{leaf.code}"]

    def entries(self) -> list[Entry]:
        """The scores that were given; leaves without any are left out."""
        found = []
        for leaf in self.leaves:
            points, without, words = self.of(leaf)
            if points.data is not None or without.data:
                link = self[f"link-{leaf.code}"].data or ""
                found.append(Entry(leaf, points.data, words.data, link))
        return found


def score_form(
    leaves: Sequence[Indicator], known: Sequence[Score], evidenced: Iterable[int] = ()
) -> ScoreForm:
    """The form for these leaves, filled with the scores that are kept.

    evidenced: the leaves of which the body has given material.
    """
    fields: dict[str, Any] = {
        "leaves": leaves,
        "kept": frozenset(one.indicator_id for one in known),
        "evidenced": frozenset(evidenced),
    }
    for leaf in leaves:
        fields |= {
            f"points-{leaf.code}": _points(leaf),
            f"without-{leaf.code}": BooleanField(_l("不适用")),
            f"words-{leaf.code}": TextAreaField(
                _l("依据"), validators=[Length(max=2000)], render_kw={"rows": 2}
            ),
            f"link-{leaf.code}": StringField(
                _l("证据链接（填“是”的必填，单位已提供材料的可以不填）")
                if leaf.method in methods.ASKED
                else _l("证据链接（选填）"),
                validators=[Optional(), WebAddress(), Length(max=500)],
            ),
        }
    data: dict[str, Any] = {}
    for one in known:
        code = one.indicator.code
        data |= {f"points-{code}": one.points, f"without-{code}": one.points is None}
        data |= {f"words-{code}": one.words, f"link-{code}": one.link}
    return type("ScoreFormOfScheme", (ScoreForm,), fields)(data=data)  # type: ignore[no-any-return]


def _points(leaf: Indicator) -> Any:
    """What a leaf asks for: points up to its most, or yes or no."""
    if leaf.method in methods.ASKED:
        label = _l("是否发生") if leaf.method is Method.VETO else _l("是否达到")
        return SelectField(label, coerce=_answer, choices=_answers, default=None)
    most = leaf.cap or methods.FULL
    what = _l("得分") if leaf.method is Method.RATED else methods.METHOD_NAMES[leaf.method]
    return NumberField(
        _l("%(what)s（0—%(most)s）", what=what, most=plain(most)),
        validators=[
            Optional(),
            NumberRange(0, most, _l("评分应当在 0 到 %(most)s 之间。", most=plain(most))),
        ],
    )


def _answers() -> list[tuple[str, Any]]:
    return [("", _("请选择")), ("100", _("是")), ("0", _("否"))]


def _answer(said: Any) -> Decimal | None:
    return None if said in (None, "") else Decimal(said)
