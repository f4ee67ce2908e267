"""Who is told what of shields for firms whose reorganisation a court approved."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.casework.steps import Side, late_event
from integrity.credit.records import filings
from integrity.credit.shieldings.models import Shielding
from integrity.people.messages.tells import Source, Whom, at_once, daily
from integrity.people.subjects.models import Subject

SUBJECT = Whom(Permission.REPAIRS_FILE, Subject.id)
OWED = Whom(Permission.SHIELDINGS_CONTEST, Shielding.told_id)
OFFICE = Whom(Permission.REPAIRS_DECIDE)
DECIDER = Whom(Permission.REPAIRS_DECIDE, Shielding.deciding_id)
OWED_TOLD = _l("对贵方失信的信息因重整屏蔽（%(ref)s），认为裁定没有涵盖的，可以提出不应屏蔽。")
FILED = _l("重整屏蔽 %(ref)s 已提出，待另一人对照裁定书确认。")
CONFIRMED = _l("重整屏蔽 %(ref)s 已确认，失信信息已屏蔽。")
REFUSED = _l("重整屏蔽 %(ref)s 没有同意，请登录查看理由。")
CONTESTED = _l("有权利人提出重整屏蔽 %(ref)s 不应当屏蔽，待决定。")
KEPT = _l("重整屏蔽 %(ref)s 维持屏蔽。")
END_ENTERED = _l("重整屏蔽 %(ref)s 录入了重整终止，待另一人确认。")
ENDED = _l("重整屏蔽 %(ref)s 已解除，失信信息恢复公示和使用。")
SENT_BACK = _l("重整屏蔽 %(ref)s 录入的重整终止被退回。")
TAKEN = _l("重整屏蔽 %(ref)s 已由领导小组办公室接手办理。")
SOON = _l("重整屏蔽 %(ref)s 临近办理期限。")
LATE = _l("重整屏蔽 %(ref)s 逾期没有办理，请立即办理。")

SHIELDINGS = Source(
    Shielding,
    {
        "file": daily(FILED, OFFICE) + daily(FILED, DECIDER) + daily(FILED, SUBJECT),
        "confirm": at_once(OWED_TOLD, OWED)
        + at_once(CONFIRMED, SUBJECT)
        + daily(CONFIRMED, OFFICE),
        "refuse": at_once(REFUSED, SUBJECT),
        "contest": at_once(CONTESTED, OFFICE) + daily(CONTESTED, SUBJECT),
        "keep_shielded": at_once(KEPT, SUBJECT) + at_once(KEPT, OWED),
        "unshield": at_once(ENDED, SUBJECT) + daily(ENDED, OWED),
        "enter_end": at_once(END_ENTERED, OFFICE) + daily(END_ENTERED, SUBJECT),
        "confirm_end": at_once(ENDED, SUBJECT) + daily(ENDED, OWED),
        "end_with": at_once(ENDED, SUBJECT),
        "send_back": daily(SENT_BACK, OFFICE) + daily(SENT_BACK, SUBJECT),
        "send_back_contested": daily(SENT_BACK, OFFICE) + daily(SENT_BACK, SUBJECT),
        "take_over": daily(TAKEN, OFFICE) + daily(TAKEN, DECIDER) + daily(TAKEN, SUBJECT),
        "due_soon": daily(SOON, OFFICE) + daily(SOON, DECIDER),
        "overdue": at_once(LATE, OFFICE) + at_once(LATE, DECIDER),
        late_event(Side.DECIDER): daily(LATE, OFFICE) + daily(LATE, DECIDER),
    },
    "shieldings.item",
    "number",
    Shielding.id,
    joined=[filings.whose(Shielding)],
)
