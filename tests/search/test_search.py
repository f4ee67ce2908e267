"""One box finds everything that whoever asks may see, and nothing else."""

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commitments.models import Commitment, CommitmentState
from integrity.base import searching
from integrity.base.db import by_index, db
from integrity.base.permissions import Role
from integrity.casework.streams import registered
from integrity.credit.records.models import RecordState
from integrity.people.subjects.models import Subject
from tests.arrears.makers import make_invoice, supplier_of
from tests.commitments.makers import make_draft, make_published
from tests.complaints.makers import make_accepted, make_complaint
from tests.courts.makers import make_assigned
from tests.factories import make_body, make_enterprise, make_record, make_user
from tests.papers.makers import received
from tests.queries import number_of
from tests.site.makers import make_commitment, make_order


def ask(client: FlaskClient, words: str, **more: object) -> TestResponse:
    return client.get("/search/", query_string={"q": words} | more)


def found(client: FlaskClient, words: str, **more: object) -> list[str]:
    """The titles of what was found, in the order of the page."""
    page = ask(client, words, **more).text
    hits = re.findall(r'<ul class="links hits">(.*?)</ul>', page, re.S)
    return [title for hit in hits for title in re.findall(r"<a [^>]*>([^<]*)</a>", hit)]


@pytest.fixture
def bureau() -> Subject:
    return make_body("示例市教育局")


def test_the_example_of_the_box_finds_a_body_and_what_it_promised(client, bureau):
    """Seen: the box's own example, the name of a bureau, found nothing."""
    make_published(bureau, title="改造老旧小区")

    assert found(client, "示例市教育局") == ["示例市教育局", "改造老旧小区"]


@pytest.mark.parametrize("words", ["slsjyj", "SLSJYJ", "jyj", "教育", "教育 小区", "小区 市教"])
def test_initials_two_characters_and_words_of_both_find(client, bureau, words):
    make_published(bureau, title="改造老旧小区")
    make_published(make_body("示例水务局"), title="更换水管")

    assert "改造老旧小区" in found(client, words)
    assert "更换水管" not in found(client, words)


def test_a_code_finds_whose_it_is_and_what_it_owes(client, bureau):
    make_published(bureau, title="改造老旧小区")

    assert found(client, bureau.uscc) == ["示例市教育局", "改造老旧小区"]


@pytest.mark.parametrize(
    "words",
    [
        "４０部",
        "加装电梯４０",
        "加装电梯40部",
        "加装电梯 40 部",
        "“加装电梯”",
        "加装\u200b电梯",
        "dt-40",
    ],
)
def test_width_spaces_quotes_dashes_and_what_nobody_sees_do_not_matter(client, words):
    """Seen: full-width digits, no typographic space, or quotes, found nothing."""
    make_published(title="为“老楼”加装电梯 ４０ 部（DT－40）")

    assert len(found(client, words)) == 1
    assert "共 1 条" in client.get("/commitments/", query_string={"q": words}).text


def test_the_number_that_was_typed_comes_first(client):
    wanted = make_published(title="甲")
    make_published(title=f"乙，见 {wanted.ref}")

    assert found(client, wanted.ref.lower().replace("-", "")) == ["甲", f"乙，见 {wanted.ref}"]


def test_a_record_is_found_by_its_number(client, login):
    record = make_record(state=RecordState.PROPOSED, summary="示例失信")
    office = login(make_user(Role.OFFICE))

    assert found(office, record.ref) == ["示例失信"]


def test_hits_are_counted_kind_by_kind_and_all_of_one_can_be_seen(client, bureau):
    for number in range(7):
        make_published(bureau, title=f"示例承诺{number}")

    page = ask(client, "教育").text

    assert re.search(r"公开承诺 <span class=\"num\">7</span>", page)
    assert len(found(client, "教育", kind="commitments")) == 7
    assert ask(client, "教育", kind="nothing").status_code == 404


def test_of_very_many_only_so_many_are_counted(client, monkeypatch):
    monkeypatch.setattr("integrity.doors.search.views.MOST", 5)
    for number in range(9):
        make_published(title=f"示例承诺{number}")

    page = ask(client, "示例承诺").text

    assert "条以上" in page


def test_what_is_not_public_is_found_by_whom_it_concerns_alone(client, login, bureau):
    make_order(bureau)
    make_commitment(bureau, state=CommitmentState.SUBMITTED, title="没有公开的承诺")

    assert found(client, "不公开的整改") == found(client, "没有公开的承诺") == []
    stranger = login(make_user(Role.OFFICER, make_body("示例水务局")))
    assert found(stranger, "不公开的整改") == found(stranger, "没有公开的承诺") == []
    own = login(make_user(Role.OFFICER, bureau))
    assert found(own, "不公开的整改") == ["不公开的整改要求"]
    assert found(own, "没有公开的承诺") == ["没有公开的承诺"]


def test_cases_and_invoices_are_found_by_number_court_and_supplier(client, login):
    case = make_assigned()
    invoice = make_invoice()
    office = login(make_user(Role.OFFICE))

    assert case.title in found(office, case.case_no.replace("（", "(").replace("）", ")"))
    assert case.title in found(office, case.court.name)
    assert invoice.title in found(office, invoice.contract_no)
    assert invoice.title in found(office, invoice.creditor.name)
    assert invoice.title in found(login(supplier_of(invoice)), invoice.contract_no)


def test_a_complaint_is_found_by_its_body_once_it_was_accepted_and_not_by_who_left_it(
    client, login, bureau
):
    hidden, accepted = make_complaint(bureau), make_accepted(bureau)
    officer = make_user(Role.OFFICER, bureau)

    assert found(login(officer), hidden.ref) == []
    assert found(login(officer), accepted.ref) == [accepted.title]
    client.post(f"/complaints/{accepted.ref}/recuse", data={"why": "亲属"})
    assert found(client, accepted.ref) == []


def test_papers_are_found_by_who_issues_and_who_receives_them(client, login, bureau):
    paper = received(bureau).document

    assert found(login(make_user(Role.OFFICE)), paper.ref) == [paper.title]
    assert paper.title in found(login(make_user(Role.OFFICER, bureau)), paper.ref)
    assert found(login(make_user(Role.OFFICER, make_body("示例水务局"))), paper.ref) == []
    client.post("/logout")
    assert found(client, paper.ref) == []


def test_people_are_found_by_who_keeps_the_accounts_alone(client, login, bureau):
    make_user(Role.OFFICER, bureau, name="示例许专员")

    assert found(login(make_user(Role.SYSTEM)), "许专员") == ["示例许专员"]
    assert found(login(make_user(Role.OFFICE)), "许专员") == []


def test_firms_are_found_by_who_names_them_at_work(client, login):
    make_enterprise("示例电梯有限公司")

    assert found(client, "示例电梯") == found(client, "示例电梯有限") == []
    assert found(login(make_user(Role.OFFICE)), "示例电梯") == ["示例电梯有限公司"]


def test_anybody_finds_a_firm_by_its_code_or_whole_name_and_gets_to_its_page(client):
    firm = make_enterprise("示例电梯（济南）有限公司")
    make_enterprise("示例电梯（济南）合伙企业")

    assert found(client, firm.name) == found(client, firm.uscc) == [firm.name]
    assert f'href="/subjects/{firm.uscc}"' in ask(client, firm.name).text


@pytest.mark.parametrize(
    "words", ["%", "_", "'; DROP TABLE subject; --", "😀", "\\", "/", "<b>", "“”", "x" * 10_000]
)
def test_odd_words_get_a_clear_answer(client, words):
    make_published(title="改造老旧小区")

    answer = ask(client, words)

    assert answer.status_code == 200
    assert found(client, words) == []
    assert "没有找到" in answer.text or "没有可以查找的字" in answer.text or "请输入" in answer.text
    assert "<b>" not in answer.text


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30])
def test_an_odd_page_is_answered(client, page):
    make_published(title="改造老旧小区")

    assert ask(client, "小区", kind="commitments", page=page).status_code == 200


def test_what_is_too_long_is_said(client):
    assert "只按前 100 个字" in ask(client, "示" * 101).text


def test_who_finds_nothing_is_told_what_to_try(client):
    page = ask(client, "没有这样的事").text

    assert "没有找到" in page and "拼音首字母" in page


def test_the_number_of_queries_does_not_depend_on_how_much_is_found(client, login, bureau):
    login(make_user(Role.OFFICE))

    def one_of_each() -> None:
        make_published(bureau)
        make_order(bureau)
        make_assigned(body=bureau)
        make_accepted(bureau)
        make_record(bureau)

    one_of_each()
    number_of(client, "/search/?q=教育")
    few = number_of(client, "/search/?q=教育")
    for _time in range(12):
        one_of_each()

    assert number_of(client, "/search/?q=教育") == few


def test_every_page_has_the_box(client, login):
    assert 'action="/search/"' in client.get("/").text
    assert 'action="/search/"' in client.get("/bodies/").text
    assert 'action="/search/"' in login(make_user(Role.OFFICER, make_body())).get("/desk/").text


def test_what_may_be_public_is_searched_by_public_fields_only(app):
    """Whoever looks for words must not learn from hits what no page tells him."""
    for stream in registered().values():
        if str(stream.reach.public()) != "false":
            told = {field.name for field in stream.fields if field.public}
            said = {column.key for column in stream.reach.searched}
            assert said <= told | {"body_text"}, stream.name


def test_both_databases_fold_alike(app):
    text = "ＡＢ　c“引”（2026）示\u200b０１９９－执·500《号》é…"

    assert db.session.scalar(db.select(db.func.folded(text))) == searching.folded(text)


def test_drafts_and_the_signed_text_are_found_by_who_may_read_them(client, login, bureau):
    item: Commitment = make_draft(bureau, body_text="我局承诺拓宽示例路")

    assert found(client, "拓宽示例路") == []
    assert found(login(make_user(Role.OFFICER, bureau)), "拓宽示例路") == [item.title]


def test_the_lists_are_found_in_by_more_words_than_one(client, login):
    """Seen: the list of bodies took 教育 体育 for one word and found nothing."""
    make_body("示例区教育和体育局")

    assert "示例区教育和体育局" in client.get("/bodies/?q=教育 体育").text


def test_rows_are_found_by_the_index_that_the_models_declare(app):
    """Seen: the index was declared and never made, and every row's text was folded at each look."""
    if db.engine.dialect.name == "postgresql":
        by_index()
        for stream in registered().values():
            texts = stream.reach.searched
            wanted = sa.select(stream.model.id).where(searching.has("老旧小区", *texts))
            plain = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
            plan = db.session.execute(sa.text("EXPLAIN " + plain.replace(":", "\\:"))).scalars()
            assert f"ix_{stream.model.__tablename__}_words" in " ".join(plan)
