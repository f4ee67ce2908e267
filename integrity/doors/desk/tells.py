"""What is told of accounts, tokens, later days, jobs and short names of bodies."""

from flask_babel import lazy_gettext as _l

from integrity.base.permissions import Permission
from integrity.base.runs import JobRun
from integrity.casework.extensions import FLOW, Extension
from integrity.casework.steps import told_late
from integrity.people.accounts.models import Token, User
from integrity.people.messages.tells import Page, Source, Whom, at_once, daily, untold
from integrity.people.subjects.aliases import Alias

FAILED, MADE_UP = "failed", "made_up"
OPERATORS = Whom(Permission.SYSTEM_RUN)
RUNS = Source(
    JobRun,
    {
        FAILED: at_once(_l("定时任务失败（第 %(ref)s 次运行）。"), OPERATORS),
        MADE_UP: at_once(
            _l("夜间任务没有按时办完，系统正在补办（第 %(ref)s 次运行），请查明原因。"), OPERATORS
        ),
    },
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
        "transfer": untold("who may log in again hears it from the security officer"),
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
MEANT = Whom(Permission.REPORTS_OWN, Alias.subject_id)
DECIDING = Whom(Permission.RECORDS_DECIDE)
ALIASES = Source(
    Alias,
    {
        "confirm_alias": at_once(
            _l("简称（第 %(ref)s 号）已确认为指本单位，不正确的请提出异议。"), MEANT
        ),
        "dismiss_alias": untold("it meant nobody"),
        "contest_alias": daily(_l("简称（第 %(ref)s 号）所指的单位提出异议，请核对。"), DECIDING),
        "keep_alias": at_once(_l("简称（第 %(ref)s 号）经核对仍指本单位，请登录查看理由。"), MEANT),
        "end_alias": daily(_l("简称（第 %(ref)s 号）不再指本单位。"), MEANT),
    },
    "desk.alias",
    "number",
    Alias.id,
)
SOURCES = (RUNS, EXTENSIONS, ACCOUNTS, TOKENS, ALIASES)
