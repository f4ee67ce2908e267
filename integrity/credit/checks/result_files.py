"""All answers of a check in one table, for the files of who asked."""

from collections.abc import Iterator, Mapping
from typing import IO, Any

from flask_babel import gettext as _

from integrity.credit.checks import words
from integrity.credit.checks.models import Check, CheckResult
from integrity.files.exports import EXPORTS, as_file

WRITE, MEDIA = EXPORTS["xlsx"]


def as_workbook(check: Check) -> IO[bytes]:
    """A line for each query, in their order, with the number of the receipt."""
    header = [
        _("行号"),
        _("查询对象"),
        _("结论"),
        _("登记名称"),
        _("统一社会信用代码"),
        _("名单"),
        _("信用记录"),
        _("措施及依据"),
        _("可能所指的主体"),
        _("说明"),
        _("回执编号"),
    ]
    return as_file(WRITE, header, _rows(check))


def _rows(check: Check) -> Iterator[list[Any]]:
    for result in check.results:
        answer = result.answer
        subject = answer.get("subject") or {}
        yield [
            result.key,
            words.asked(result),
            words.verdict(result),
            subject.get("name", ""),
            subject.get("uscc") or "",
            _joined(f"{e['list_name']} {e['ground_name']}" for e in answer.get("entries", ())),
            _joined(f"{r['id']} {r['summary']}" for r in answer.get("records", ())),
            _joined(map(words.measure, answer.get("measures", ()))),
            _joined(map(_candidate, answer.get("candidates", ()))),
            _said(result),
            check.ref,
        ]


def _candidate(found: Mapping[str, Any]) -> str:
    said = (found.get("name"), found.get("uscc"), found.get("score"))
    return " ".join(str(part) for part in said if part)


def _said(result: CheckResult) -> str:
    answer = result.answer
    return answer.get("error") or _joined(answer["explanations"].values())


def _joined(parts: Any) -> str:
    return "\n".join(filter(None, parts))
