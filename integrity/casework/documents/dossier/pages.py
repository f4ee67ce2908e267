"""A dossier as one PDF: cover, contents, papers, files as pages, the log, and what is missing.

Whatever strangers sent is opened in the sandbox alone, and so is the whole when it is put together.
Only one part at a time is in memory here.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import accumulate
from typing import IO

import typst
from flask_babel import lazy_gettext as _l

from integrity.base.clock import local_day
from integrity.base.config import ROOT
from integrity.base.errors import Refused
from integrity.casework.documents.dossier.contents import (
    LOG_HEAD,
    Dossier,
    Entry,
    Facts,
    File,
    Log,
    Withheld,
)
from integrity.casework.documents.dossier.packing import pack
from integrity.casework.documents.rendering.layout import legible
from integrity.casework.documents.rendering.pdf import fonts, pdf
from integrity.casework.documents.templates import written_day
from integrity.files import sandbox
from integrity.files.cleaning import PICTURES

TEMPLATE = ROOT / "templates" / "documents" / "dossier.typ"
NO_PAGES = "该格式不能转换为页面。"
LOST = "文件缺失，须从备份恢复。"
UNSAFE = "文件不能安全打开，没有转换为页面。"


class NotNow(Refused):
    """Others are making dossiers, or this one is larger than what may be made at once."""

    status = 503
    title = _l("暂时不能生成卷宗")
    what_to_do = _l("请稍后再试；材料特别多的，请下载封存包。")


@dataclass
class Bound:
    """What has become of each entry: its number of pages, and why it is not there as it is."""

    missing: dict[int, str] = field(default_factory=dict)
    numbers: Sequence[int] = ()


def bound(dossier: Dossier) -> IO[bytes]:
    """The whole as a file that is gone when it is closed; raises NotNow."""
    made = Bound()
    with pack(_parts(dossier, made)) as packed:
        try:
            with sandbox.run("count", packed) as counted:
                made.numbers = json.load(counted)
            return sandbox.run("bind", pack(_frame(dossier, made), packed))
        except sandbox.Unsafe as unsafe:
            raise NotNow(unsafe.reason) from None


def _parts(dossier: Dossier, made: Bound) -> Iterator[tuple[str, IO[bytes] | bytes]]:
    """The pages of each entry, named so that they stand between front and end."""
    for number, entry in enumerate(dossier.entries):
        yield f"c{number:06d}.pdf", _pages(dossier, entry, number, made)


def _pages(dossier: Dossier, entry: Entry, number: int, made: Bound) -> IO[bytes] | bytes:
    content = entry.content
    if isinstance(content, Log):
        rows = [[legible(cell) for cell in row] for row in content.rows]
        return _set("log", dossier, title=legible(entry.title), head=LOG_HEAD, rows=rows)
    if isinstance(content, Facts):
        told = [[legible(cell) for cell in row] for row in content.rows]
        return _set("facts", dossier, title=legible(entry.title), rows=told)
    if isinstance(content, Withheld):
        made.missing[number] = content.why
        return _set("note", dossier, title=legible(entry.title), lines=[content.why])
    if not isinstance(content, File):
        return pdf(content)
    pages = _of_file(content)
    if not isinstance(pages, str):
        return pages
    made.missing[number] = pages
    return _set("note", dossier, title=legible(entry.title), lines=[pages, *_named(content)])


def _of_file(file: File) -> IO[bytes] | str:
    """Its pages, or why it has none; raises Unsafe where it should be tried again."""
    if file.ending != "pdf" and file.ending not in PICTURES:
        return NO_PAGES
    try:
        with file.path.open("rb") as stream:
            return sandbox.run("pages", stream, file.ending)
    except FileNotFoundError:
        return LOST
    except sandbox.Unsafe as unsafe:
        if unsafe.reason == sandbox.BUSY:
            raise NotNow(unsafe.reason) from None
        return UNSAFE


def _named(file: File) -> list[str]:
    """By what a file can be found and known again."""
    about = [f"文件名：{legible(file.name)}", f"类型：{file.media_type}"]
    return [*about, f"大小：{file.size}字节", f"SHA-256：{file.sha256}"]


def _frame(dossier: Dossier, made: Bound) -> Iterator[tuple[str, IO[bytes] | bytes]]:
    """What stands before and behind the entries, and the numbers of their pages."""
    yield "a.pdf", _front(dossier, made)
    yield "d.pdf", _set("end", dossier, lines=_noted(dossier, made))
    yield "z.pdf", _set("numbers", dossier, pages=max(sum(made.numbers), 1))


def _front(dossier: Dossier, made: Bound) -> bytes:
    days = [entry.day for entry in dossier.entries]
    cover = [
        ("案卷题名", legible(dossier.title)),
        ("编号", dossier.ref),
        ("类别", dossier.kind),
        ("立卷单位", legible(dossier.keeper)),
        ("起止日期", f"{written_day(min(days))}至{written_day(max(days))}" if days else ""),
        ("件数、页数", f"{len(dossier.entries)}件，{sum(made.numbers)}页"),
        ("保管期限", ""),
        ("生成时间", written_day(local_day(dossier.made_at))),
        ("生成人", legible(dossier.made_by)),
    ]
    firsts = accumulate(made.numbers, initial=1)
    lines = [
        (str(number), *map(legible, _said(entry)), str(first))
        for number, (entry, first) in enumerate(zip(dossier.entries, firsts, strict=False), 1)
    ]
    return _set("front", dossier, cover=cover, entries=lines)


def _said(entry: Entry) -> tuple[str, ...]:
    return entry.number, entry.author, entry.title, written_day(entry.day)


def _noted(dossier: Dossier, made: Bound) -> list[str]:
    """卷内备考表: how much there is, what is missing and why, who made it."""
    missing = [
        f"第{number + 1}号《{legible(dossier.entries[number].title)}》：{why}"
        for number, why in made.missing.items()
    ]
    return [
        f"本卷共{len(dossier.entries)}件，{sum(made.numbers)}页。",
        "下列材料没有原样收入：" if missing else "全部材料均已收入。",
        *missing,
        "本卷由系统按时间顺序汇集生成，不替代原件；原件和电子文件以原保存处为准。",
        f"立卷人：{legible(dossier.made_by)}",
        f"立卷时间：{written_day(local_day(dossier.made_at))}",
        "检查人：",
    ]


def _set(part: str, dossier: Dossier, **values: object) -> bytes:
    said = {"part": part, "title": legible(dossier.title), **values}
    made = typst.Compiler(TEMPLATE.read_bytes(), font_paths=fonts()).compile(
        format="pdf",
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
        timestamp=datetime.combine(local_day(dossier.made_at), time(), UTC),
    )
    assert isinstance(made, bytes)
    return made
