"""The papers of a hearing: 听证通知书, and 听证笔录 once it is signed."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.templates import written_day
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.sanctions.hearing_models import Hearing
from integrity.credit.sanctions.models import ListEntry


def _issuer(hearing: Hearing) -> int | None:
    return hearing.issuer_id


def _url(hearing: Hearing) -> str:
    return url_for("sanctions.hearing", number=hearing.id)


def _signature(hearing: Hearing) -> str:
    if hearing.signed_on:
        day = written_day(hearing.signed_on)
        return f"已由{hearing.signed_by_name}核对无误，于{day}签名"
    return f"当事人没有签名：{hearing.unsigned}"


ABOUT: dict[str, Any] = {
    "单位名称": lambda hearing: hearing.subject.name,
    "案由": lambda hearing: f"拟列入{LIST_NAMES[hearing.entry.kind]}",
    "听证日期": lambda hearing: hearing.set_for,
    "听证时间": lambda hearing: hearing.at_time,
    "听证地点": lambda hearing: hearing.place,
    "主持人": lambda hearing: hearing.chair and hearing.chair.name,
}
LOAD = (joinedload(Hearing.entry).joinedload(ListEntry.subject), joinedload(Hearing.issuer))
PAPERS = (
    PaperKind(
        name="hearing-notice",
        title=_l("听证通知书"),
        mark="TZ",
        model=Hearing,
        issuer=_issuer,
        url=_url,
        fields=ABOUT,
        load=LOAD,
    ),
    PaperKind(
        name="hearing-record",
        title=_l("听证笔录"),
        mark="TL",
        model=Hearing,
        issuer=_issuer,
        url=_url,
        fields=ABOUT
        | {
            "到场人": lambda hearing: hearing.present,
            "承办人意见": lambda hearing: hearing.our_side,
            "当事人意见": lambda hearing: hearing.their_side,
            "提交材料": lambda hearing: hearing.material,
            "签名情况": _signature,
        },
        load=LOAD,
    ),
)
