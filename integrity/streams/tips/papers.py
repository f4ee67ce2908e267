"""The papers that go to the enterprise: what is held against it, and what was found."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from integrity.casework.documents.kinds import Addressee, PaperKind
from integrity.casework.documents.terms import lasting
from integrity.streams.tips import findings
from integrity.streams.tips.models import Tip


def _url(item: Tip) -> str:
    return url_for("tips.item", ref=item.ref)


def _firm(item: Tip) -> list[Addressee]:
    return [Addressee(item.who, item.reported_id)]


def _issuer(item: Tip) -> int | None:
    return item.subject_id


ABOUT = {
    "单位名称": lambda item: item.who,
    "编号": lambda item: item.ref,
    "告知事实": lambda item: item.allegation,
}
FOUND = ABOUT | {
    "单位意见": lambda item: item.response or "在期限内没有提出意见。",
    "认定事实": lambda item: item.finding,
}
PAPERS = (
    PaperKind(
        name="tip-hearing",
        title=_l("陈述申辩告知书"),
        mark="JT",
        model=Tip,
        url=_url,
        addressees=_firm,
        issuer=_issuer,
        served=findings.begin,
        fields=ABOUT | {"陈述期限": lambda item: lasting("LOCAL-TIP-HEAR", item.invited_on)},
    ),
    PaperKind(
        name="tip-found",
        title=_l("核查认定告知书"),
        mark="JR",
        model=Tip,
        url=_url,
        addressees=_firm,
        issuer=_issuer,
        fields=FOUND,
    ),
    PaperKind(
        name="tip-cleared",
        title=_l("核查结果告知书"),
        mark="JC",
        model=Tip,
        url=_url,
        addressees=_firm,
        issuer=_issuer,
        applies=lambda item: item.invited_on is not None,
        fields=FOUND,
    ),
)
