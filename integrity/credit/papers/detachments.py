"""The paper that tells a listed subject that a measure without a basis is taken no longer."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload

from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.terms import cited
from integrity.credit.measures.lists import LIST_NAMES
from integrity.credit.papers.usual import nothing, to_the_office
from integrity.credit.sanctions.detachment_models import Detachment
from integrity.credit.sanctions.models import ListEntry

PAPERS = (
    PaperKind(
        name="measure-ending-notice",
        title=_l("停止措施通知书"),
        mark="TZS",
        model=Detachment,
        url=lambda found: url_for("sanctions.detachment", number=found.id),
        fields={
            "单位名称": lambda found: found.subject.name,
            "名单名称": lambda found: LIST_NAMES[found.entry.kind],
            "列入日期": lambda found: found.entry.listed_on,
            "措施名称": lambda found: found.measure.name,
            "措施依据": lambda found: cited(found.measure.legal_basis),
            "本地依据": nothing,
            "停止原因": lambda found: found.fault,
            "停止日期": lambda found: found.ended_on,
            "异议受理单位": to_the_office,
        },
        why="停止理由",
        load=(
            joinedload(Detachment.entry).joinedload(ListEntry.subject),
            joinedload(Detachment.measure),
        ),
    ),
)
