"""A field of a thing, described once: form, list, facts, file and API are made from it.

A feature has a `fields.py`: tuples of fields in the order of its page. What cannot be said here is
a function of the feature's own; nothing looks a field up by its name.
"""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from integrity.base import i18n
from integrity.files.columns import Head, Measure
from integrity.files.rows import Row
from integrity.pages.forms import (
    AmountField,
    ChosenField,
    DayField,
    FilterForm,
    PercentageField,
    PostForm,
)
from integrity.pages.items import Badge, Fact
from integrity.pages.tables import Column, choices
from integrity.pages.telling import telling

Words = Mapping[Any, Any]
AskingForm = TypeVar("AskingForm", bound=type[PostForm])


class On(enum.Flag):
    """Where a field appears."""

    FORM = enum.auto()
    LIST = enum.auto()
    FACTS = enum.auto()
    FILE = enum.auto()
    API = enum.auto()


FORM, LIST, FACTS, FILE, API = On
NOWHERE = On(0)


def as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True)
class Kind:
    """How values of one sort are read, asked, compared, written and shown.

    read: from a cell of a file; raises BadValue. write: into one; hint says how it is filled in, or
    the words that may stand there. stored: what a known value counts as beside one that was read.
    show: on the page of a thing; brief: in a list, None: as on the page; word: where a list is
    exported. asked: the words by which a list is narrowed; narrows: the control, where there are
    no words to choose from. measure: in what its values are counted.
    """

    read: Callable[[Row, str], Any] = Row.__getitem__
    write: Callable[[Any], Any] = as_it_is
    hint: Any = ""
    stored: Callable[[Any], Any] = as_it_is
    control: Callable[..., Any] = StringField
    checks: Sequence[Any] = ()
    show: Callable[[Any], Any] = as_it_is
    brief: Callable[[Any], Any] | None = None
    word: Callable[[Any], Any] = as_it_is
    asked: Callable[[], Words] | None = None
    narrows: Callable[..., Any] | None = None
    align: str = "left"
    measure: Measure | None = None


@dataclass(frozen=True)
class Field:
    """One field: its name in code and files, and its one label wherever people meet it.

    required: where it must be filled in. public: whether everybody may see it; else the parties.
    of: its value of a thing, if that is not the attribute of its name. show(item, on): what people
    read of it on a day, if its kind does not say. filter(value, on): the condition by which a list
    is narrowed. also: what its column is called in files that people still have.
    """

    name: str
    label: Any
    kind: Kind = Kind()
    on: On = NOWHERE
    help: Any = ""
    required: On = NOWHERE
    public: bool = False
    of: Callable[[Any], Any] | None = None
    show: Callable[[Any, date], Any] | None = None
    sort: Any = None
    filter: Callable[[Any, date], Any] | None = None
    also: Sequence[str] = ()

    def value(self, item: Any) -> Any:
        return (self.of or attrgetter(self.name))(item)

    def shown(self, item: Any, on: date) -> Any:
        """What the page of a thing says of it; None or empty for what is not known."""
        if self.show:
            return self.show(item, on)
        value = self.value(item)
        return value if value is None else self.kind.show(value)

    def control(self) -> Any:
        """As a form asks for it."""
        chosen = self.kind.asked or self.kind.narrows
        words = _l("请选择。") if chosen else _l("请填写%(name)s。", name=self.label)
        first = InputRequired(words) if FORM in self.required else Optional()
        checks = [first, *self.kind.checks]
        return self.kind.control(self.label, description=self.help, validators=checks)

    def narrowing(self) -> Any:
        """As the form above a list asks for it."""
        if self.kind.narrows:
            return self.kind.narrows(self.label)
        asked = self.kind.asked or dict
        return SelectField(self.label, choices=lambda: choices(asked()), default="")

    def head(self) -> Head:
        """Its column in a file."""
        kind, told = self.kind, self.public and not self.kind.measure
        said = kind.hint if isinstance(kind.hint, Mapping) else self.help
        hint, needed = "" if said is kind.hint else kind.hint, FILE in self.required
        return Head(self.name, self.label, said, hint, needed, self.also, kind.measure, told)

    def column(self, on: date) -> Column:
        """Its column in a list on a day."""
        word, brief = self.kind.word, self.kind.brief
        if brief is None:
            shown = partial(self.shown, on=on)
            return Column(self.name, self.label, lambda i: _word(shown(i)), shown, self.sort)
        return Column(
            self.name,
            self.label,
            lambda item: _if_known(word, self.value(item)),
            lambda item: _if_known(brief, self.value(item)),
            self.sort,
            self.kind.align,
        )


PublicField = partial(Field, public=True)


def at(fields: Iterable[Field], place: On, public: bool = False) -> tuple[Field, ...]:
    """The fields that appear in a place; only what everybody may see, where everybody looks."""
    return tuple(f for f in fields if place in f.on and (f.public or not public))


def asks(fields: Iterable[Field]) -> Callable[[AskingForm], AskingForm]:
    """A form asks for these fields, in this order, after its own; the public ones by telling."""
    told = [field.name for field in at(fields, FORM, public=True)]

    def asking(form: AskingForm) -> AskingForm:
        for field in at(fields, FORM):
            setattr(form, field.name, field.control())
        return telling(form, told) if told else form  # type: ignore[no-any-return]

    return asking


def narrowed_by(fields: Iterable[Field]) -> type[FilterForm]:
    """The form above a list of these fields."""
    asked = {field.name: field.narrowing() for field in fields if field.filter}
    return type("Filters", (FilterForm,), asked)


def conditions(fields: Iterable[Field], on: date) -> dict[str, Callable[[Any], Any]]:
    """What the answers of that form mean."""

    def condition(field: Field) -> Callable[[Any], Any]:
        return lambda value: field.filter and field.filter(value, on)

    return {field.name: condition(field) for field in fields if field.filter}


def columns(fields: Iterable[Field], on: date, public: bool = False) -> list[Column]:
    """The columns of a list on a day."""
    return [field.column(on) for field in at(fields, LIST, public)]


def facts(fields: Iterable[Field], item: Any, on: date) -> list[Fact]:
    """What is known of a thing on a day; what is not known is left out."""
    shown = (Fact(field.label, field.shown(item, on)) for field in fields)
    return [fact for fact in shown if fact.value]


def heads(fields: Iterable[Field]) -> list[Head]:
    """The columns of a file."""
    return [field.head() for field in at(fields, FILE)]


def read(fields: Iterable[Field], row: Row) -> dict[str, Any]:
    """What a row says, by name; raises BadValue."""
    return {field.name: field.kind.read(row, field.name) for field in fields}


def written(fields: Iterable[Field], item: Any) -> dict[str, Any]:
    """A thing as a row from which it can be read again."""
    return {f.name: _if_known(f.kind.write, f.value(item)) for f in at(fields, FILE)}


def differences(
    fields: Iterable[Field], item: Any, said: Mapping[str, Any], row: Row
) -> list[Field]:
    """Where a row says something else than what is known; a column that is not there is silent."""
    fields = [field for field in fields if field.name in said]
    stored = {field.name: _if_known(field.kind.stored, field.value(item)) for field in fields}
    other = row.differences(stored, {name: said[name] for name in stored})
    return [field for field in fields if field.name in other]


def answer(fields: Iterable[Field], item: Any, public: bool = True) -> dict[str, Any]:
    """What programs are told of a thing."""
    told = at(fields, API, public)
    return {field.name: _if_known(field.kind.write, field.value(item)) for field in told}


def _word(shown: Any) -> Any:
    return shown.word if isinstance(shown, Badge) else shown


def _if_known(change: Callable[[Any], Any], value: Any) -> Any:
    return None if value is None else change(value)


def text(most: int, rows: int = 1) -> Kind:
    """Words of at most so many characters, on one line or in a box of so many."""
    return Kind(
        read=lambda row, column: row.text(column, most),
        hint=_l("最多 %(most)s 个字。", most=most),
        control=partial(StringField, filters=[_stripped])
        if rows == 1
        else partial(TextAreaField, render_kw={"rows": rows}, filters=[_stripped]),
        checks=[Length(max=most)],
    )


def _stripped(typed: str | None) -> str:
    return (typed or "").strip()


def choice(
    words: type[enum.StrEnum], names: Words, offered: Iterable[Any] = (), empty: Any = None
) -> Kind:
    """One of a list of words; an empty cell means `empty`. A form may offer only some."""
    told = [(str(word), names[word]) for word in offered or names]

    def read_(row: Row, column: str) -> Any:
        return empty if row.is_empty(column) else row.choice(column, words, names)

    def chosen(value: Any) -> Any:
        return words(value) if value else None

    return Kind(
        read=read_,
        hint=names,
        control=partial(ChosenField, coerce=chosen, choices=told),
        show=names.__getitem__,
        brief=names.__getitem__,
        word=names.__getitem__,
        asked=lambda: names,
    )


def checked(kind: Kind, *checks: Any) -> Kind:
    """A kind whose control allows less."""
    return replace(kind, checks=[*kind.checks, *checks])


SHOWN = Kind()
"""What is told and never typed."""
TEXT = text(200)
DAY = Kind(Row.day, hint=_l("例如：2026-03-01。"), control=DayField, show=i18n.day, brief=as_it_is)
MONEY = Kind(
    Row.amount,
    hint=_l("元；1234.56、12.35万 都可以。"),
    control=AmountField,
    show=i18n.money,
    brief=i18n.wan,
    align="right",
    measure=Measure.MONEY,
)
WHOLE = Kind(Row.number, hint=_l("整数。"), control=IntegerField, align="right")
DAYS = replace(WHOLE, read=Row.days, measure=Measure.DAYS)
PER_CENT = _l("百分数，例如：3.45。")
PERCENT = Kind(
    Row.percentage, hint=PER_CENT, control=PercentageField, align="right", measure=Measure.PERCENT
)
