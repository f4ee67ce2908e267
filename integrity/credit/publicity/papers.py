"""The papers of what was made public: taken back (撤回告知书), and the receipt of a file."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.base import i18n
from integrity.casework.documents.giving import given
from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.paper import Shown, Table
from integrity.casework.documents.terms import basis
from integrity.casework.rules import service as rules
from integrity.credit.publicity import figures
from integrity.credit.publicity.made_models import PublicityBulletin
from integrity.credit.publicity.models import (
    ANNULMENT_NAMES,
    LAYOUT_NAMES,
    Posting,
    PostingFile,
)


def receipt(submission: PostingFile) -> Shown:
    """What was sent, and what became of its rows."""
    return given("posting-receipt", submission, submission.on)


def bulletin(found: PublicityBulletin) -> Shown:
    """What was stated of a period."""
    return given("publicity-bulletin", found, found.on)


def _party(posting: Posting) -> Sequence[Addressee]:
    return [Addressee(posting.party_name, posting.party_id)]


def _basis(posting: Posting) -> Any:
    family = "PENALTY-WITHDRAW" if posting.is_penalty else "BASIS-REVOKED"
    assert posting.annulled_on is not None
    return basis(family, posting.annulled_on)


def _entered(submission: PostingFile) -> str:
    return (
        f"新增{submission.added}条，更正{submission.updated}条，未变{submission.unchanged}条，"
        f"未通过检查{submission.refused}条；其中超过公示期限报送的{submission.late}条。"
    )


HEAD = ("单位", "应报", "已公示", "未公示", "迟报", "报送行数", "上报率", "迟报率", "合规率")
MEANING = (
    "应报是最后公示日在本期内的决定；上报率＝已公示÷（已公示＋未公示）；迟报率＝超过七个工作日公示的÷已公示；"
    "合规率＝通过检查的行÷报送的总行数；未公示不含核实不予公示的决定。"
)


def _whole(found: PublicityBulletin) -> str:
    total = {
        name: sum(row[name] for row in found.figures)
        for name in ("reported", "missing", "late", "rows", "refused")
    }
    due = total["reported"] + total["missing"]
    shares = (
        figures.rate(total["reported"], due),
        figures.rate(total["late"], total["reported"]),
        figures.rate(total["rows"] - total["refused"], total["rows"]),
    )
    said = [share or "没有数据" for share in shares]
    return (
        f"应当公示{due}件，已公示{total['reported']}件，未公示{total['missing']}件，"
        f"迟报{total['late']}件。上报率：{said[0]}；迟报率：{said[1]}；合规率：{said[2]}。"
    )


def _by_body(found: PublicityBulletin) -> Table:
    rows = []
    for row in found.figures:
        counts = (row["reported"] + row["missing"], *map(row.get, ("reported", "missing", "late")))
        rows.append((row["name"], *map(str, counts), str(row["rows"]), *row["rates"]))
    return Table(HEAD, tuple(rows))


def _named(found: PublicityBulletin) -> str:
    """Who did not publish something, or was late with more than a rule allows."""
    most = rules.number("LOCAL-PUB-NAMED", found.on)
    late = [row["name"] for row in found.figures if 100 * row["late"] > most * row["reported"]]
    lacking = [row["name"] for row in found.figures if row["missing"]]
    return (
        f"有决定没有公示的：{'、'.join(lacking) or '无'}。"
        f"迟报率超过{most}%的：{'、'.join(late) or '无'}。"
    )


def _stated(found: PublicityBulletin) -> Sequence[Addressee]:
    """Every body of which something is stated."""
    return [Addressee(row["name"], row.get("id")) for row in found.figures]


def _sort(found: PublicityBulletin) -> str:
    return "季度评估" if figures.period(found.period).is_quarter else "月度监测"


PAPERS = (
    PaperKind(
        name="publicity-bulletin",
        title=_l("双公示通报"),
        mark="SG",
        model=PublicityBulletin,
        url=lambda found: url_for("publicity.bulletin", number=found.id),
        addressees=_stated,
        fields={
            "主送单位": lambda found: "各有关单位",
            "通报类别": _sort,
            "期间": lambda found: figures.period(found.period).title,
            "统计日期": lambda found: found.on,
            "总体情况": _whole,
            "各单位情况": lambda found: _by_body(found) if found.figures else None,
            "需要说明的单位": _named,
            "数据口径": lambda found: MEANING,
            "公示依据": lambda found: basis("DOUBLE-PUB", found.on),
        },
    ),
    PaperKind(
        name="posting-withdrawal",
        title=_l("撤回公示告知书"),
        mark="CG",
        model=Posting,
        url=lambda posting: url_for("publicity.item", number=posting.id),
        addressees=_party,
        issuer=lambda posting: posting.body_id,
        applies=lambda posting: posting.public,
        fields={
            "主送": lambda posting: posting.party_name,
            "决定文号": lambda posting: posting.number,
            "公示编号": lambda posting: posting.ref,
            "公示日期": lambda posting: posting.on,
            "变动情况": lambda posting: str(ANNULMENT_NAMES[posting.annulment]),
            "变动日期": lambda posting: posting.annulled_on,
            "变动文书": lambda posting: posting.annulled_by,
            "撤回理由": lambda posting: posting.why,
            "撤回依据": _basis,
        },
    ),
    PaperKind(
        name="posting-receipt",
        title=_l("双公示报送回执"),
        mark="SB",
        model=PostingFile,
        url=lambda submission: url_for("publicity.submission", number=submission.id),
        addressees=lambda submission: (),
        fields={
            "单位名称": lambda submission: submission.body.name if submission.body else None,
            "回执编号": lambda submission: submission.ref,
            "信息类别": lambda submission: str(LAYOUT_NAMES[submission.layout]),
            "报送时间": lambda submission: i18n.moment(submission.at),
            "总行数": lambda submission: str(submission.rows),
            "入库情况": _entered,
            "报送依据": lambda submission: basis("DOUBLE-PUB", submission.on),
        },
    ),
)
