"""What a check must say before anybody is looked for."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.credit.checks.queries import Asked, WrongBatch
from integrity.files.spellings import has_identity_number


class PersonsNotAuthorised(WrongBatch):
    """Persons are asked about without a paper that allows it, or without a case."""

    status = 403
    title = _l("没有核查自然人的依据")
    correctable = True


class NumberInWords(WrongBatch):
    """Somebody is named by number in words that are kept as typed."""

    title = _l("文字中有身份证号码")


def known(day: date, today: date) -> None:
    """Raise WrongBatch for a day to come, and for one before anything was known here."""
    if day > today:
        raise WrongBatch(_("核查时点不能晚于今天。"))
    if day == today:
        return
    first = audit.first_moment()
    known_from = local_day(first) if first else today
    if day < known_from:
        said = _("本系统自 %(day)s 起有记录，更早的情况无法还原。", day=known_from)
        raise WrongBatch(said)


def words(said: Mapping[str, str], queries: Mapping[str, Any]) -> None:
    """Raise WrongBatch without a purpose or a matter; NumberInWords where somebody is named."""
    if not said["purpose"] or not said["matter"]:
        raise WrongBatch(_("须写明查询用途和办理事项。"))
    no_number(*said.values(), *queries)


def no_number(*words: str) -> None:
    """Raise NumberInWords where somebody is named by number."""
    if any(map(has_identity_number, words)):
        raise NumberInWords(_("事项、编号和说明中不要填写身份证号码。"))


def paper(asked: Iterable[Asked], on_paper: bool) -> None:
    """Raise PersonsNotAuthorised where a person is asked about without what allows it."""
    if any(query.digest for query in asked) and not on_paper:
        raise PersonsNotAuthorised(_("核查自然人须写明查询依据、授权书或者文书，以及办件编号。"))
