"""The papers to who is reached: notice, decision, answers, end; they name them by mask and role."""

from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.base import site_texts
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.terms import cited, day, lasting
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.relations import reachings
from integrity.credit.relations.models import ROLE_NAMES, Relation
from integrity.credit.relations.reaching import measures_of
from integrity.credit.relations.reaching_models import END_NAMES, Reaching, ReachingState
from integrity.credit.sanctions.models import ListEntry


def _to(found: Reaching) -> list[Addressee]:
    return [Addressee(found.addressed, found.relation.related_id)]


def _initiator(found: Reaching) -> int | None:
    """谁认定、谁负责: its papers are those of the body that led the listing, None: the office."""
    return found.entry.initiated_by_id


def _measures(found: Reaching) -> Table | None:
    those = measures_of(found, day())
    rows = tuple((str(n), m.name, m.legal_basis) for n, m in enumerate(those, 1))
    return Table(("序号", "措施", "依据"), rows) if rows else None


def _basis(found: Reaching) -> str:
    return cited("；".join(dict.fromkeys(m.legal_basis for m in measures_of(found, day()))))


def _result(found: Reaching) -> str:
    ended = found.state is ReachingState.ENDED
    return "意见成立，不再适用，已通知有关单位停止" if ended else "意见不成立，继续适用"


def _on(found: Reaching) -> date:
    return day()


def _office(found: Reaching) -> str:
    return site_texts.said("OFFICE_NAME")


ABOUT: dict[str, Any] = {
    "关联人": lambda found: found.addressed,
    "单位名称": lambda found: found.relation.subject.name,
    "名单名称": lambda found: LIST_NAMES[found.entry.kind],
    "本地依据": lambda found: None,
}
RELATED: dict[str, Any] = ABOUT | {
    "关系": lambda found: ROLE_NAMES[found.relation.role],
    "列入日期": lambda found: found.entry.listed_on,
    "开始日期": lambda found: found.relation.since,
    "来源": lambda found: found.relation.source,
    "适用依据": _basis,
    "措施": _measures,
    "异议受理单位": _office,
}
REMEDIES: dict[str, Any] = {
    "复议期限": lambda found: lasting("REVIEW-APPLY", _on(found)),
    "诉讼期限": lambda found: lasting("LAWSUIT", _on(found)),
}
COMMON: dict[str, Any] = {
    "model": Reaching,
    "url": lambda found: url_for("relations.reaching", number=found.id),
    "addressees": _to,
    "issuer": _initiator,
    "load": (
        joinedload(Reaching.relation).joinedload(Relation.subject),
        joinedload(Reaching.relation).joinedload(Relation.related),
        joinedload(Reaching.entry).joinedload(ListEntry.subject),
    ),
}
PAPERS = (
    PaperKind(
        name="related-notice",
        title=_l("拟对关联人适用措施告知书"),
        mark="GLG",
        fields=RELATED
        | {
            "事实和理由": lambda found: found.entry.reasons,
            "陈述申辩期限": lambda found: lasting("LOCAL-HEARING", _on(found)),
        },
        served=reachings.begin,
        **COMMON,
    ),
    PaperKind(
        name="related-decision",
        title=_l("对关联人适用措施决定书"),
        mark="GLJ",
        fields=RELATED
        | REMEDIES
        | {
            "陈述申辩情况": lambda found: found.statement or "在期限内没有提出陈述、申辩。",
            "适用日期": lambda found: found.applied_on,
        },
        why="决定理由",
        **COMMON,
    ),
    PaperKind(
        name="related-answer",
        title=_l("关联人陈述、异议和申诉答复书"),
        mark="GLD",
        fields=ABOUT
        | REMEDIES
        | {
            "意见": lambda found: found.appeal or found.objection or found.statement or "无",
            "处理结果": _result,
            "申诉受理单位": _office,
        },
        why="处理理由",
        applies=lambda found: found.told_by_id is not None,
        **COMMON,
    ),
    PaperKind(
        name="related-ending",
        title=_l("停止对关联人适用措施通知书"),
        mark="GLT",
        fields=RELATED
        | {
            "停止原因": lambda found: END_NAMES[found.outcome],
            "停止日期": lambda found: found.ended_on,
            "适用依据": lambda found: cited("《山东省社会信用条例》第三十一条"),
        },
        **COMMON,
    ),
)
