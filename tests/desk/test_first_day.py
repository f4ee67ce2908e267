"""The first day: what is missing stands on the desk until the facts are there."""

import pytest

from commitments.takeover import office_terms
from integrity.base import config, site_texts
from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.workdays import DayKind, Workday
from integrity.doors.desk import first_day_views
from integrity.people.accounts import beginning
from integrity.people.accounts.models import User
from tests.commitments.makers import make_published
from tests.factories import NOW, TODAY, make_body, make_user

TEXTS = {
    "site_name": "示例诚信网",
    "office_name": "示例办公室",
    "office_contact": "0531-1234",
    "icp_number": "示例ICP备1号",
    "review_organ": "示例市人民政府",
    "lawsuit_court": "示例法院",
}
PEOPLE = {
    **{f"{role}_name": f"示例{role}" for role in beginning.FIRST},
    **{f"{role}_username": f"first-{role}" for role in beginning.FIRST},
}


def done(user) -> dict[str, bool]:
    return {one.step.key: one.is_done for one in first_day_views.standings(user, TODAY)}


def test_what_is_missing_stands_on_the_desk_of_who_can_do_it(client, login):
    page = login(make_user(Role.OFFICE)).get("/desk/").text
    assert "系统启用：已完成" in page
    assert "系统启用" in login(make_user(Role.SYSTEM)).get("/desk/").text

    assert "系统启用" not in login(make_user(Role.OFFICER, make_body())).get("/desk/").text
    assert client.get("/desk/first-day").status_code == 403


def test_each_step_is_done_by_the_facts_alone(app, monkeypatch):
    office = make_user(Role.OFFICE)
    db.session.query(Workday).delete()
    assert not any(done(office).values())

    body = make_body()
    assert done(office)["bodies"]
    head = make_user(Role.HEAD, body)
    assert not done(office)["heads"]
    office_terms.begin(body, "局长（第1任）", TODAY, by=office, at=NOW)
    assert done(office)["heads"]
    db.session.add(Workday(day=TODAY, kind=DayKind.HOLIDAY, name="示例节"))
    assert done(office)["holidays"]
    make_published(body)
    assert done(office)["commitment"]
    for role in first_day_views.NEEDED:
        make_user(role, body if role in (Role.OFFICER, Role.HEAD) else None)
    assert done(office)["people"]
    site_texts.say({"OFFICE_CONTACT": "0531-1234", "ICP_NUMBER": "示例ICP备1号"}, by=head, at=NOW)
    assert done(office)["texts"]
    monkeypatch.setitem(app.config, "MAIL_FOLDER", "/nowhere")
    monkeypatch.setitem(app.config, "MAIL_FROM", "site@example.invalid")
    assert all(done(office).values())
    assert first_day_views.open_steps(office, TODAY) is None


def test_one_of_the_office_is_not_enough_for_what_two_decide(app):
    for role in first_day_views.NEEDED:
        make_user(role)

    assert not done(make_user(Role.CLERK))["people"]
    make_user(Role.OFFICE)
    assert done(make_user(Role.CLERK))["people"]


def test_what_the_site_says_is_shown_and_what_it_said_before_stays(client, login):
    login(make_user(Role.OFFICE))
    assert client.post("/desk/texts/change", data=TEXTS).status_code == 302
    client.post("/desk/texts/change", data={**TEXTS, "office_contact": "0531-5678"})

    help_page = client.get("/help/").text
    assert "示例办公室" in help_page and "0531-5678" in help_page and "0531-1234" not in help_page
    listed = client.get("/desk/texts").text
    assert "0531-1234" in listed and "0531-5678" in listed
    rows = client.get("/desk/texts?format=csv").text
    assert rows.count("联系方式") == 2
    (row,) = db.session.query(site_texts.SiteText).filter_by(words="0531-5678")
    assert [event.move for event in audit.history(row)] == ["reword"]


def test_a_text_can_be_taken_back_to_nothing(client, login, app, monkeypatch):
    monkeypatch.setitem(app.config, "OFFICE_CONTACT", "by setting")
    login(make_user(Role.OFFICE)).post("/desk/texts/change", data={**TEXTS, "office_contact": ""})

    assert site_texts.said("OFFICE_CONTACT") == ""


def test_nothing_new_is_no_change(client, login):
    login(make_user(Role.OFFICE)).post("/desk/texts/change", data=TEXTS)
    again = client.post("/desk/texts/change", data=TEXTS)

    assert (again.status_code, "没有改动" in again.text) == (422, True)


def test_an_empty_installation_is_begun_on_the_web_by_who_has_the_code(client):
    assert "/setup" in client.get("/login").text
    wrong = client.post("/setup", data={**TEXTS, **PEOPLE, "code": "0" * 20})
    assert (wrong.status_code, db.session.query(User).count()) == (422, 0)

    made = client.post("/setup", data={**TEXTS, **PEOPLE, "code": beginning.code()})

    assert made.status_code == 201
    found = db.session.query(User).order_by(User.id).all()
    assert [user.role for user in found] == list(beginning.FIRST)
    assert all(user.must_change and user.is_active for user in found)
    assert all(user.username in made.text for user in found)
    assert site_texts.said("SITE_NAME") == "示例诚信网"
    assert client.get("/setup").status_code == 404
    again = client.post("/setup", data={**TEXTS, **PEOPLE, "code": beginning.code()})
    assert again.status_code == 404
    assert "/setup" not in client.get("/login").text


def test_two_of_the_first_three_cannot_share_a_name(client):
    twice = {**PEOPLE, "auditor_username": "first-system"}
    answer = client.post("/setup", data={**TEXTS, **twice, "code": beginning.code()})

    assert (answer.status_code, db.session.query(User).count()) == (422, 0)


def test_lost_first_passwords_are_made_anew_until_somebody_has_logged_in(client):
    named = {role: (f"first-{role}", "示例") for role in beginning.FIRST}
    make_user(Role.OFFICE)
    with pytest.raises(beginning.AlreadyBegun):
        beginning.begin(named, by=audit.SYSTEM, at=NOW)
    db.session.query(User).delete()
    lost = dict(beginning.begin(named, by=audit.SYSTEM, at=NOW))
    found = beginning.begin_again(by=audit.SYSTEM, at=NOW)

    user, password = found[0]
    old = {"username": user.username, "password": lost[user]}
    assert client.post("/login", data=old).status_code == 401
    new = {"username": user.username, "password": password}
    assert client.post("/login", data=new).status_code == 302
    with pytest.raises(beginning.AlreadyBegun):
        beginning.begin_again(by=audit.SYSTEM, at=NOW)


def test_a_new_installation_gets_a_secret_of_its_own_once(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "ROOT", tmp_path)
    monkeypatch.setitem(config.Settings.model_config, "env_file", tmp_path / ".env")
    monkeypatch.delenv("SECRET_KEY")
    config.make_secret()
    first = (tmp_path / ".env").read_text()
    config.make_secret()

    assert first.startswith("SECRET_KEY=") and len(first) > 64
    assert (tmp_path / ".env").read_text() == first
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


def test_the_command_makes_an_installation_ready_and_twice_changes_nothing(app, monkeypatch):
    monkeypatch.setattr("integrity.setup.upgrade", lambda: None)
    monkeypatch.setattr("integrity.setup.load_shipped", lambda: {"rules": 1})
    run = app.test_cli_runner().invoke
    first = run(args=["setup", "--office", "示例办公室"])
    again = run(args=["setup", "--office", "示例办公室"])

    assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
    assert "admin" in first.output and "初始密码" in first.output
    assert "账号：已有，没有改动" in again.output and "初始密码" not in again.output
    assert db.session.query(site_texts.SiteText).count() == 1
    assert db.session.query(User).count() == 3


def test_the_web_is_left_a_code_that_works(app, client, monkeypatch):
    monkeypatch.setattr("integrity.setup.upgrade", lambda: None)
    monkeypatch.setattr("integrity.setup.load_shipped", dict)
    output = app.test_cli_runner().invoke(args=["setup", "--web"]).output

    assert beginning.code() in output and "/setup" in output
    assert db.session.query(User).count() == 0


def test_a_demonstration_is_not_made_a_real_system(app, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    done = app.test_cli_runner().invoke(args=["setup"])

    assert (done.exit_code, "演示系统" in done.output) == (1, True)
