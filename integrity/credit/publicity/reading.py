"""One row of a national template: every cell read and checked, and what is wrong with each."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _

from integrity.base.permissions import Permission
from integrity.credit.publicity.layouts import (
    CELLS,
    CONFISCATING,
    FINE,
    HOUSEHOLD,
    LICENCES,
    NUMBERS,
    RESIDENT,
    STANDINGS,
    TAKING,
    Cell,
    Kind,
)
from integrity.credit.publicity.models import PENALTIES, PERSONS, Layout
from integrity.files.rows import SIGNS, BadValue, Row
from integrity.files.spellings import OtherUnit, parse_amount, parse_day
from integrity.people.subjects import identifiers, kept_codes
from integrity.people.subjects.models import SubjectKind
from integrity.people.subjects.names import is_of_a_person
from integrity.people.subjects.service import HOUSEHOLDS, kept_name

BRACKETS = str.maketrans("[]()【】［］（）", "〔〕〔〕〔〕〔〕〔〕")
PARTED = re.compile(r"[;；、,，]")


class Facts(NamedTuple):
    """What a row says, ready to be kept."""

    party_name: str
    party_key: str
    number: str
    item: str
    decided_on: date
    until: date | None
    body_code: str
    body_name: str
    source_code: str
    source_name: str
    said: str
    sealed: str | None
    digest: str


class Reader:
    """Reads rows of one template on a day; the words of faults are made when there is one."""

    def __init__(self, layout: Layout, on: date) -> None:
        self.layout, self.on = layout, on
        self.readers = [(cell, cell.key, READERS[cell.kind]) for cell in CELLS[layout]]
        self.of = "cf" if layout in PENALTIES else "xk"
        self.person = layout in PERSONS
        cells = CELLS[layout]
        self.personal = [cell.key for cell in cells if cell.personal]
        self.codes = [cell.key for cell in cells if cell.kind is Kind.CODE]
        self.permission = Permission.POSTINGS_KEEP
        self.numbers = [f"{self.of}_xdr_{name}" for name in NUMBERS]
        organ, source = ("cf_cfjg", "cf_sjly") if self.of == "cf" else ("xk_xkjg", "xk_lydw")
        self.organ, self.source = (organ, f"{organ}dm"), (source, f"{source}dm")

    def meet(self, rows: Sequence[Row]) -> None:
        """Look up which codes of these rows were kept though they break the rule."""
        odd = {
            text
            for row in rows
            for key in self.codes
            if (text := row[key]) and _fault_of(identifiers.normalised(text))
        }
        kept = kept_codes.of(odd) if odd else {}
        for row in rows:
            row.known = kept

    def read(self, row: Row) -> Facts:
        """All that a row says; raises BadValue."""
        faults: dict[str, str] = {}
        said: dict[str, Any] = {}
        for cell, key, read in self.readers:
            text = row[key]
            if not text or (text in SIGNS and not cell.required):
                if cell.required:
                    faults[key] = _("不能为空。")
                continue
            try:
                said[key] = read(cell, text, row)
            except ValueError as fault:
                faults[key] = str(fault)
        self._demand_sense(said, faults)
        if faults:
            first = next(iter(faults))
            raise BadValue(first, faults.pop(first), also=faults)
        row.understood.update(said)
        return self._facts(said)

    @staticmethod
    def compared(old: dict[str, Any], facts: Facts) -> tuple[dict[str, Any], dict[str, Any]]:
        """What is known and what is said now, by column, without what is sealed."""
        new = json.loads(facts.said)
        names = old.keys() | new.keys()
        return ({n: old.get(n) for n in names}, {n: new.get(n) for n in names})

    def _demand_sense(self, said: dict[str, Any], faults: dict[str, str]) -> None:
        """What the cells of a row must be to each other."""
        (self._person if self.person else self._firm)(said, faults)
        (self._penalty if self.of == "cf" else self._licence)(said, faults)
        decided = said.get(f"{self.of}_jdrq")
        if decided and decided > self.on:
            faults[f"{self.of}_jdrq"] = _("决定日期还没有到。")

    def _person(self, said: dict[str, Any], faults: dict[str, str]) -> None:
        kind, number = said.get(f"{self.of}_xdr_zjlx"), said.get(f"{self.of}_xdr_zjhm")
        if kind == RESIDENT and number:
            said[f"{self.of}_xdr_zjhm"] = number = identifiers.normalised(number)
            if not identifiers.is_resident_identifier(number):
                faults[f"{self.of}_xdr_zjhm"] = _("身份证号码不正确，请核对。")

    def _firm(self, said: dict[str, Any], faults: dict[str, str]) -> None:
        if said.keys().isdisjoint(self.numbers) and faults.keys().isdisjoint(self.numbers):
            faults[self.numbers[0]] = _("六个行政相对人代码至少填写一个。")
        code = said.get(self.numbers[0], "")
        household = said.get(f"{self.of}_xdr_lb") == HOUSEHOLD
        if household and code and not code.startswith(HOUSEHOLDS):
            faults[self.numbers[0]] = _("个体工商户的统一社会信用代码以 92 开头。")

    def _penalty(self, said: dict[str, Any], faults: dict[str, str]) -> None:
        kinds = said.get("cf_cflb", ())
        if FINE in kinds and not said.get("cf_nr_fk"):
            faults.setdefault("cf_nr_fk", _("处罚类别有罚款的，须填写罚款金额。"))
        if any(kind in kinds for kind in CONFISCATING) and "cf_nr_wfff" not in said:
            faults.setdefault("cf_nr_wfff", _("处罚类别有没收的，须填写没收的金额。"))
        if any(kind in kinds for kind in TAKING) and "cf_nr_zkdx" not in said:
            faults.setdefault("cf_nr_zkdx", _("暂扣或者吊销证照的，须填写证照名称及编号。"))
        decided = said.get("cf_jdrq")
        for key in ("cf_yxq", "cf_gsjzq"):
            if decided and key in said and said[key] < decided:
                faults[key] = _("不能早于处罚决定日期。")

    def _licence(self, said: dict[str, Any], faults: dict[str, str]) -> None:
        begins, ends = said.get("xk_yxqz"), said.get("xk_yxqzi")
        if begins and ends and ends < begins:
            faults["xk_yxqzi"] = _("不能早于有效期自。")

    def _facts(self, said: dict[str, Any]) -> Facts:
        of = self.of
        kept = {k: v if isinstance(v, str) else _plain(v) for k, v in said.items()}
        secret = {key: kept.pop(key) for key in self.personal if key in kept}
        name = said[f"{of}_xdr_mc"]
        (organ, organ_code), (source, source_code) = self.organ, self.source
        if self.person:
            key, name = identifiers.digest(said[f"{of}_xdr_zjhm"]), f"{name[:1]}*"
        else:
            key = next(said[number] for number in self.numbers if number in said)
            if said.get(f"{of}_xdr_lb") == HOUSEHOLD and is_of_a_person(name):
                secret[f"{of}_xdr_mc"] = kept.pop(f"{of}_xdr_mc")
                name = kept_name(SubjectKind.HOUSEHOLD, name)
        words, hidden = _json(kept), _json(secret) if secret else ""
        return Facts(
            party_name=name,
            party_key=key,
            number=numbered(said["cf_wsh" if of == "cf" else "xk_wsh"]),
            item=said.get("xk_xkbh", ""),
            decided_on=said[f"{of}_jdrq"],
            until=said.get("cf_gsjzq"),
            body_code=said[organ_code],
            body_name=said[organ],
            source_code=said[source_code],
            source_name=said[source],
            said=words,
            sealed=identifiers.seal(hidden) if hidden else None,
            digest=identifiers.digest(words + hidden),
        )


def numbered(number: str) -> str:
    """The number of a decision however it was typed: one kind of brackets, no spaces."""
    return re.sub(r"\s", "", number).translate(BRACKETS)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _text(cell: Cell, text: str, row: Row) -> str:
    if len(text) > cell.most:
        raise ValueError(_("最多 %(most)s 个字。", most=cell.most))
    return text


@lru_cache(maxsize=4096)
def _known_day(text: str) -> date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


def _day(cell: Cell, text: str, row: Row) -> date:
    found = _known_day(text)
    if found is None:
        raise ValueError(_("不是日期，请写成 2026-11-21。"))
    return found


def _money(cell: Cell, text: str, row: Row) -> Decimal:
    try:
        found = parse_amount(text, row.units.get(cell.key))
    except OtherUnit:
        raise ValueError(_("单元格里的单位与列名的单位不一致，请只保留一个单位。")) from None
    except (ValueError, ArithmeticError):
        raise ValueError(_("不是金额，请写成 1234.56。")) from None
    if found < 0:
        raise ValueError(_("金额不能小于零。"))
    return found


@lru_cache(maxsize=65536)
def _fault_of(code: str) -> str:
    return "" if identifiers.is_uscc(code) else identifiers.fault(code)


def _code(cell: Cell, text: str, row: Row) -> str:
    code = identifiers.normalised(text)
    if (fault := _fault_of(code)) and text not in (row.known or ()):
        raise ValueError(fault)
    return code


def _word(cell: Cell, text: str, row: Row) -> str:
    if text in cell.words:
        return text
    number = text.lstrip("0")
    numbered_words = cell.words if cell.words in (LICENCES, STANDINGS) else ()
    if number.isdecimal() and 0 < int(number[:3]) <= len(numbered_words):
        return numbered_words[int(number) - 1]
    raise ValueError(_("只能是：%(words)s", words=_("、").join(cell.words)))


def _words(cell: Cell, text: str, row: Row) -> list[str]:
    found = [part.strip() for part in PARTED.split(text) if part.strip()]
    if not found or any(part not in cell.words for part in found):
        raise ValueError(_("只能是：%(words)s", words=_("、").join(cell.words)))
    return list(dict.fromkeys(found))


READERS: dict[Kind, Callable[[Cell, str, Row], Any]] = {
    Kind.TEXT: _text,
    Kind.DAY: _day,
    Kind.MONEY: _money,
    Kind.CODE: _code,
    Kind.WORD: _word,
    Kind.WORDS: _words,
}
