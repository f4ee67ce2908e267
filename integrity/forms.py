"""Form fields as Chinese officials write dates and amounts, and the forms many acts share."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.i18n import translations
from wtforms import DecimalField, Field, Form, StringField, TextAreaField
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, Optional, ValidationError

DAY = re.compile(r"^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－／", "0123456789.,-/")


def parse_day(text: str) -> date:
    """2026-11-21, 2026/11/21, 2026.11.21, 20261121, 2026年11月21日; raises ValueError."""
    text = text.strip().translate(FULL_WIDTH)
    if re.fullmatch(r"\d{8}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    found = DAY.match(text)
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def parse_amount(text: str) -> Decimal:
    """1,234.56, 1234.56元, 12.35万元 or 12.35 万, in yuan; raises ValueError."""
    text = text.strip().translate(FULL_WIDTH).replace(",", "").replace(" ", "")
    factor = 1
    text = text.removesuffix("元")
    for unit, times in (("亿", 100_000_000), ("万", 10_000)):
        if text.endswith(unit):
            text, factor = text.removesuffix(unit), times
    try:
        amount = Decimal(text) * factor
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite():
        raise ValueError(text)
    return amount.quantize(Decimal("0.01"))


def is_web_address(text: str) -> bool:
    """Whether it is an address that a page may link to: http or https, at most 500 characters."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= 500


class WebAddress:
    """Refuses what no page may link to; for a field whose text becomes a link."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and not is_web_address(field.data.strip()):
            raise ValidationError(_("请填写以 https:// 或者 http:// 开头的网址。"))


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


class FilterForm(Form):
    """What narrows a list, asked by GET: nothing in it need be chosen, and it speaks our tongue."""

    class Meta(DefaultMeta):
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            field: Field = super().bind_field(form, unbound_field, options)
            field.validators = [Optional(), *field.validators]
            return field

        def get_translations(self, form: Any) -> Any:
            return translations


class WhyForm(FlaskForm):
    """An act that needs reasons."""

    why = TextAreaField(
        _l("理由"),
        description=_l("将写入操作记录。"),
        validators=[InputRequired(_l("请写明理由。")), Length(max=2000)],
    )
