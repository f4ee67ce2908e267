"""A form for one row of a national template: a field for each column."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.credit.publicity.layouts import CELLS, Cell, Kind
from integrity.credit.publicity.models import LAYOUT_NAMES, Layout
from integrity.pages.forms import ChosenField, PersonField, PostForm

LONG = 200
"""Characters from which on a text has several lines."""


class LayoutForm(PostForm):
    layout = ChosenField(_l("信息类别"), choices=lambda: list(LAYOUT_NAMES.items()))


def correcting(layout: Layout, fixed: Collection[str], typed: Mapping[str, Any]) -> PostForm:
    """The form of a template without the cells that stay; personal ones may stay empty."""
    form: PostForm = FORMS[layout](**typed)
    for cell in CELLS[layout]:
        if cell.key in fixed:
            del form[cell.key]
        elif cell.personal:
            field = form[cell.key]
            field.validators = [v for v in field.validators if not isinstance(v, InputRequired)]
            field.flags.required = False
    return form


def cells_of(form: PostForm, layout: Layout) -> dict[str, str]:
    """What was typed, by the keys of the cells."""
    said = {cell.key: form[cell.key].data for cell in CELLS[layout] if cell.key in form}
    return {key: "；".join(v) if isinstance(v, list) else (v or "") for key, v in said.items()}


def _field(cell: Cell) -> Any:
    validators: list[Any] = [InputRequired(_l("不能为空。"))] if cell.required else []
    said: dict[str, Any] = {"description": cell.head.help, "validators": validators}
    words = [(word, _l(word)) for word in cell.words]
    if cell.kind is Kind.WORDS:
        return SelectMultipleField(cell.label, choices=words, **said)
    if cell.kind is Kind.WORD and cell.required:
        return ChosenField(cell.label, choices=words, **said)
    if cell.kind is Kind.WORD:
        return SelectField(cell.label, choices=[("", _l("不填写")), *words], default="", **said)
    validators.append(Length(max=cell.most))
    if cell.personal:
        return PersonField(
            cell.label,
            why=_l("按国家数据标准报送行政许可和行政处罚信息"),
            who=_l("报送单位；密封保存，不公示"),
            until=_l("与该项公示信息的保存期限相同"),
            identifies=cell.key.endswith(("_zjhm", "_sfzh")),
            render_kw={"autocomplete": "off"},
            **said,
        )
    return (TextAreaField if cell.most > LONG else StringField)(cell.label, **said)


FORMS = {
    layout: type("RowForm", (PostForm,), {cell.key: _field(cell) for cell in cells})
    for layout, cells in CELLS.items()
}
"""The form of each template."""
