"""What is told of accounts, later days and jobs."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.base.runs import JobRun
from integrity.casework.extensions import FLOW, Extension
from integrity.casework.steps import told_late
from integrity.people.accounts.models import Token, User
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily, untold

FAILED = "failed"
RUNS = Source(
    JobRun,
    {FAILED: at_once(_l("定时任务失败（第 %(ref)s 次运行）。"), Whom(Permission.SYSTEM_RUN))},
    "desk.jobs",
    "",
    JobRun.id,
)
EXTENSIONS = Source(
    Extension,
    dict.fromkeys(FLOW.moves, untold("said of the thing"))
    | told_late(
        _l("延期申请（第 %(ref)s 号）逾期没有决定，请立即办理。"),
        office=Whom(Permission.DEADLINES_EXTEND),
    ),
    "desk.today",
    "",
    Extension.id,
)
ACCOUNTS = Source(
    User,
    {
        "grant": untold("it is handed over with its password"),
        "disable": untold("who is switched off hears nothing"),
        "reset": untold("it is handed over with its password"),
    },
    "accounts.account",
    "",
    User.id,
)
ENDING = "ending"
HOLDERS = Whom(Permission.TOKENS_HOLD, Token.body_id)
ISSUERS = Whom(Permission.TOKENS_ISSUE)
OVERVIEW = Page("desk.token", "number", Token.id)
TOKENS = Source(
    Token,
    {
        "issue": at_once(
            _l("以本单位名义签发了接口令牌（第 %(ref)s 号），请登录核对。"),
            HOLDERS,
        ),
        "rotate": daily(_l("本单位的接口令牌（第 %(ref)s 号）已更换，原令牌不久失效。"), HOLDERS),
        "revoke": at_once(_l("本单位的接口令牌（第 %(ref)s 号）已撤销。"), HOLDERS)
        + daily(_l("接口令牌（第 %(ref)s 号）已撤销。"), ISSUERS, OVERVIEW),
        ENDING: daily(_l("本单位的接口令牌（第 %(ref)s 号）即将到期，请申请更换。"), HOLDERS)
        + daily(_l("接口令牌（第 %(ref)s 号）即将到期，请与使用单位联系。"), ISSUERS, OVERVIEW),
    },
    "desk.body_token",
    "number",
    Token.id,
)
SOURCES = (RUNS, EXTENSIONS, ACCOUNTS, TOKENS)
