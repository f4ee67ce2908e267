"""Words that everybody will read: who types them is shown what may be of a person before they go.

What was found is named with its place; it is taken out, or looked at and said to be nobody's.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from integrity.files.traces import TraceKind, traces
from integrity.pages.forms import PostForm, takes_words

TRACE_NAMES = {
    TraceKind.NUMBER: _l("身份证号码"),
    TraceKind.PHONE: _l("电话号码"),
    TraceKind.ACCOUNT: _l("银行账号"),
    TraceKind.MAIL: _l("电子邮箱"),
    TraceKind.ADDRESS: _l("住址"),
    TraceKind.NAME: _l("姓名"),
    TraceKind.LIKELY: _l("疑似姓名"),
}
CHECKED = _l("已逐处核对：提示之处不涉及个人信息、国家秘密和商业秘密")


def places(text: str) -> str:
    """What may be of a person in a text, each with its place; "" where nothing was found."""
    said = (
        _(
            "第 %(place)d 字起“%(words)s”（%(kind)s）",
            place=trace.start + 1,
            words=trace.words,
            kind=TRACE_NAMES[trace.kind],
        )
        for trace in traces(text)
    )
    return _("；").join(said)


def demand_nobody(text: str, checked: bool) -> None:
    """What was found must be taken out, or looked at. Raises ValidationError."""
    found = places(text)
    if found and not checked:
        raise ValidationError(
            _("可能涉及个人信息：%(places)s。请删改，或者核对后勾选确认。", places=found)
        )


class _Telling(PostForm):
    """Asks whether what was found was looked at, where something was found; last of all fields."""

    told_names: ClassVar[frozenset[str] | None] = frozenset()
    checked = BooleanField(CHECKED)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        asking = self._fields.pop("checked")
        self._looked_at = bool(asking.data)
        self._found = [field for field in self if self._names_somebody(field)]
        if self._found:
            self._fields["checked"] = asking

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form; and nobody is named unseen."""
        fit = bool(super().validate(extra_validators))
        for field in self._found:
            try:
                demand_nobody(field.data, self._looked_at)
            except ValidationError as fault:
                field.errors = [*field.errors, str(fault)]
                return False
        if fit:
            self._fields.pop("checked", None)
        return fit

    def _names_somebody(self, field: Any) -> bool:
        told = self.told_names is None or field.name in self.told_names
        words = field.data if told and takes_words(field) and field.raw_data else None
        return isinstance(words, str) and places(words) != ""


def telling(form: type[PostForm], names: Iterable[str] | None = None) -> Any:
    """The form whose words everybody will read: all of them, or the fields of these names."""
    before: frozenset[str] | None = getattr(form, "told_names", frozenset())
    told = None if names is None or before is None else before | frozenset(names)
    bases = (form,) if issubclass(form, _Telling) else (_Telling, form)
    said = {"told_names": told, "__module__": form.__module__, "__doc__": form.__doc__}
    made: Any = type(form)
    return made(form.__name__, bases, said)
