"""What a check says in words: who was asked about, what was found."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from integrity.base import i18n
from integrity.credit.checks.models import VERDICT_NAMES, CheckResult, Verdict
from integrity.people.subjects.models import SubjectKind


def who(result: CheckResult) -> Any:
    """The subject that was found, or what was asked."""
    subject = result.answer.get("subject") or {}
    return subject.get("name") or asked(result)


def asked(result: CheckResult) -> Any:
    """What was asked, as typed: the code, the name; of a person neither."""
    query = result.answer.get("asked") or {}
    kinds = (query.get("kind"), (result.answer.get("subject") or {}).get("kind"))
    if SubjectKind.PERSON in kinds:
        return _("自然人（不显示姓名和号码）")
    said = " ".join(filter(None, (query.get("name"), query.get("code"))))
    return said or _("查询 %(key)s", key=result.key)


def verdict(result: CheckResult) -> str:
    """The verdict in words: why nothing can be said, and of which day it is unless of today."""
    words = str(VERDICT_NAMES[result.verdict])
    if result.verdict is Verdict.UNIDENTIFIED:
        by_code = "name" not in result.answer["explanations"]
        words = _("无法判断：没有登记该代码的主体") if by_code else _("无法判断：没有同名主体")
        if any(name.startswith("not-same-") for name in result.answer["explanations"]):
            words = _("无法判断：同名主体经人工核对不是所指主体")
    if result.check.is_past:
        return _("%(day)s：%(verdict)s", day=i18n.day(result.check.as_of), verdict=words)
    return words


def measure(said: Mapping[str, Any]) -> str:
    """A measure of an answer with its basis, and whether it is executed in the matter in hand."""
    note = "" if said.get("here", True) else _("（不在该事项中执行，只供参考）")
    return f"{said['name']} {said['legal_basis']}{note}"
