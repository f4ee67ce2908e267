"""Candidates are ranked and explained; a name that is like another is found without its code."""

import itertools

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from integrity.base import searching
from integrity.base.db import by_index, db
from integrity.base.permissions import Role
from integrity.credit.checks.models import Verdict
from integrity.people.subjects import service as subjects
from integrity.people.subjects.likeness import COLUMNS, alike
from integrity.people.subjects.name_parts import parts
from integrity.people.subjects.names import branch_of, firm_of, key
from tests.api.makers import make_token, post
from tests.checks.makers import ask, make_check
from tests.factories import TODAY, make_body, make_enterprise, make_user

CITIES = ("济南", "青岛", "历下区", "示例市")
OWN = ("鼎盛", "华瑞恒", "泰鑫", "博远宏达", "云海")
TRADES = ("园林绿化", "物业管理", "建筑工程", "餐饮管理", "商贸")
FIRMS = ["".join(words) + "有限公司" for words in itertools.product(CITIES, OWN, TRADES)]


def features(candidate: dict) -> dict[str, bool]:
    return {feature["feature"]: feature["agrees"] for feature in candidate["features"]}


def only(name: str, **more: str) -> dict:
    [candidate] = ask({"name": name, **more}).answer["candidates"]
    return candidate


def test_each_candidate_says_in_what_it_agrees_and_in_what_it_differs(client):
    make_enterprise("历下区示例园林绿化有限公司")
    asked = {"matter": "招标", "purpose": "资格审查"}
    query = {"name": "历城区示例园林绿化股份有限公司", "kind": "organisation"}

    answer = post(client, "checks", asked | {"queries": {"q": query}}, make_token()).json
    [candidate] = answer["results"]["q"]["candidates"]

    assert features(candidate) == {"name": False, "region": False, "form": False, "kind": False}
    said = {feature["feature"]: feature["said"] for feature in candidate["features"]}
    assert said["region"] == "所填为历城区，登记为历下区。"
    assert said["form"] == "所填为股份有限公司，登记为有限责任公司。"


def test_the_whole_name_scores_higher_than_another_legal_form_and_that_than_a_near_name():
    for name in ("示例物业股份有限公司", "示例物业有限公司", "示例物业服务有限公司"):
        make_enterprise(name)

    found = ask({"name": "示例物业有限公司"}).answer["candidates"]
    near = ask({"name": "示例物业管理有限公司"}).answer["candidates"]

    assert [c["name"] for c in found] == ["示例物业有限公司", "示例物业股份有限公司"]
    assert [c["score"] for c in found] == [100, 90]
    assert all(c["match"] == "near" and c["score"] < 90 for c in near) and near


def test_another_number_makes_a_name_unlikely_though_nearly_all_of_it_is_the_same():
    second, first = make_body("示例区第二实验小学"), make_body("示例区第一实验小学校")

    found = ask({"name": "示例区第一实验小学"}).answer["candidates"]

    assert [c["uscc"] for c in found] == [first.uscc, second.uscc]
    assert features(found[1])["number"] is False
    assert found[1]["score"] < found[0]["score"] - 20


def test_a_former_name_leads_to_who_has_it_no_more_and_says_so():
    firm = make_enterprise("示例旧名商贸有限公司")
    subjects.rename(firm, "示例新名科技有限公司", on=TODAY)
    db.session.flush()

    whole, part = only("示例旧名商贸有限公司"), only("示例旧名商留有限公司")

    assert whole["match"] == "same" and part["match"] == "near"
    for candidate in (whole, part):
        assert candidate["name"] == "示例新名科技有限公司"
        assert features(candidate)["former"] is False


def test_a_merged_firm_is_found_by_the_name_it_had():
    gone, now = make_enterprise("示例并入商贸有限公司"), make_enterprise("示例存续商贸有限公司")
    gone.merged_into_id = now.id
    db.session.flush()

    result = ask({"name": "示例并入商贸有限公司"})

    assert result.verdict is Verdict.REVIEW
    assert [c["uscc"] for c in result.answer["candidates"]] == [now.uscc]
    assert features(result.answer["candidates"][0])["former"] is False


@pytest.mark.parametrize(
    ("branch", "firm"),
    [
        ("示例银行股份有限公司济南高新支行", "示例银行股份有限公司"),
        ("示例农商银行舜华路分理处", "示例农商银行"),
        ("示例（济南）律师事务所历下分所", "示例(济南)律师事务所"),
    ],
)
def test_a_branch_of_a_bank_or_an_office_of_lawyers_leads_to_its_parent(branch, firm):
    make_enterprise(firm)

    candidate = only(branch)

    assert firm_of(branch) == key(firm) and branch_of(branch)
    assert candidate["match"] == "parent"
    assert features(candidate)["branch"] is False
    assert candidate["score"] < 100


@pytest.mark.parametrize(
    ("name", "region", "numbers", "form"),
    [
        ("山东省济南市历下区示例物业有限公司", "山东省济南市历下区", (), "limited"),
        ("示例城市建设有限责任公司", "", (), "limited"),
        ("济南示例投资合伙企业（有限合伙）", "", (), ""),
        ("示例市第３中学", "示例市", ("3",), ""),
        ("示例控股股份有限公司", "", (), "shares"),
    ],
)
def test_a_name_is_read_in_its_parts(name, region, numbers, form):
    found = parts(name)

    assert (found.region, found.numbers) == (region, numbers)
    assert found.form == form or name.endswith("（有限合伙）")


@given(st.text(max_size=30))
def test_any_text_has_parts(name):
    parts(name)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_name_with_one_slip_of_the_pen_finds_its_owner(app, data):
    """One character wrong, missing or too many, anywhere in a name among a hundred like it."""
    if not db.session.scalar(sa.text("SELECT count(*) FROM subject")):
        for name in FIRMS:
            make_enterprise(name)
        db.session.flush()
    name = data.draw(st.sampled_from(FIRMS))
    place = data.draw(st.integers(0, len(name) - 5))
    slip = data.draw(st.sampled_from(("錯", "")))
    written = name[:place] + slip + name[place + data.draw(st.integers(0, 1)) :]
    assume(key(written) not in map(key, FIRMS))

    found = alike([key(written)])[key(written)]

    assert key(name) in {one.key for one in found}


def test_near_names_are_found_by_an_index(app):
    """All keys were read for each check by name: 80 times what a check by code takes."""
    if db.engine.dialect.name == "postgresql":
        by_index()
        for column in COLUMNS:
            pairs = searching.pairs_of(column).op("&&")(sa.cast(["示例"], sa.ARRAY(sa.Text)))
            plain = sa.select(column.class_.id, column).where(pairs)
            words = str(plain.compile(db.engine, compile_kwargs={"literal_binds": True}))
            plan = db.session.execute(sa.text("EXPLAIN " + words.replace(":", "\\:"))).scalars()
            assert searching.index_name(column) in " ".join(plan)


def test_the_receipt_explains_each_candidate(login):
    make_enterprise("示例园林绿化有限公司")
    own = make_body("示例审批局")
    made = make_check({"q": {"name": "示例园林绿化股份有限公司"}}, body=own)

    page = login(make_user(Role.CLERK, own)).get(f"/checks/{made.ref}").text

    assert "匹配度 90（满分 100）" in page
    assert "组织形式：所填为股份有限公司，登记为有限责任公司。" in page
