"""What an entry says of itself: to everybody the released text, to who handles it the whole."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from integrity.base import i18n
from integrity.credit.measures.lists import GROUND_NAMES
from integrity.credit.measures.models import BASIS_NAMES
from integrity.credit.offences.models import LEVEL_NAMES, Offence
from integrity.credit.sanctions.documents import DOCUMENT_NAMES
from integrity.credit.sanctions.models import OUTCOME_NAMES, EntryState, ListEntry
from integrity.credit.sanctions.pushes import described
from integrity.credit.sanctions.pushes import service as pushes
from integrity.credit.sanctions.repairable import repairable_on
from integrity.credit.sanctions.treatments import TREATMENT_NAMES


def facts(found: ListEntry, inside: bool) -> list[tuple[Any, Any]]:
    """What stands of it on its page; the public reads what was released, and who decided."""
    pairs = [
        (_("列入事由"), GROUND_NAMES[found.ground]),
        *((LEVEL_NAMES[code.level], _code(code)) for code in found.codes),
        (_("事实和理由"), found.reasons if inside else found.public_text),
        (_("列入依据"), _basis(found)),
    ]
    if inside and found.public_text not in ("", found.reasons):
        pairs.append((_("向社会公开的文字"), found.public_text))
    if found.document_kind:
        pairs.append((_("据以列入的文书"), _document(found)))
    if found.urged:
        said = _("%(name)s（%(day)s）", name=found.urged, day=i18n.day(found.urged_on))
        pairs.append((_("督促履行"), said))
    initiator = found.initiator.name if found.initiator else _("领导小组办公室")
    pairs += [(_("发起单位"), initiator), (_("提出人"), _(found.nominated_by_name))]
    if found.notified_on:
        pairs.append((_("告知日期"), i18n.day(found.notified_on)))
        pairs.append((_("陈述申辩截止"), i18n.day(found.statement_due)))
    if found.shown_until:
        days = {"first": i18n.day(found.shown_on), "last": i18n.day(found.shown_until)}
        pairs.append((_("公示期"), _("%(first)s至%(last)s", **days)))
    for label, decider, reasons in (
        (_("第一认定人"), found.first_decider, found.first_reasons),
        (_("第二认定人"), found.second_decider, found.second_reasons),
    ):
        if decider:
            said = _("%(name)s：%(reasons)s", name=decider.name, reasons=reasons)
            pairs.append((label, said if inside else decider.name))
    return pairs + _days(found)


def _days(found: ListEntry) -> list[tuple[Any, Any]]:
    pairs: list[tuple[Any, Any]] = []
    if found.listed_on:
        pairs.append((_("列入日期"), i18n.day(found.listed_on)))
        pairs.append((_("有效期至"), i18n.day(found.until) or _("未定期限")))
        pairs.append((_("期限依据"), found.until_basis or _("无固定期限")))
    if first := repairable_on(found):
        pairs.append((_("可申请修复"), i18n.day(first)))
    return pairs + grave(found) if found.state is EntryState.REMOVED else pairs


def _code(code: Offence) -> Markup:
    address = url_for("sanctions.offence", code=code.code)
    return Markup('<a href="{}">{}</a>').format(address, code.title)


def _basis(found: ListEntry) -> Any:
    """Document and article as they were cited, with the level and the text where it is known."""
    if found.basis is None:
        return _("%(basis)s（没有登记现行有效的列入依据）", basis=found.legal_basis)
    words = _(
        "%(cited)s（%(level)s）", cited=found.legal_basis, level=BASIS_NAMES[found.basis.level]
    )
    if not found.basis.url:
        return words
    return Markup('<a href="{}">{}</a>').format(found.basis.url, words)


def _document(found: ListEntry) -> str:
    assert found.document_kind is not None  # its caller asked
    return _(
        "%(kind)s：%(name)s（%(day)s）",
        kind=DOCUMENT_NAMES[found.document_kind],
        name=found.document_cited,
        day=i18n.day(found.document_on),
    )


def grave(found: ListEntry) -> list[tuple[Any, Any]]:
    """What stays readable of a removed entry: why and when, not who and what for."""
    done, whole = pushes.removal_progress(found)
    return [
        (_("移出原因"), OUTCOME_NAMES[found.outcome] if found.outcome else ""),
        *([(_("修复后的处理"), TREATMENT_NAMES[found.treatment])] if found.treatment else ()),
        (_("移出日期"), i18n.day(found.removed_on)),
        (_("停止措施"), _("已清除 %(done)d/%(whole)d", done=done, whole=whole)),
        *described.reused(found),
    ]
