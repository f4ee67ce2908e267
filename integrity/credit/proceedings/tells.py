"""Who is told what of reviews and lawsuits that are pending."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event
from integrity.credit.proceedings.models import Proceeding
from integrity.credit.records import filings
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.people.subjects.models import Subject

SUBJECT = Whom(Permission.OBJECTIONS_FILE, Subject.id)
OFFICE = Whom(Permission.OBJECTIONS_DECIDE)
DECIDER = Whom(Permission.OBJECTIONS_DECIDE, Proceeding.deciding_id)
FILED = _l("复议或者诉讼标注 %(ref)s 已登记。")
SUSPENDED = _l("复议或者诉讼标注 %(ref)s 登记了停止执行。")
RESUMED = _l("复议或者诉讼标注 %(ref)s 登记了恢复执行。")
OUTCOME = _l("复议或者诉讼标注 %(ref)s 有了结果，待另一人确认。")
SENT_BACK = _l("复议或者诉讼标注 %(ref)s 的结果被退回。")
TAKEN = _l("复议或者诉讼标注 %(ref)s 的结果由领导小组办公室确认。")
LATE = _l("复议或者诉讼标注 %(ref)s 的结果逾期没有确认，请立即办理。")

PROCEEDINGS = Source(
    Proceeding,
    {
        "file": daily(FILED, OFFICE) + daily(FILED, DECIDER) + daily(FILED, SUBJECT),
        "suspend": daily(SUSPENDED, OFFICE) + at_once(SUSPENDED, SUBJECT),
        "resume": daily(RESUMED, OFFICE) + at_once(RESUMED, SUBJECT),
        "report_outcome": at_once(OUTCOME, OFFICE) + at_once(OUTCOME, DECIDER),
        "enter_outcome": daily(OUTCOME, OFFICE) + daily(OUTCOME, DECIDER) + daily(OUTCOME, SUBJECT),
        "confirm_outcome": at_once(_l("复议或者诉讼标注 %(ref)s 的结果已确认。"), SUBJECT),
        "send_back": at_once(SENT_BACK, SUBJECT) + daily(SENT_BACK, DECIDER),
        "take_over": daily(TAKEN, OFFICE) + daily(TAKEN, DECIDER) + daily(TAKEN, SUBJECT),
        late_event(Side.DECIDER): daily(LATE, OFFICE) + daily(LATE, DECIDER),
    },
    "proceedings.item",
    "number",
    Proceeding.id,
    joined=[filings.whose(Proceeding)],
)
