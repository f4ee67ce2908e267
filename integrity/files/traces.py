"""Traces of natural persons in words that are to be published: where, and what to put instead.

It finds what has a form: whoever publishes reads the rest.
"""

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass

from integrity.files.names import AFTER, BEFORE, COMPOUND, NEVER, ROLES, SURNAMES, WORDS

NAME = rf"(?:{COMPOUND}|[{SURNAMES}])(?!某)[\u4e00-\u9fff]{{1,2}}"
LIKELY = rf"(?!{WORDS})(?:{COMPOUND}|[{SURNAMES}])(?!某)(?:(?![{NEVER}])[\u4e00-\u9fff]){{1,2}}"
"""The same where little else tells that it is one."""
BEGINS = r"(?:^|(?<=[，。；：、（(“”,;:\s]))"
AFTER_WORDS = "|".join(f"(?<={word})" for word in BEFORE.split("|"))
ENDS = rf"(?=[{AFTER}，。、；：（）)(,;\s”]|$)"


class TraceKind(enum.StrEnum):
    NUMBER = "number"
    PHONE = "phone"
    ACCOUNT = "account"
    MAIL = "mail"
    ADDRESS = "address"
    NAME = "name"
    LIKELY = "likely"  # by its surname and its place in the sentence


FORMS = {
    TraceKind.NUMBER: re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?![\dXx])"),
    TraceKind.PHONE: re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)"),
    TraceKind.ACCOUNT: re.compile(r"(?<!\d)\d{4}(?: ?\d{4}){3}(?: ?\d{1,3})?(?!\d)"),
    TraceKind.MAIL: re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII),
    TraceKind.ADDRESS: re.compile(
        r"[\u4e00-\u9fff]{1,8}(?:路|街|巷|大道|小区|花园|村)\d+(?:号楼?|[栋幢])(?:\d+号楼|\d+单元|\d+室)*"
        r"|\d+号楼(?:\d+单元)?(?:\d+室)?"
    ),
    TraceKind.NAME: re.compile(
        rf"(?:{ROLES})(?:为|是|系)?[:： ]?(?P<called>{NAME})"
        r"(?=[，。、；：（）,;()\s]|先生|女士|同志|$)"
        rf"|(?P<polite>(?:{COMPOUND}|[{SURNAMES}])(?:[\u4e00-\u9fff]{{1,2}})?)(?=先生|女士|同志)"
    ),
    TraceKind.LIKELY: re.compile(
        rf"{BEGINS}(?P<placed>{LIKELY}){ENDS}"
        rf"|(?:{AFTER_WORDS})(?:(?P<before>{LIKELY}){ENDS}|(?P<after>{LIKELY}))"
        rf"|(?:{ROLES})(?:为|是|系|叫)?[:： ]?(?P<named>{LIKELY}){ENDS}"
    ),
}
"""The more certain ones first: of two that overlap the first one counts."""


@dataclass(frozen=True)
class Trace:
    """What was found, from which character to which."""

    kind: TraceKind
    start: int
    end: int
    words: str


def traces(text: str) -> list[Trace]:
    """What may be of a natural person, in the order of the text; no place twice."""
    found: list[Trace] = []
    for kind, form in FORMS.items():
        for one in _places(kind, form, text):
            if all(one.end <= other.start or one.start >= other.end for other in found):
                found.append(one)
    return sorted(found, key=lambda trace: trace.start)


def masked(text: str) -> str:
    """The same without what was found: of a name the surname stays, of the rest that it was."""
    for trace in reversed(traces(text)):
        text = text[: trace.start] + _instead(trace) + text[trace.end :]
    return text


def _places(kind: TraceKind, form: re.Pattern[str], text: str) -> Iterator[Trace]:
    for match in form.finditer(text):
        group = match.lastgroup or 0
        yield Trace(kind, match.start(group), match.end(group), match.group(group))


def _instead(trace: Trace) -> str:
    if trace.kind not in (TraceKind.NAME, TraceKind.LIKELY):
        return "（略）"
    surname = re.match(COMPOUND, trace.words)
    return f"{surname[0] if surname else trace.words[0]}某"
