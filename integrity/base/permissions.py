"""Who may do what: one table, stamped on every view; a view without a stamp answers 403."""

import enum
from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

View = TypeVar("View", bound=Callable[..., Any])


class Permission(enum.StrEnum):
    """One act that a role may be granted."""

    DESK = "desk"
    DASHBOARD = "dashboard"
    COMMITMENTS_READ = "commitments:read"
    COMMITMENTS_DRAFT = "commitments:draft"
    COMMITMENTS_REVIEW = "commitments:review"
    COMMITMENTS_SIGN = "commitments:sign"
    COMMITMENTS_PUBLISH = "commitments:publish"
    COMMITMENTS_REPORT = "commitments:report"
    COMMITMENTS_VERIFY = "commitments:verify"
    COMMITMENTS_SURVEY = "commitments:survey"
    COMMITMENTS_CHANGE = "commitments:change"
    COMMITMENTS_CHANGE_DECIDE = "commitments:change-decide"
    COMPENSATIONS_CONFIRM = "compensations:confirm"
    PLEDGES_READ = "pledges:read"
    PLEDGES_REGISTER = "pledges:register"
    PLEDGES_DECLARE = "pledges:declare"
    PLEDGES_REPORT = "pledges:report"
    PLEDGES_CHECK = "pledges:check"
    COURTS_READ = "courts:read"
    COURTS_PUSH = "courts:push"
    COURTS_ASSIGN = "courts:assign"
    COURTS_PERFORM = "courts:perform"
    COURTS_CONFIRM = "courts:confirm"
    ARREARS_READ = "arrears:read"
    ARREARS_REGISTER = "arrears:register"
    ARREARS_HANDLE = "arrears:handle"
    ARREARS_PAY = "arrears:pay"
    ARREARS_CONFIRM = "arrears:confirm"
    ARREARS_FIND = "arrears:find"
    ARREARS_FINANCE = "arrears:finance"
    EVALUATIONS_READ = "evaluations:read"
    EVALUATIONS_RUN = "evaluations:run"
    EVALUATIONS_SCORE = "evaluations:score"
    EVALUATIONS_PUT_RIGHT = "evaluations:put-right"
    COMPLAINTS_READ = "complaints:read"
    COMPLAINTS_HANDLE = "complaints:handle"
    COMPLAINTS_ANSWER = "complaints:answer"
    COMPLAINTS_EXTEND = "complaints:extend"
    CONTACTS_REQUEST = "contacts:request"
    CONTACTS_RELEASE = "contacts:release"
    RECORDS_READ = "records:read"
    RECORDS_CONFIRM = "records:confirm"
    RECORDS_DECIDE = "records:decide"
    OBJECTIONS_FILE = "objections:file"
    OBJECTIONS_DECIDE = "objections:decide"
    REPAIRS_FILE = "repairs:file"
    REPAIRS_DECIDE = "repairs:decide"
    RECTIFICATIONS_READ = "rectifications:read"
    RECTIFICATIONS_ORDER = "rectifications:order"
    RECTIFICATIONS_ANSWER = "rectifications:answer"
    RECTIFICATIONS_VERIFY = "rectifications:verify"
    SANCTIONS_READ = "sanctions:read"
    SANCTIONS_NOMINATE = "sanctions:nominate"
    SANCTIONS_DEFEND = "sanctions:defend"
    SANCTIONS_DECIDE = "sanctions:decide"
    PUSHES_ANSWER = "pushes:answer"
    CHECKS_MAKE = "checks:make"
    CHECKS_READ = "checks:read"
    DEADLINES_EXTEND = "deadlines:extend"
    DUTIES_LINK = "duties:link"
    IMPORT = "import"
    ACCOUNTS_CREATE = "accounts:create"
    ACCOUNTS_GRANT = "accounts:grant"
    TOKENS_ISSUE = "tokens:issue"
    AUDIT_READ = "audit:read"
    SYSTEM_RUN = "system:run"


class Role(enum.StrEnum):
    """The users of DOMAIN.md; the last three are the separated administrator powers (三员分立)."""

    OFFICE = "office"
    HEAD = "head"
    OFFICER = "officer"
    COURT = "court"
    SUPPLIER = "supplier"
    FINDER = "finder"
    EVALUATOR = "evaluator"
    CLERK = "clerk"
    CUSTODIAN = "custodian"
    AUDITOR = "auditor"
    SECURITY = "security"
    SYSTEM = "system"


ROLE_NAMES = {
    Role.OFFICE: _l("领导小组办公室"),
    Role.HEAD: _l("主要负责人"),
    Role.OFFICER: _l("信用专员"),
    Role.COURT: _l("法院"),
    Role.SUPPLIER: _l("供应商"),
    Role.FINDER: _l("拖欠投诉处理部门"),
    Role.EVALUATOR: _l("第三方评价机构"),
    Role.CLERK: _l("审批人员"),
    Role.CUSTODIAN: _l("身份信息保管员"),
    Role.AUDITOR: _l("安全审计员"),
    Role.SECURITY: _l("安全保密管理员"),
    Role.SYSTEM: _l("系统管理员"),
}

P = Permission
_READ = {
    P.DESK,
    P.COMMITMENTS_READ,
    P.PLEDGES_READ,
    P.COURTS_READ,
    P.ARREARS_READ,
    P.EVALUATIONS_READ,
    P.COMPLAINTS_READ,
    P.RECORDS_READ,
    P.RECTIFICATIONS_READ,
    P.SANCTIONS_READ,
}
ROLES: dict[Role, frozenset[Permission]] = {
    Role.OFFICE: frozenset(
        _READ
        | {
            P.DASHBOARD,
            P.COMMITMENTS_REVIEW,
            P.COMMITMENTS_PUBLISH,
            P.COMMITMENTS_VERIFY,
            P.COMMITMENTS_SURVEY,
            P.COMMITMENTS_CHANGE_DECIDE,
            P.PLEDGES_CHECK,
            P.COURTS_ASSIGN,
            P.ARREARS_HANDLE,
            P.ARREARS_FINANCE,
            P.EVALUATIONS_RUN,
            P.COMPLAINTS_HANDLE,
            P.CONTACTS_REQUEST,
            P.RECORDS_CONFIRM,
            P.RECORDS_DECIDE,
            P.OBJECTIONS_DECIDE,
            P.REPAIRS_DECIDE,
            P.RECTIFICATIONS_ORDER,
            P.RECTIFICATIONS_VERIFY,
            P.SANCTIONS_NOMINATE,
            P.SANCTIONS_DECIDE,
            P.CHECKS_READ,
            P.DEADLINES_EXTEND,
            P.DUTIES_LINK,
            P.IMPORT,
        }
    ),
    Role.HEAD: frozenset(
        _READ
        | {
            P.DASHBOARD,
            P.COMMITMENTS_SIGN,
            P.COMMITMENTS_CHANGE,
            P.COMPLAINTS_EXTEND,
            P.PUSHES_ANSWER,
        }
    ),
    Role.OFFICER: frozenset(
        _READ
        | {
            P.COMMITMENTS_DRAFT,
            P.COMMITMENTS_REVIEW,
            P.COMMITMENTS_REPORT,
            P.COMMITMENTS_CHANGE,
            P.PLEDGES_REGISTER,
            P.PLEDGES_CHECK,
            P.COURTS_PERFORM,
            P.ARREARS_PAY,
            P.EVALUATIONS_PUT_RIGHT,
            P.COMPLAINTS_ANSWER,
            P.RECORDS_CONFIRM,
            P.OBJECTIONS_FILE,
            P.REPAIRS_FILE,
            P.RECTIFICATIONS_ANSWER,
            P.SANCTIONS_DEFEND,
            P.PUSHES_ANSWER,
            P.CHECKS_MAKE,
            P.CHECKS_READ,
            P.DUTIES_LINK,
        }
    ),
    Role.COURT: frozenset({P.DESK, P.COURTS_READ, P.COURTS_PUSH, P.COURTS_CONFIRM}),
    Role.SUPPLIER: frozenset(
        {
            P.DESK,
            P.PLEDGES_READ,
            P.PLEDGES_DECLARE,
            P.PLEDGES_REPORT,
            P.COMPENSATIONS_CONFIRM,
            P.ARREARS_READ,
            P.ARREARS_REGISTER,
            P.ARREARS_CONFIRM,
            P.RECORDS_READ,
            P.SANCTIONS_READ,
            P.SANCTIONS_DEFEND,
            P.OBJECTIONS_FILE,
            P.REPAIRS_FILE,
        }
    ),
    Role.FINDER: frozenset({P.DESK, P.ARREARS_READ, P.ARREARS_FIND, P.ARREARS_FINANCE}),
    Role.EVALUATOR: frozenset(
        {P.DESK, P.EVALUATIONS_READ, P.EVALUATIONS_SCORE, P.COMMITMENTS_SURVEY}
    ),
    Role.CLERK: frozenset(
        {
            P.DESK,
            P.PLEDGES_READ,
            P.PLEDGES_REGISTER,
            P.CHECKS_MAKE,
            P.CHECKS_READ,
            P.PUSHES_ANSWER,
        }
    ),
    Role.CUSTODIAN: frozenset({P.DESK, P.CONTACTS_RELEASE}),
    Role.AUDITOR: frozenset({P.DESK, P.AUDIT_READ}),
    Role.SECURITY: frozenset({P.DESK, P.ACCOUNTS_GRANT, P.TOKENS_ISSUE}),
    Role.SYSTEM: frozenset({P.DESK, P.ACCOUNTS_CREATE, P.SYSTEM_RUN}),
}
REACH_ALL = frozenset({Role.OFFICE, Role.AUDITOR, Role.SECURITY, Role.SYSTEM})
"""Roles that act for every body; all others only where their own body is a party.

It says for whom, not what: whoever reaches every body still needs the permission to read.
"""


REACHES = frozenset({P.ARREARS_FIND})
"""What a role does for every body without reaching every body otherwise."""
