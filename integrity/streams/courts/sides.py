"""Who may say what of a case: the court that pushed it, the body that owes, the others."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.errors import Forbidden
from integrity.casework.sides import Only
from integrity.streams.courts.errors import WrongDay
from integrity.streams.courts.models import CourtCase

owing_only = Only("subject_id", _l("只有承办单位可以报告履行情况。"), none=True)


def court_only(case: CourtCase, by: Any) -> None:
    """Only the court of the case; raises Forbidden."""
    if by is not audit.SYSTEM and getattr(by, "body_id", None) != case.court_id:
        raise Forbidden(_("只有推送本案的法院可以办理此事项。"))


def check_day(case: CourtCase, day: date, at: datetime) -> None:
    """A day on which something of the case can have been done; raises WrongDay."""
    if day > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=day))
    if day < case.received_on:
        raise WrongDay(_("日期不能早于收到案件的 %(day)s。", day=case.received_on))
