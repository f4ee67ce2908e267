"""The text of a paper with fields, `{单位名称}`: read, checked, filled; nothing in it is executed.

First come head lines (标题, 主送, 依据, 抄送, 附件, 版式), then one paragraph a line. `{依据}` is
what the head says of it. A text can hold what only some cases need: a paragraph, or a sentence of
one, whose fields are all empty is left out, with the last one its heading, and so is each part of
a head line between semicolons.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.errors import Refused
from integrity.casework.documents.paper import Table

FOLDER = Path(__file__).parent / "data" / "templates"
HEAD = ("标题", "主送", "依据", "抄送", "附件", "版式")
NEEDED = ("标题", "主送")
BASIS = "依据"
RED = "红头"
FIELD = re.compile(r"\{([^{}\n]*)\}")
BRACE = re.compile(r"[{}]")
SEPARATORS = re.compile("[；\n]")
DIGITS = "一二三四五六七八九十"
NUMBER = re.compile(f"[{DIGITS}]+、")
SENTENCE = re.compile("[^。]+。?[”）]?|。")
HEADING = re.compile(f"{NUMBER.pattern}[^。：；]+$")
CITED = re.compile(r"(?:根据|依照|依据|按照)\{依据\}，")
"""How a sentence cites the basis; where there is none, it begins without."""
Value = str | int | date | Table


class BadTemplate(Refused):
    """A text that no paper can be made of; the message says where."""

    title = _l("模板有误")


@dataclass(frozen=True)
class Template:
    """A text taken apart: its head, and its paragraphs as they were written."""

    head: Mapping[str, str]
    paragraphs: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        """Every field that must be given a value."""
        found = {name for line in (*self.head.values(), *self.paragraphs) for name in _names(line)}
        return frozenset(found - {BASIS})


@dataclass(frozen=True)
class Filled:
    """What a template says of one matter."""

    title: str
    addressee: str
    basis: str
    body: tuple[str | Table, ...]
    copies: tuple[str, ...] = field(default=())
    enclosures: tuple[str, ...] = field(default=())
    red_head: bool = False


def kinds() -> list[str]:
    """The kinds of which a text is shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def shipped(kind: str) -> str:
    """The text of a kind as it is shipped: its first version."""
    return (FOLDER / f"{kind}.txt").read_text(encoding="utf-8")


def parse(text: str) -> Template:
    """Take a text apart; raises BadTemplate."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head: dict[str, str] = {}
    while lines and (named := _head_line(lines[0])):
        name, said = named
        if name in head:
            raise BadTemplate(_("“%(name)s：”写了两次。", name=name))
        head[name] = said
        lines.pop(0)
    _demand_whole(head, lines)
    return Template(head, tuple(lines))


def check(text: str, known: Collection[str]) -> Template:
    """The same for a text that somebody wrote; raises BadTemplate for a field of another kind."""
    template = parse(text)
    if unknown := sorted(template.fields - set(known)):
        raise BadTemplate(
            _(
                "没有这样的字段：%(fields)s。可用的字段：%(known)s。",
                fields=_listed(unknown),
                known=_listed(sorted(known)),
            )
        )
    return template


def fill(template: Template, values: Mapping[str, Value]) -> Filled:
    """What it says with these values; one that is missing is an error of the program."""
    said = {name: _parts(template.head.get(name, ""), values) for name in HEAD}
    basis = "、".join(said[BASIS])
    given = {**values, BASIS: basis}
    return Filled(
        title="".join(said["标题"]),
        addressee="，".join(said["主送"]),
        basis=basis,
        body=_body(template.paragraphs, given, bool(basis)),
        copies=said["抄送"],
        enclosures=said["附件"],
        red_head=said["版式"] == (RED,),
    )


def _head_line(line: str) -> tuple[str, str] | None:
    name, colon, said = line.partition("：")
    return (name.strip(), said.strip()) if colon and name.strip() in HEAD else None


def _demand_whole(head: Mapping[str, str], paragraphs: list[str]) -> None:
    for name in NEEDED:
        if name not in head:
            raise BadTemplate(_("缺少“%(name)s：”一行。", name=name))
    if not head["标题"]:
        raise BadTemplate(_("“标题：”后面没有文字。"))
    if not paragraphs:
        raise BadTemplate(_("没有正文。"))
    for line in (*head.values(), *paragraphs):
        if BRACE.search(FIELD.sub("", line)) or not all(_names(line)):
            raise BadTemplate(_("花括号不成对，或者花括号里没有字段名：%(line)s", line=line))
    if head.get(BASIS) and not any(BASIS in _names(line) for line in paragraphs):
        raise BadTemplate(_("正文没有引用{依据}：写在“依据：”一行的内容，正文必须说到。"))


def _body(
    lines: tuple[str, ...], values: Mapping[str, Value], based: bool
) -> tuple[str | Table, ...]:
    """The paragraphs, without headings under which nothing is left; those that stay are counted."""
    if not based:
        lines = tuple(CITED.sub("", line) for line in lines)
    made: list[str | Table] = []
    heading, numbers = [], iter(DIGITS)
    for line in lines:
        if HEADING.match(line):
            heading = [line]
        elif _paragraph(line, values):
            for kept in (*heading, line):
                counted = NUMBER.match(kept)
                made += _paragraph(
                    f"{next(numbers)}、{kept[counted.end() :]}" if counted else kept, values
                )
            heading = []
    return tuple(made)


def _paragraph(line: str, values: Mapping[str, Value]) -> list[str | Table]:
    if not _says_something(line, values):
        return []
    line = "".join(part for part in SENTENCE.findall(line) if _says_something(part, values))
    tables = {name: table for name in _names(line) if isinstance(table := values[name], Table)}
    made: list[str | Table] = []
    for number, piece in enumerate(_pieces(line, tables)):
        if number % 2:
            made.append(tables[piece])
        else:
            lines = _line(piece, values).split("\n")
            made += [said.strip() for said in lines if said.strip()]
    return made


def _says_something(words: str, values: Mapping[str, Value]) -> bool:
    """Whether not all of its fields are empty."""
    names = _names(words)
    return not names or any(values[name] != "" for name in names)


def _pieces(line: str, tables: Collection[str]) -> list[str]:
    """A line cut at its tables: words, the name of a table, words and so on."""
    named = "|".join(map(re.escape, tables))
    return re.split(f"{{({named})}}", line) if tables else [line]


def _line(line: str, values: Mapping[str, Value]) -> str:
    return FIELD.sub(lambda found: _written(values[found[1]]), line).strip()


def _written(value: Value) -> str:
    if isinstance(value, Table):
        raise TypeError("a head line holds no table")
    return written_day(value) if isinstance(value, date) else str(value)


def written_day(day: date) -> str:
    """A day as papers write it: without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def _names(line: str) -> list[str]:
    return FIELD.findall(line)


def _parts(said: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """What a head line lists, without the parts that have nothing to say."""
    filled = [_line(part, values) for part in said.split("；") if _says_something(part, values)]
    parts = (part.strip() for line in filled for part in SEPARATORS.split(line))
    return tuple(part for part in parts if part)


def _listed(names: list[str]) -> str:
    return "、".join(f"{{{name}}}" for name in names)
