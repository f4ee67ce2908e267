"""The form of all scores of one body: of several people who save it, each keeps what it changed."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from evaluations import methods
from evaluations.grades import plain
from evaluations.methods import Method
from evaluations.models import Indicator, Score
from evaluations.scores import Entry
from integrity.base import i18n
from integrity.pages.forms import NumberField, PostForm, WebAddress


class ScoreForm(PostForm):
    """All leaves of a scheme for one body; made by `score_form`."""

    leaves: Sequence[Indicator] = ()
    kept: Mapping[int, Score] = {}
    evidenced: frozenset[int] = frozenset()

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever gives points, or says that it does not apply, says why.

        What somebody else changed meanwhile is shown before it is written over.
        """
        good = super().validate(extra_validators)
        for leaf in self.leaves:
            if self[f"points-{leaf.code}"].errors or not self._changes(leaf):
                continue
            wrong = self._wrong(leaf)
            if wrong is None and (wrong := self._overtaken(leaf)):
                self[f"seen-{leaf.code}"].data = mark(self.kept.get(leaf.id))
            if wrong:
                field, words = wrong
                field.errors = [*field.errors, words]
                good = False
        return good

    def _wrong(self, leaf: Indicator) -> tuple[Any, str] | None:
        """The field of a leaf that cannot stay so, and why."""
        points, without, words = self.of(leaf)
        if points.data is not None and without.data:
            return points, _("不适用的指标不能同时评分。")
        if points.data is None and not without.data:
            gone = leaf.id in self.kept
            return (points, _("已评的指标不能清空；请改分，或者选择不适用。")) if gone else None
        if not (words.data or "").strip():
            return words, _("请写明依据。")
        link = self[f"link-{leaf.code}"]
        if methods.needs_evidence(leaf, points.data) and not self._shown(leaf, link):
            return link, _("填“是”的，须附证据链接。")
        return None

    def _changes(self, leaf: Indicator) -> bool:
        """Whether this person changed a leaf since the page was made; old pages do not say."""
        seen = self[f"seen-{leaf.code}"].data
        return seen is None or self._mark(leaf) != seen

    def _overtaken(self, leaf: Indicator) -> tuple[Any, str] | None:
        """What somebody else of the evaluator made of a leaf that this person changed too."""
        now, seen = self.kept.get(leaf.id), self[f"seen-{leaf.code}"].data
        if now is None or seen is None or mark(now) in (seen, self._mark(leaf)):
            return None
        points = _("不适用") if now.points is None else plain(now.points)
        said = {"who": now.by_name, "at": i18n.moment(now.at), "points": points}
        words = _("%(who)s在%(at)s已改为 %(points)s。核对后再次保存，按您填写的保存。", **said)
        return self[f"points-{leaf.code}"], words

    def _mark(self, leaf: Indicator) -> str:
        """What is typed of a leaf, in short."""
        points, without, words = self.of(leaf)
        if points.data is None and not without.data:
            return ""
        return _digest(points.data, words.data or "", self[f"link-{leaf.code}"].data or "")

    def _shown(self, leaf: Indicator, link: Any) -> bool:
        """Whether there is evidence: a link, or material that the body has given."""
        return bool(link.data) or leaf.id in self.evidenced

    def of(self, leaf: Indicator) -> tuple[Any, Any, Any]:
        """The fields of one leaf: points, does not apply, words."""
        return self[f"points-{leaf.code}"], self[f"without-{leaf.code}"], self[f"words-{leaf.code}"]

    def entries(self) -> list[Entry]:
        """The scores that this person gave or changed; leaves without any are left out."""
        found = []
        for leaf in filter(self._changes, self.leaves):
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
        "kept": {one.indicator_id: one for one in known},
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
            f"seen-{leaf.code}": HiddenField(default=""),
        }
    data: dict[str, Any] = {}
    for one in known:
        code = one.indicator.code
        data |= {f"points-{code}": one.points, f"without-{code}": one.points is None}
        data |= {f"words-{code}": one.words, f"link-{code}": one.link}
        data |= {f"seen-{code}": mark(one)}
    return type("ScoreFormOfScheme", (ScoreForm,), fields)(data=data)  # type: ignore[no-any-return]


def mark(one: Score | None) -> str:
    """What a score says, in short; "" where there is none."""
    return _digest(one.points, one.words, one.link) if one else ""


def _digest(points: Decimal | None, words: str, link: str) -> str:
    said = (
        "" if points is None else plain(points),
        words.strip().replace("\r\n", "\n"),
        link.strip(),
    )
    return sha256("\0".join(said).encode()).hexdigest()[:16]


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
