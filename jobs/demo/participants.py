"""Who is in the demonstration: invented bodies and suppliers, and one login per role.

Everything adverse that is invented happens to invented bodies; their names end in （示例）.
"""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import ROLE_NAMES, Role
from integrity.credit.sanctions.pushes import receivers
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import AccountState, User
from integrity.people.subjects import competence, identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject, SubjectKind

PASSWORD = "Yan-shi-2026"
AREA = "示例区"
BODIES = (
    "示例区住房和城乡建设局（示例）",
    "示例区城市管理局（示例）",
    "示例区教育和体育局（示例）",
    "示例区交通运输局（示例）",
    "示例区水务局（示例）",
    "示例区投资促进中心（示例）",
    "示例街道办事处（示例）",
    "示例区城市更新中心（示例）",
)
COURT = "示例区人民法院（示例）"
OFFICE = "示例区社会信用体系建设领导小组办公室（示例）"
CLERKS = "示例区行政审批服务局（示例）"
FINDERS = "示例区工业和信息化局（示例）"
RECEIVERS = (
    CLERKS,
    "示例区财政局（示例）",
    "示例区公共资源交易中心（示例）",
    "示例区人力资源和社会保障局（示例）",
)
SUPPLIERS = (
    "示例建筑安装有限公司",
    "示例园林绿化有限公司",
    "示例教学设备有限公司",
    "示例道路养护有限公司",
    "示例信息技术有限公司",
    "示例物业服务有限公司",
)
EVALUATOR = "示例信用服务有限公司"
PEOPLE = (
    ("office1", Role.OFFICE, OFFICE, "示例办公室甲"),
    ("office2", Role.OFFICE, OFFICE, "示例办公室乙"),
    ("office3", Role.OFFICE, OFFICE, "示例办公室丙"),
    ("leader", Role.HEAD, OFFICE, "示例分管负责人"),
    ("head", Role.HEAD, BODIES[0], "示例局长"),
    ("officer", Role.OFFICER, BODIES[0], "示例信用专员"),
    ("court", Role.COURT, COURT, "示例法院执行局"),
    ("supplier", Role.SUPPLIER, SUPPLIERS[0], "示例供应商"),
    ("finder", Role.FINDER, FINDERS, "示例处理人员"),
    ("signer", Role.HEAD, FINDERS, "示例处理单位负责人"),
    ("evaluator", Role.EVALUATOR, EVALUATOR, "示例评价员"),
    ("clerk", Role.CLERK, CLERKS, "示例审批员"),
    ("custodian", Role.CUSTODIAN, OFFICE, "示例身份信息保管员"),
    ("auditor", Role.AUDITOR, OFFICE, "示例审计员"),
    ("security", Role.SECURITY, OFFICE, "示例安全管理员"),
    ("system", Role.SYSTEM, OFFICE, "示例系统管理员"),
)
LOADER = audit.Somebody("演示程序")


@dataclass
class Participants:
    """Everybody by name: bodies and people; `officers` and `heads` by the id of their body."""

    subjects: dict[str, Subject]
    people: dict[str, User]
    officers: dict[int, User] = field(default_factory=dict)
    heads: dict[int, User] = field(default_factory=dict)
    sellers: dict[int, User] = field(default_factory=dict)
    finders: dict[int, User] = field(default_factory=dict)

    @property
    def bodies(self) -> list[Subject]:
        return [self.subjects[name] for name in BODIES]

    @property
    def suppliers(self) -> list[Subject]:
        return [self.subjects[name] for name in SUPPLIERS]

    def officer(self, body_id: int) -> User:
        """The credit officer of a body, made when first needed."""
        return self._of(self.officers, body_id, Role.OFFICER)

    def seller(self, body_id: int) -> User:
        return self._of(self.sellers, body_id, Role.SUPPLIER)

    def finder(self, body_id: int) -> User:
        return self._of(self.finders, body_id, Role.FINDER)

    def head(self, body_id: int) -> User:
        return self._of(self.heads, body_id, Role.HEAD)

    def _of(self, known: dict[int, User], body_id: int, role: Role) -> User:
        if body_id not in known:
            wanted = sa.select(User).where(User.body_id == body_id, User.role == role)
            known[body_id] = db.session.scalars(wanted).first() or _extra(body_id, role)
        return known[body_id]


def is_loaded() -> bool:
    """Whether the demonstration is in this database."""
    return bool(db.session.scalar(sa.select(sa.exists().where(User.username == PEOPLE[0][0]))))


def register(at: datetime) -> Participants:
    """Register everybody."""
    names = [
        (SubjectKind.BODY, "11", name) for name in (*BODIES, COURT, OFFICE, *RECEIVERS, FINDERS)
    ]
    names += [(SubjectKind.ENTERPRISE, "91", name) for name in (*SUPPLIERS, EVALUATOR)]
    found = {
        name: subjects.register(
            kind,
            name,
            identifiers.complete_uscc(f"{prefix}370176EX7{number:05d}"),
            area=AREA,
            code_is_example=True,
        )
        for number, (kind, prefix, name) in enumerate(names, start=1)
    }
    competence.register("arrears", found[FINDERS].id, by=LOADER, at=at)
    for name in RECEIVERS:
        receivers.receive(found[name], everything=True, note="示例", by=LOADER, at=at)
    people = {
        username: accounts.create(
            username,
            name,
            role,
            found[body],
            PASSWORD,
            by=LOADER,
            at=at,
            state=AccountState.ACTIVE,
        )
        for username, role, body, name in PEOPLE
    }
    for person in people.values():
        person.must_change = False
    return Participants(found, people)


def logins() -> list[tuple[str, str, str]]:
    """One login per role: who, name, password."""
    return [(str(ROLE_NAMES[role]), username, PASSWORD) for username, role, *_ in PEOPLE]


def _extra(body_id: int, role: Role) -> User:
    """Somebody of another body who acts in the story but cannot log in."""
    person = User(
        username=f"{role.value}-{body_id}",
        name=f"示例{ROLE_NAMES[role]}",
        role=role,
        state=AccountState.DISABLED,
        body_id=body_id,
        password_hash="!",
        created_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    return person
