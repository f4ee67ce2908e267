"""Who may do what: one table, stamped on every view; a view without a stamp answers 403.

Here is the core's part; every stream brings its own, and the app holds all of them as one table.
"""

import enum
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from flask import current_app
from flask_babel import lazy_gettext as _l


class AnyPermission(enum.StrEnum):
    """One act that a role may be granted; the core has some, and each stream its own."""


class Permission(AnyPermission):
    """What is done to no thing of a stream."""

    DESK = "desk"
    DASHBOARD = "dashboard"
    RECORDS_READ = "records:read"
    RECORDS_CONFIRM = "records:confirm"
    RECORDS_DECIDE = "records:decide"
    RECORDS_CORRECT = "records:correct"
    OBJECTIONS_FILE = "objections:file"
    OBJECTIONS_ADMIT = "objections:admit"
    OBJECTIONS_DECIDE = "objections:decide"
    APPEALS_DECIDE = "appeals:decide"
    REPAIRS_FILE = "repairs:file"
    REPAIRS_DECIDE = "repairs:decide"
    SHIELDINGS_CONTEST = "shieldings:contest"
    SANCTIONS_READ = "sanctions:read"
    SANCTIONS_NOMINATE = "sanctions:nominate"
    SANCTIONS_DEFEND = "sanctions:defend"
    SANCTIONS_RECOMMEND = "sanctions:recommend"
    SANCTIONS_FIND = "sanctions:find"
    SANCTIONS_DECIDE = "sanctions:decide"
    PUSHES_ANSWER = "pushes:answer"
    OFFERS_MAKE = "offers:make"
    OFFERS_DECIDE = "offers:decide"
    POSTINGS_KEEP = "postings:keep"
    POSTINGS_CLAIM = "postings:claim"
    POSTINGS_OVERSEE = "postings:oversee"
    MEASURES_READ = "measures:read"
    MEASURES_DRAFT = "measures:draft"
    MEASURES_DECIDE = "measures:decide"
    MATTERS_KEEP = "matters:keep"
    CATALOGUE_DELIVER = "catalogue:deliver"
    APPROVALS_REPORT = "approvals:report"
    COVERAGE_READ = "coverage:read"
    RECEIVERS_MANAGE = "receivers:manage"
    CHECKS_MAKE = "checks:make"
    CHECKS_READ = "checks:read"
    CHECKS_CONTEST = "checks:contest"
    REPORTS_OWN = "reports:own"
    REPORTS_COUNTER = "reports:counter"
    CASES_READ = "cases:read"
    CASES_SEND = "cases:send"
    CASES_CONSENT = "cases:consent"
    CASES_REVIEW = "cases:review"
    DOCUMENTS_READ = "documents:read"
    DOCUMENTS_HANDLE = "documents:handle"
    DOCUMENTS_SIGN = "documents:sign"
    DOCUMENTS_LEAD = "documents:lead"
    DOCUMENTS_TEMPLATES = "documents:templates"
    DOCUMENTS_RECEIVE = "documents:receive"
    DEADLINES_EXTEND = "deadlines:extend"
    DUTIES_LINK = "duties:link"
    URGINGS_MAKE = "urgings:make"
    WARNINGS_READ = "warnings:read"
    WARNINGS_ACT = "warnings:act"
    ITEMS_CLASS = "items:class"
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_RUN = "campaigns:run"
    CAMPAIGNS_ANSWER = "campaigns:answer"
    CAMPAIGNS_SIGN = "campaigns:sign"
    CAMPAIGNS_FIND = "campaigns:find"
    ACCOUNTABILITY_HANDLE = "accountability:handle"
    SUBJECTS_FIND = "subjects:find"
    PERSONS_REGISTER = "persons:register"
    PERSONS_ASK = "persons:ask"
    PERSONS_CONSENT = "persons:consent"
    PERSONS_AUDIT = "persons:audit"
    READINGS_MAKE = "readings:make"
    READINGS_CONSENT = "readings:consent"
    READINGS_CONTEST = "readings:contest"
    READINGS_AUDIT = "readings:audit"
    IMPORT = "import"
    SITE_SAY = "site:say"
    ACCOUNTS_CREATE = "accounts:create"
    ACCOUNTS_GRANT = "accounts:grant"
    TOKENS_ISSUE = "tokens:issue"
    TOKENS_HOLD = "tokens:hold"
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
    Role.SUPPLIER: _l("企业经办人"),
    Role.FINDER: _l("认定单位"),
    Role.EVALUATOR: _l("第三方评价机构"),
    Role.CLERK: _l("审批人员"),
    Role.CUSTODIAN: _l("身份信息保管员"),
    Role.AUDITOR: _l("安全审计员"),
    Role.SECURITY: _l("安全保密管理员"),
    Role.SYSTEM: _l("系统管理员"),
}

Grants = Mapping[Role, AbstractSet[AnyPermission]]
P = Permission
_READ = {P.DESK, P.RECORDS_READ, P.SANCTIONS_READ}
_PAPERS = {P.DOCUMENTS_READ, P.DOCUMENTS_HANDLE}
_CONTESTS = {P.READINGS_CONTEST, P.CHECKS_CONTEST}
_ASKS = {P.PERSONS_ASK, P.READINGS_MAKE}
_CHECKS = {P.CHECKS_MAKE, P.CHECKS_READ, P.PUSHES_ANSWER, P.TOKENS_HOLD, P.SUBJECTS_FIND}
_DECIDING = {
    P.RECORDS_CONFIRM,
    P.RECORDS_CORRECT,
    P.OBJECTIONS_DECIDE,
    P.REPAIRS_DECIDE,
    P.SHIELDINGS_CONTEST,
    P.SANCTIONS_NOMINATE,
    P.SANCTIONS_FIND,
    P.POSTINGS_KEEP,
}
GRANTS: Grants = {
    Role.OFFICE: _READ
    | _PAPERS
    | _ASKS
    | _DECIDING
    | {
        P.DOCUMENTS_SIGN,
        P.DOCUMENTS_TEMPLATES,
        P.DASHBOARD,
        P.RECORDS_DECIDE,
        P.APPEALS_DECIDE,
        P.OBJECTIONS_ADMIT,
        P.SANCTIONS_DECIDE,
        P.MEASURES_READ,
        P.MEASURES_DRAFT,
        P.MEASURES_DECIDE,
        P.OFFERS_MAKE,
        P.OFFERS_DECIDE,
        P.MATTERS_KEEP,
        P.COVERAGE_READ,
        P.POSTINGS_OVERSEE,
        P.RECEIVERS_MANAGE,
        P.CHECKS_READ,
        P.REPORTS_COUNTER,
        P.CASES_READ,
        P.CASES_REVIEW,
        P.DEADLINES_EXTEND,
        P.DUTIES_LINK,
        P.URGINGS_MAKE,
        P.WARNINGS_READ,
        P.ITEMS_CLASS,
        P.CAMPAIGNS_READ,
        P.CAMPAIGNS_RUN,
        P.CAMPAIGNS_FIND,
        P.ACCOUNTABILITY_HANDLE,
        P.SUBJECTS_FIND,
        P.PERSONS_REGISTER,
        P.IMPORT,
        P.SITE_SAY,
    },
    Role.HEAD: _READ
    | _CONTESTS
    | {
        P.COVERAGE_READ,
        P.DASHBOARD,
        P.REPORTS_OWN,
        P.CASES_READ,
        P.CASES_CONSENT,
        P.WARNINGS_READ,
        P.PUSHES_ANSWER,
        P.TOKENS_HOLD,
        P.CAMPAIGNS_READ,
        P.CAMPAIGNS_SIGN,
        P.DOCUMENTS_READ,
        P.DOCUMENTS_SIGN,
        P.DOCUMENTS_LEAD,
        P.DOCUMENTS_RECEIVE,
    },
    Role.OFFICER: _READ
    | _PAPERS
    | _ASKS
    | _CHECKS
    | _DECIDING
    | _CONTESTS
    | {
        P.DOCUMENTS_RECEIVE,
        P.REPORTS_OWN,
        P.CASES_READ,
        P.CASES_SEND,
        P.CASES_CONSENT,
        P.OBJECTIONS_FILE,
        P.REPAIRS_FILE,
        P.SANCTIONS_DEFEND,
        P.SANCTIONS_RECOMMEND,
        P.MEASURES_READ,
        P.MEASURES_DRAFT,
        P.CATALOGUE_DELIVER,
        P.OFFERS_MAKE,
        P.WARNINGS_READ,
        P.WARNINGS_ACT,
        P.CAMPAIGNS_READ,
        P.CAMPAIGNS_ANSWER,
        P.APPROVALS_REPORT,
        P.COVERAGE_READ,
        P.DUTIES_LINK,
        P.PERSONS_REGISTER,
    },
    Role.COURT: {P.DESK, P.DOCUMENTS_RECEIVE, P.TOKENS_HOLD},
    Role.SUPPLIER: _READ
    | _CONTESTS
    | {
        P.SANCTIONS_DEFEND,
        P.SANCTIONS_RECOMMEND,
        P.SHIELDINGS_CONTEST,
        P.OBJECTIONS_FILE,
        P.REPAIRS_FILE,
        P.DOCUMENTS_RECEIVE,
        P.REPORTS_OWN,
        P.CASES_READ,
        P.CASES_CONSENT,
        P.POSTINGS_CLAIM,
    },
    Role.FINDER: _READ
    | _PAPERS
    | _ASKS
    | _DECIDING
    | {
        P.CAMPAIGNS_READ,
        P.CAMPAIGNS_FIND,
        P.DOCUMENTS_RECEIVE,
    },
    Role.EVALUATOR: {P.DESK},
    Role.CLERK: _ASKS | _CHECKS | {P.DESK, P.APPROVALS_REPORT, P.COVERAGE_READ},
    Role.CUSTODIAN: {P.DESK, P.PERSONS_CONSENT, P.READINGS_CONSENT},
    Role.AUDITOR: {P.DESK, P.AUDIT_READ, P.PERSONS_AUDIT, P.READINGS_AUDIT},
    Role.SECURITY: {P.DESK, P.ACCOUNTS_GRANT, P.TOKENS_ISSUE},
    Role.SYSTEM: {P.DESK, P.ACCOUNTS_CREATE, P.SYSTEM_RUN},
}
"""What the core grants; `granted` knows what the streams grant besides."""
REACH_ALL = frozenset({Role.OFFICE, Role.AUDITOR, Role.SECURITY, Role.SYSTEM})
"""Roles that act for every body; all others only where their own body is a party.

It says for whom, not what: whoever reaches every body still needs the permission to read.
"""


def merged(tables: Iterable[Grants]) -> dict[Role, frozenset[AnyPermission]]:
    """One table of several; raises ValueError if two of them know a permission by the same name."""
    rows: dict[Role, frozenset[AnyPermission]] = dict.fromkeys(Role, frozenset())
    kinds: dict[str, type] = {}
    for table in tables:
        for role, permissions in table.items():
            rows[role] |= permissions
            for permission in permissions:
                if kinds.setdefault(permission, type(permission)) is not type(permission):
                    raise ValueError(f"{permission} is a permission twice")
    return rows


def granted(role: Role) -> frozenset[AnyPermission]:
    """Everything that a role may do in this app."""
    return current_app.extensions["grants"][role]  # type: ignore[no-any-return]


def roles_with(permission: AnyPermission | None) -> list[Role]:
    """The roles that may do this, in their order."""
    return [role for role in Role if permission in granted(role)]


def found_in(permission: AnyPermission | None) -> str | None:
    """The matter in which whoever may do this finds what is so, for every body; None: in none."""
    return current_app.extensions["finds"].get(permission)  # type: ignore[no-any-return]
