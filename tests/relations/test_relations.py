import io
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks.models import Verdict
from integrity.credit.measures.lists import Ground
from integrity.credit.persons import service as persons
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations import reaching, service
from integrity.credit.relations.models import Held, Reach, Relation, RelationRole
from integrity.credit.sanctions.models import ListEntry
from integrity.people.accounts.models import User
from tests.checks.makers import ask as check
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user
from tests.persons.makers import NAME, NUMBER, SUMMARY, ask, make_person, make_person_record
from tests.relations.makers import SINCE, apply_all, make_relation, make_serious
from tests.subjects.makers import make_kept

R = RelationRole
PERSON = {"code": NUMBER, "name": NAME}


def acted(entry: ListEntry) -> date:
    return db.session.get_one(CreditRecord, entry.record_id).since


def reached(relation: Relation) -> list[str]:
    """By which measures the person is met once the office has told it and applied it."""
    apply_all()
    found = reaching.reached([relation.related_id], TODAY).get(relation.related_id, ())
    return [measure.code for one in found for measure in one.measures]


@pytest.mark.parametrize("role", [R.LEGAL_REPRESENTATIVE, R.PERSON_IN_CHARGE, R.CONTROLLER])
def test_a_serious_entry_reaches_whom_the_regulation_names(role):
    """山东省社会信用条例 第三十一条."""
    assert reached(make_relation(make_serious().subject, role)) == ["M-S-ADM-07"]


@pytest.mark.parametrize("role", [R.SHAREHOLDER, R.RESPONSIBLE, R.EXECUTIVE, R.CIVIL_SERVANT])
def test_whom_only_a_local_paper_names_nothing_reaches(role):
    """国办发〔2020〕49号: a policy of the city alone carries no sanction."""
    assert reached(make_relation(make_serious().subject, role)) == []


def test_a_relation_that_ended_before_the_fact_reaches_nobody():
    entry = make_serious()

    assert reached(make_relation(entry.subject, until=SINCE + timedelta(days=30))) == []


def test_one_that_has_ended_since_reaches_nobody_any_more():
    entry = make_serious()

    assert reached(make_relation(entry.subject, until=TODAY - timedelta(days=1))) == []


def test_who_came_after_the_act_has_no_part_in_it():
    entry = make_serious()

    assert reached(make_relation(entry.subject, since=acted(entry) + timedelta(days=1))) == []


def test_a_ban_on_the_person_who_did_it_does_not_end_with_the_office_held():
    """食品安全法 第一百三十五条 bans who was responsible, whatever they are today."""
    entry = make_serious()
    relation = make_relation(entry.subject, until=TODAY - timedelta(days=1))
    db.session.execute(sa.update(Reach).values(held=Held.AT_ACT))

    assert reached(relation) == ["M-S-ADM-07"]


def test_what_another_organ_must_decide_reaches_nobody_by_itself():
    """食品安全法 第一百三十五条 is the food authority's decision, not a consequence of a list."""
    entry = make_serious(ground=Ground.HEALTH_AND_LIFE)

    assert reached(make_relation(entry.subject, R.RESPONSIBLE)) == []


def test_nothing_reaches_once_the_entry_is_off_its_list():
    entry = make_serious()
    relation = make_relation(entry.subject)

    apply_all()
    found = reaching.reached([relation.related_id], entry.listed_on - timedelta(days=1))

    assert not found


def test_an_enterprise_may_be_a_shareholder_and_no_measure_for_persons_reaches_it():
    entry, owner = make_serious(), make_enterprise("示例控股有限公司")

    relation = make_relation(entry.subject, R.CONTROLLER, name=owner.name, code=owner.uscc)

    assert relation.related is owner and reached(relation) == []


def test_the_answer_about_the_person_says_because_of_which_entry_and_relation():
    make_relation(make_serious().subject)
    apply_all()

    answer = check(PERSON)

    said = " ".join(answer.answer["explanations"].values())
    assert answer.verdict is Verdict.RESTRICT
    assert "示例严重失信有限公司" in said and "法定代表人" in said and "第三十一条" in said
    assert NAME not in str(answer.answer) and NUMBER not in str(answer.answer)


def test_the_same_row_again_is_nothing_new_and_an_end_is_kept():
    first = make_relation()

    assert make_relation(first.subject).id == first.id
    assert make_relation(first.subject, until=TODAY).until == TODAY
    assert db.session.query(Relation).count() == 1


def test_a_shareholder_is_found_by_an_old_code_that_was_kept():
    firm = make_enterprise("示例老企业")

    assert service.related("", make_kept(firm).code) is firm
    with pytest.raises(service.WrongRelation, match="已经登记"):
        service.related("", "370100300099999")


def test_a_number_under_another_name_is_refused():
    make_person()

    with pytest.raises(service.WrongRelation, match="不符"):
        make_relation(name="诸葛示例")


def test_the_records_of_staff_are_closed_to_a_clerk_but_not_what_is_listed():
    person = make_person()
    make_person_record(person)
    make_relation(make_body("示例机关"), R.CIVIL_SERVANT)
    asked = ask()

    found = persons.look(asked, by=db.session.get(User, asked.asked_by_id), at=NOW)

    assert persons.is_withheld(asked, TODAY) and not found.records


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def test_a_table_of_the_market_register_is_entered_row_by_row_and_repeats_nobody(client, login):
    firm, owner = make_enterprise("示例关联有限公司"), make_enterprise("示例控股有限公司")
    login(office())
    rows = [
        "统一社会信用代码,关系,姓名或者名称,证件号码,开始日期,结束日期,来源",
        f"{firm.uscc},法定代表人,{NAME},{NUMBER},2025-01-01,,示例登记机关",
        f"{firm.uscc},股东,{owner.name},{owner.uscc},2025-01-01,2026-01-01,示例登记机关",
        f"{firm.uscc},股东,{NAME},123,2025-01-01,,示例登记机关",
    ]

    sent = {"file": (io.BytesIO("\n".join(rows).encode()), "登记.csv")}
    page = client.post("/relations/import", data=sent).text
    listed = client.get("/relations/").text + client.get("/relations/?format=csv").text

    assert "新登记 2" in page and "第 4 行" in page
    assert not any(word in page + listed for word in (NAME, NUMBER))
    assert "欧*" in listed and owner.name in listed


def test_the_office_ends_a_relation_on_a_paper(client, login):
    relation = make_relation()
    login(office())

    said = {"until": "2026-11-01", "source": "示例变更登记通知书"}
    client.post(f"/relations/{relation.id}/end", data=said)

    assert relation.until == date(2026, 11, 1)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.CLERK, Role.FINDER, Role.AUDITOR])
def test_nobody_else_sees_who_stands_behind_a_firm(client, login, role):
    relation = make_relation()
    login(make_user(role, make_body()))

    assert client.get("/relations/").status_code == 403
    assert "欧*" not in client.get(f"/subjects/{relation.subject.uscc}").text


def test_one_relation_by_page(client, login):
    firm = make_enterprise("示例关联有限公司")
    login(office())
    said = {
        "subject": firm.uscc, "subject-named": firm.name, "role": "shareholder", "name": NAME,
        "code": NUMBER, "since": "2025-01-01", "source": "示例登记机关",
    }  # fmt: skip

    client.post("/relations/new", data=said)

    assert db.session.query(Relation).one().role is R.SHAREHOLDER
    assert SUMMARY not in client.get("/relations/").text
