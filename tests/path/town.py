"""A small town: its bodies, enterprises and people. `python -m tests.path.town` registers them.

Run with the environment of a live system, which must be migrated and hold the rules.
"""

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.people.accounts import service as accounts
from integrity.people.accounts.models import AccountState
from integrity.people.subjects import competence, identifiers
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import SubjectKind

PASSWORD = "He-wan-2026!"
WATER = "河湾区水务局"
ROADS = "河湾区交通运输局"
PERMITS = "河湾区行政审批局"
COURT = "河湾区人民法院"
GROUP = "河湾区信用办"
INDUSTRY = "河湾区工业和信息化局"
BUILDING = "河湾区住房和城乡建设局"
SUPPLIER = "河湾管道工程有限公司"
BUILDER = "河湾建筑工程有限公司"
EVALUATOR = "河湾信用服务有限公司"
PERSONNEL = "河湾区干部人事部门"
BODIES = (WATER, ROADS, PERMITS, COURT, GROUP, INDUSTRY, BUILDING, PERSONNEL)
NAMES = (*BODIES, SUPPLIER, EVALUATOR, BUILDER)
PEOPLE = (
    ("office1", "周一", Role.OFFICE, GROUP),
    ("office2", "吴二", Role.OFFICE, GROUP),
    ("office3", "郑三", Role.OFFICE, GROUP),
    ("leader", "李组长", Role.HEAD, GROUP),
    ("security", "郑安", Role.SECURITY, GROUP),
    ("system", "王系", Role.SYSTEM, GROUP),
    ("head", "冯局长", Role.HEAD, WATER),
    ("custodian", "秦保管", Role.CUSTODIAN, GROUP),
    ("roads", "陈路", Role.OFFICER, ROADS),
    ("roads2", "何路", Role.OFFICER, ROADS),
    ("personnel", "邓干部", Role.OFFICER, PERSONNEL),
    ("roads-head", "孙局长", Role.HEAD, ROADS),
    ("permits", "褚专员", Role.OFFICER, PERMITS),
    ("clerk", "卫窗口", Role.CLERK, PERMITS),
    ("court", "蒋法官", Role.COURT, COURT),
    ("finder", "杨处理", Role.FINDER, INDUSTRY),
    ("building1", "朱科员", Role.OFFICER, BUILDING),
    ("building2", "许科员", Role.OFFICER, BUILDING),
    ("building3", "何科员", Role.OFFICER, BUILDING),
    ("supplier", "沈经理", Role.SUPPLIER, SUPPLIER),
    ("builder", "施经理", Role.SUPPLIER, BUILDER),
    ("evaluator", "韩评价", Role.EVALUATOR, EVALUATOR),
)
"""Everybody but the officer of the water office, whose account is made through the pages."""


def code_of(name: str) -> str:
    """The code of a body or enterprise, well-formed and nobody's."""
    kind = "11" if name in BODIES else "91"
    return identifiers.complete_uscc(f"{kind}3701760900{NAMES.index(name):04d}")


def build() -> None:
    """Register everybody, once."""
    if subjects.by_code(code_of(WATER)):
        return
    at, by = clock.now(), audit.Somebody("准备")
    found = {
        name: subjects.register(
            SubjectKind.BODY if name in BODIES else SubjectKind.ENTERPRISE,
            name,
            code_of(name),
            code_is_example=True,
        )
        for name in NAMES
    }
    for matter in ("arrears", "appraisals", "losses"):
        competence.register(matter, found[INDUSTRY].id, by=by, at=at)
    competence.register("personnel", found[PERSONNEL].id, by=by, at=at)
    for username, name, role, body in PEOPLE:
        person = accounts.create(
            username, name, role, found[body], PASSWORD, by=by, at=at, state=AccountState.ACTIVE
        )
        person.must_change = False
    db.session.commit()


if __name__ == "__main__":
    from wsgi import app

    with app.app_context():
        build()
