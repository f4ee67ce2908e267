"""Before applying for repair: from which day, with which materials; then the files of each."""

from datetime import date
from io import BytesIO

import pytest
import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.credit.repairs import materials
from integrity.credit.repairs.models import Repair
from integrity.files import attached
from tests.factories import TODAY, make_body, make_enterprise, make_record, make_user
from tests.sanctions.makers import make_listed

BUTTON = ">申请信用修复<"


@pytest.fixture(autouse=True)
def _app(app):
    return app


def confirmed(repairable_on=date(2026, 10, 1), **more):
    values = {"grade": "general", "public": True} | more
    return make_record(
        state=RecordState.CONFIRMED,
        decided_on=date(2026, 7, 1),
        repairable_on=repairable_on,
        until=date(2027, 7, 1),
        **values,
    )


def told(record, **files):
    """What the form of a record is told, with a text for every file that it must have."""
    said = {"statement": "示例：已全部履行并公开说明。", "promise": "示例：今后按期履行承诺。"}
    for line in materials.checklist(record, TODAY):
        if line.way is materials.Way.FILE and line.required:
            name = line.code.lower().replace("-", "_")
            said[name] = (BytesIO("示例：证明".encode()), f"{line.code}.txt")
    return said | files


def names(record, on=TODAY):
    return {line.code for line in materials.checklist(record, on)}


def test_before_its_day_there_is_neither_form_nor_button_but_the_day(client, login):
    """Seen: a hindered repair still showed its form and its button."""
    record = confirmed(date(2027, 1, 1))
    login(make_user(Role.OFFICER, record.subject))

    page = client.get(f"/repairs/new?record={record.id}").text
    about = client.get(f"/records/{record.id}").text

    assert "2027年1月1日" in page and "<textarea" not in page
    assert BUTTON not in about and "怎样申请修复" in about


def test_from_its_day_on_the_form_asks_for_every_material_with_its_basis(client, login):
    record = confirmed(stream="courts", rule="not-performed")
    login(make_user(Role.OFFICER, record.subject))

    page = client.get(f"/repairs/new?record={record.id}").text

    for line in materials.checklist(record, TODAY):
        assert line.name in page and line.legal_basis in page
    assert "10 个工作日内办结" in page and "不收取任何费用" in page
    assert "本单位郑重承诺" in page


def test_a_visitor_reads_the_guide_of_what_is_public_and_of_nothing_else(client):
    seen, hidden = confirmed(date(2027, 1, 1)), confirmed(date(2027, 1, 1), public=False)

    assert "2027年1月1日" in client.get(f"/repairs/new?record={seen.id}").text
    assert "2027年1月1日" not in client.get(f"/repairs/new?record={hidden.id}").text


def test_the_kind_and_the_severity_say_what_is_handed_in():
    plain, court = confirmed(), confirmed(stream="courts", rule="not-performed")
    light = confirmed(stream="decisions", rule="penalty.general")
    heavy = confirmed(stream="decisions", rule="penalty.serious", grade="serious")
    entry = make_listed(make_enterprise(), record=False)

    assert names(court) - names(plain) == {"XF-CL-03"}
    assert names(heavy) - names(light) == {"XF-CL-06"}
    assert names(entry) - names(plain) == {"XF-CL-08"}
    assert "XF-CL-07" in names(heavy, date(2022, 1, 1)) and "XF-CL-07" not in names(heavy)


def test_a_material_that_must_be_there_is_asked_for_until_it_is(client, login):
    record = confirmed()
    login(make_user(Role.OFFICER, record.subject))
    said = told(record)

    without = client.post(
        f"/repairs/new?record={record.id}", data={k: said[k] for k in ("statement", "promise")}
    )
    complete = client.post(f"/repairs/new?record={record.id}", data=told(record))

    assert without.status_code == 422 and "请提交这份材料" in without.text
    assert said["promise"] in without.text
    assert complete.status_code == 302


def test_the_files_are_read_by_the_subject_and_who_decides_and_nobody_else(client, login):
    record = confirmed(found_by_id=make_body().id)
    mine, other = make_user(Role.OFFICER, record.subject), make_user(Role.OFFICER, make_body())
    make_user(Role.FINDER, record.found_by)
    login(mine)
    client.post(f"/repairs/new?record={record.id}", data=told(record))
    repair = db.session.scalars(sa.select(Repair).where(Repair.record == record)).one()
    (file,) = attached.of("repair", [repair.id])

    assert file.note == "履行义务、纠正失信行为的证明"
    assert file.may_be_read_by(mine) and file.may_be_read_by(make_user(Role.OFFICE))
    assert file.may_be_read_by(make_user(Role.FINDER, repair.deciding or record.found_by))
    assert not file.may_be_read_by(other)
    assert file.stored in client.get(f"/repairs/{repair.id}").text


def test_what_comes_on_paper_need_not_be_scanned(client, login):
    record = confirmed()
    login(make_user(Role.OFFICE))
    said = {name: word for name, word in told(record).items() if isinstance(word, str)}

    answer = client.post(
        f"/repairs/new?record={record.id}", data=said | {"received_on": TODAY.isoformat()}
    )

    assert answer.status_code == 302


def test_an_entry_says_from_which_day_it_can_be_repaired(client, login):
    firm = make_enterprise()
    early = make_listed(firm, record=False)
    ripe = make_listed(make_enterprise(), record=False, at=clock.at(date(2025, 11, 19)))
    login(make_user(Role.SUPPLIER, firm))

    assert "可申请修复" in client.get(f"/lists/entries/{early.id}").text
    assert BUTTON not in client.get(f"/lists/entries/{early.id}").text
    login(make_user(Role.SUPPLIER, ripe.subject))
    assert BUTTON in client.get(f"/lists/entries/{ripe.id}").text
