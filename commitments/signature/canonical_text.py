"""The text of a commitment as it is signed: the same words give the same bytes, for ever.

JSON with fixed keys in a fixed order (format 政务诚信公开承诺/1), indented by two, so that a person
can read on the screen what a machine hashes. Lines of the body text are a list. What is empty is
left out, so that a key that is added later changes no old document.
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa

from commitments.models import Commitment
from commitments.steps.milestones import Milestone
from integrity.base.db import db

FORMAT = "政务诚信公开承诺/1"


def canonical(item: Commitment) -> str:
    """The text that is signed, in Chinese whatever language the page has."""
    parts: dict[str, Any] = {
        "格式": FORMAT,
        "编号": item.ref,
        "承诺单位": item.subject.name,
        "承诺单位代码": item.subject.uscc,
        "承诺事项": item.title,
        "类别": item.category.value,
        "主题": item.theme and item.theme.value,
        "重点领域": item.key_field and item.key_field.value,
        "承诺对象": item.beneficiary and item.beneficiary.name,
        "重大决策": item.major or None,
        "目标": _lines(item.target),
        "目标值": None if item.quantity is None else f"{item.quantity:f}",
        "单位": item.unit,
        "期限": item.due_on and item.due_on.isoformat(),
        "期限说明": item.due_words,
        "来源": item.source_title,
        "来源页码": item.source_page,
        "配合单位": [body.name for body in item.supporters],
        "阶段目标": _milestones(item),
        "正文": _lines(item.body_text),
    }
    kept = {key: value for key, value in parts.items() if value not in (None, "", [])}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def digest(item: Commitment) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(canonical(item).encode()).hexdigest()


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").strip("\n").split("\n") if text.strip() else []


def _milestones(item: Commitment) -> list[dict[str, Any]]:
    wanted = sa.select(Milestone.title, Milestone.due_on, Milestone.weight)
    wanted = wanted.where(Milestone.commitment_id == item.id)
    rows = db.session.execute(wanted.order_by(Milestone.position, Milestone.id))
    return [{"事项": title, "期限": day.isoformat(), "权重": weight} for title, day, weight in rows]
