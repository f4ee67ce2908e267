"""A thousand papers are set in type, each with another addressee; then a few of many pages."""

import resource
import time
from dataclasses import replace
from datetime import date

from integrity.casework.documents import templates
from integrity.casework.documents.paper import Paper, Shown, Table
from integrity.casework.documents.rendering.docx import docx
from integrity.casework.documents.rendering.pdf import pdf

NUMBER, FEW, ROWS = 1000, 50, 500


def set_in_type() -> dict[str, float]:
    """Milliseconds of each, and by how many megabytes the process grew over a thousand."""
    pdf(_shown(0))  # the fonts are looked for once
    before = _memory()
    taken = {"pdf": _each(pdf, NUMBER)}
    grown = _memory() - before
    taken["docx"] = _each(docx, FEW)
    rows = tuple((str(n), f"示例局{n}", "示例事项", "30") for n in range(ROWS))
    long = _shown(0)
    table = Table(("序号", "单位", "事项", "逾期天数"), rows)
    body = (*long.paper.body, table)
    start = time.perf_counter()
    pdf(replace(long, paper=replace(long.paper, body=body)))
    taken["rows"] = (time.perf_counter() - start) * 1000
    return taken | {"memory": grown}


def _each(make: object, number: int) -> float:
    start = time.perf_counter()
    for n in range(number):
        make(_shown(n))  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000 / number


def _shown(number: int) -> Shown:
    template = templates.parse(templates.shipped("record-notice"))
    said = templates.fill(template, dict.fromkeys(template.fields, f"示例 {number}"))
    issuer, day = "示例市社会信用体系建设工作领导小组办公室", date(2026, 11, 20)
    ref = f"GZ2026-{number:05d}"
    paper = Paper(
        "record-notice",
        said.title,
        issuer,
        f"示例局{number}",
        said.body,
        said.basis,
        issuer,
        day,
        ref,
        red_head=True,
    )
    address = f"https://xy.example.gov.cn/documents/{number:032d}/verify"
    return Shown(paper, "", address, f"{number:064d}", "已签发", draft=False)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
