"""Who is told what of suits: the body and the office, at every stage."""

from flask_babel import lazy_gettext as _l

from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.streams.courts.permissions import CourtsPermission
from integrity.streams.lawsuits.models import Lawsuit
from integrity.streams.lawsuits.permissions import LawsuitsPermission as P

OFFICE = Whom(P.READ)
BODY = Whom(CourtsPermission.PERFORM, Lawsuit.subject_id)
COURT = Whom(P.TELL, Lawsuit.court_id)
TELLS = {
    "bring": at_once(_l("法院告知：本单位涉诉 %(ref)s。"), BODY)
    + daily(_l("法院告知涉诉案件 %(ref)s。"), OFFICE),
    "lose": at_once(_l("涉诉案件 %(ref)s 裁判已生效，请在裁判确定的期限内履行。"), BODY)
    + daily(_l("涉诉案件 %(ref)s 单位败诉，裁判已生效。"), OFFICE),
    "urge": at_once(_l("涉诉案件 %(ref)s 法院执行前督促，请在期限内履行。"), BODY)
    + at_once(_l("涉诉案件 %(ref)s 法院执行前督促，请督促履行。"), OFFICE),
    "enforce": at_once(_l("涉诉案件 %(ref)s 已执行立案。"), BODY)
    + at_once(_l("涉诉案件 %(ref)s 已执行立案，请关注后续分办。"), OFFICE),
    "end": daily(_l("涉诉案件 %(ref)s 已结束。"), BODY)
    + daily(_l("涉诉案件 %(ref)s 已结束。"), OFFICE),
    "find_breach": at_once(_l("涉诉案件 %(ref)s 经认定构成违约失信。"), BODY)
    + daily(_l("涉诉案件 %(ref)s 经认定构成违约失信。"), OFFICE),
    "due_soon": daily(_l("涉诉案件 %(ref)s 临近期限，请按期履行。"), BODY),
    "overdue": at_once(_l("涉诉案件 %(ref)s 已经逾期，请立即履行。"), BODY)
    + daily(_l("涉诉案件 %(ref)s 已经逾期。"), OFFICE),
}
SOURCES = (Source(Lawsuit, TELLS, "lawsuits.item"),)
