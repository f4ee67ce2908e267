"""Every body names who is in charge of credit work; who named nobody stands in the list too."""

from integrity.base.permissions import Role
from integrity.people.accounts.models import AccountState
from tests.factories import make_body, make_enterprise, make_user


def rows(client, query=""):
    lines = client.get(f"/desk/contacts?format=csv&{query}").text.splitlines()
    return [line.split(",")[:4] for line in lines[1:] if "示例" in line]


def test_heads_and_officers_stand_beside_the_bodies_that_have_nobody(login):
    named, headed, none = make_body("示例甲局"), make_body("示例乙局"), make_body("示例丙局")
    officer, head = make_user(Role.OFFICER, named), make_user(Role.HEAD, headed)
    gone = make_user(Role.OFFICER, none)
    gone.state = AccountState.DISABLED
    merged, firm = make_body("示例丁局"), make_enterprise("示例企业")
    merged.merged_into_id = named.id
    make_user(Role.SUPPLIER, firm)
    make_user(Role.CLERK, none)
    client = login(make_user(Role.OFFICE))

    found = {row[0]: row[2:] for row in rows(client)}

    assert found["示例甲局"] == ["信用专员", officer.name]
    assert found["示例乙局"][1] == head.name
    assert found["示例丙局"] == ["没有确定", ""]
    assert "示例丁局" not in found and "示例企业" not in found
    assert {row[0] for row in rows(client, "named=no")} >= {"示例乙局", "示例丙局"}
    assert "示例甲局" not in {row[0] for row in rows(client, "named=no")}
    assert "示例甲局" in {row[0] for row in rows(client, "named=yes")}
    assert "没有登录过" in client.get("/desk/contacts").text


def test_who_oversees_reads_it_and_nobody_else(login):
    body = make_body()
    for role, status in {
        Role.OFFICE: 200, Role.HEAD: 200, Role.OFFICER: 403, Role.CLERK: 403, Role.SUPPLIER: 403,
    }.items():  # fmt: skip
        assert login(make_user(role, body)).get("/desk/contacts").status_code == status
