"""Form fields as Chinese officials write dates and amounts, and the forms many acts share."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto, _is_submitted
from flask_wtf.i18n import Translations
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import (
    DecimalField,
    Field,
    FileField,
    Form,
    HiddenField,
    MultipleFileField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import Choice
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from integrity.files.spellings import (
    has_identity_number,
    parse_amount,
    parse_day,
    parse_number,
    parse_percentage,
)

OURS = {
    "'%(value)s' is not a valid choice for this field.": _l(
        "有的选项不在可选的范围内，请重新选择。"
    ),
}
"""What the library says in English alone."""


class _Words(Translations):  # type: ignore[misc]
    """What the library says, in the reader's tongue."""

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(OURS.get(singular) or super().ngettext(singular, plural, n))


WORDS = _Words()


class PostForm(FlaskForm):
    """What is posted, protected against forgery; every form of the house is one."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was posted, as a form reads it: files go to file fields, and JSON to none.

            Flask-WTF hands every field whatever was sent under its name; a file where words are
            asked for would fail, not be refused.
            """
            if formdata is not _Auto:
                return formdata
            if not _is_submitted():
                return None
            fields = form._fields.values()
            files = [f.name for f in fields if isinstance(f, FileField | MultipleFileField)]
            sent = MultiDict((name, f) for name in files for f in request.files.getlist(name))
            said = MultiDict((k, v if v.strip() else "") for k, v in request.form.items(multi=True))
            return CombinedMultiDict((sent, said))  # blanks alone are no answer

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            """Every field for words refuses identity numbers, without saying so itself."""
            field: Field = super().bind_field(form, unbound_field, options)
            if takes_words(field):
                field.validators = [*field.validators, no_identity_number]
            return field

        def get_translations(self, form: Any) -> Any:
            return WORDS


def is_web_address(text: str) -> bool:
    """Whether it is an address that a page may link to: http or https, at most 500 characters."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= 500


def no_identity_number(form: Any, field: Any) -> None:
    """Words that are kept as typed name no person by number: 合法、正当、必要、最小化."""
    typed = [text for text in field.raw_data or () if isinstance(text, str)]
    if not isinstance(field.data, str):  # line by line: days and amounts are no number together
        typed = [line for text in typed for line in text.splitlines()]
    if any(map(has_identity_number, typed)):
        raise ValidationError(_("不要填写身份证号码，这里的文字不密封保存。"))


def takes_words(field: Field) -> bool:
    """Whether somebody types words into it; what identifies a person or proves a right is not."""
    secret = isinstance(field, HiddenField | PasswordField)
    return isinstance(field, StringField) and not secret and not getattr(field, "identifies", False)


class WebAddress:
    """Refuses what no page may link to; for a field whose text becomes a link."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not is_web_address(field.data.strip()):
            raise ValidationError(_("请填写以 https:// 或者 http:// 开头的网址。"))


class PersonField(StringField):
    """Asks for a natural person's name, number or contact, and says who keeps it, why, how long.

    `identifies`: it is the one field that an identity number belongs into.
    """

    def __init__(
        self, label: Any, *, why: Any, who: Any, until: Any, identifies: bool = False, **more: Any
    ) -> None:
        super().__init__(label, **more)
        self.privacy = (why, who, until)
        self.identifies = identifies


class DayField(StringField):
    """A day in any of the usual spellings; `data` is a date."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: Any = None
        self.raw = valuelist[0] if valuelist else ""
        if self.raw.strip():
            try:
                self.data = parse_day(self.raw)
            except ValueError:
                raise ValueError(str(_l("请按“2026-11-21”或“2026年11月21日”填写日期。"))) from None

    def _value(self) -> str:
        if self.data:
            return str(self.data.isoformat())
        return getattr(self, "raw", "") or ""


class AmountField(DecimalField):
    """An amount in yuan, however people write it; `data` is a Decimal with two places."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = parse_amount(valuelist[0])
            except ValueError:
                raise ValueError(str(_l("请填写金额，例如 1234.56 或 12.35 万元。"))) from None


class NumberField(DecimalField):
    """A number with at most two decimals; `data` is a Decimal."""

    parse: Callable[[str], Decimal] = staticmethod(parse_number)
    wrong = _l("请填写数字，最多两位小数，例如 49 或 49.5。")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, places=None, **more)
        self.type = "DecimalField"  # the templates know the usual fields by this name

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = self.parse(valuelist[0])
            except ValueError:
                raise ValueError(str(self.wrong)) from None


class PercentageField(NumberField):
    """A percentage: 3.45 or 3.45%, both 3.45."""

    parse = staticmethod(parse_percentage)
    wrong = _l("请填写百分比，最多四位小数，例如 3.45。")


class ChosenField(SelectField):
    """One of several that somebody has to choose: nothing is chosen for them.

    A list that opens with its first body or ground gets whatever nobody looked at.
    """

    def __init__(self, label: Any, **more: Any) -> None:
        more.setdefault("validators", [InputRequired(_l("请选择。"))])
        super().__init__(label, **more)

    def iter_choices(self) -> list[Choice]:
        nothing = Choice("", _("请选择"), self.data in (None, ""), {})
        return [nothing, *super().iter_choices()]


def _said(value: Any) -> Any:
    """What was chosen; nothing, where only blanks were sent."""
    return None if isinstance(value, str) and not value.strip() else value


class FilterForm(Form):
    """What narrows a list, asked by GET: nothing in it need be chosen, and it speaks our tongue."""

    class Meta(DefaultMeta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            field: Field = super().bind_field(form, unbound_field, options)
            field.validators = [Optional(), *field.validators]
            field.filters = [*field.filters, _said]
            return field

        def get_translations(self, form: Any) -> Any:
            return WORDS


class DoneOnForm(PostForm):
    """For who verifies what was reported: a day other than that of the report needs evidence."""

    done_on = DayField(
        _l("完成日期"),
        description=_l("不填的，以收到报告之日为准；与收到报告之日不同的，须写明以什么证据为准。"),
        validators=[Optional()],
    )
    proof = StringField(
        _l("完成日期以何证据为准"),
        description=_l("例如：验收报告的编号和日期、银行回单、现场核查记录。"),
        default="",
        validators=[Length(max=500)],
    )


class WhyForm(PostForm):
    """An act that needs reasons."""

    why = TextAreaField(
        _l("理由"),
        description=_l("将写入操作记录。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )
