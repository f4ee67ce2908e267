"""Nobody outside learns that somebody complained: every public answer, before and after."""

import io
import re
import zipfile
from unittest.mock import patch

import pytest

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.streams import registered
from integrity.people.accounts.tokens import SCOPES
from integrity.streams.complaints import intake, recusals, service
from integrity.streams.complaints.models import ComplaintState as S
from tests.api.makers import bearer, make_token
from tests.commitments.makers import make_published
from tests.complaints.makers import TEXT, answer, make_accepted, make_complaint
from tests.factories import NOW, TODAY, make_body, make_user
from tests.pages.crawl import Answer, Crawl

pytestmark = pytest.mark.slow
FRESH = re.compile(
    rb'(?:value|data-token)="([^"]*\.[^"]*\.[^"]*|[0-9a-f]{32})"|challenge&#34;: &#34;[^&]*'
)
"""Tokens of forms and questions to passkeys, which are new in every answer."""
EXPORTS = ("csv", "json", "xlsx", "atom", "ics")
NEXT_MONTH = clock.at(TODAY.replace(month=12, day=1), 9)


def refused(about):
    service.refuse(make_complaint(**about), "no_facts", TEXT, by=make_user(Role.OFFICE), at=NOW)


def passed_on(about, item=None):
    to = "示例纪检监察机关"
    item = item or make_complaint(**about)
    service.pass_on(item, to, TEXT, by=make_user(Role.OFFICE), at=NOW)


def answered(about):
    item = make_accepted(**about)
    answer(item)
    return item


def silent(about):
    answered(about).silent_on = TODAY.replace(day=1)
    service.close_silent(on=TODAY, at=NOW)


def escalated(about):
    item = answered(about)
    service.dispute(item, TEXT, at=NOW)
    answer(item)
    service.dispute(item, TEXT, at=NOW)
    return item


STATES = {
    S.RECEIVED: lambda about: make_complaint(**about),
    S.REFUSED: refused,
    S.PASSED_ON: passed_on,
    S.ACCEPTED: lambda about: make_accepted(**about, due_on=TODAY.replace(day=2)),
    S.ANSWERED: answered,
    S.CONFIRMED: lambda about: service.confirm(answered(about), at=NOW),
    S.DISPUTED: lambda about: service.dispute(answered(about), TEXT, at=NOW),
    S.SILENT: silent,
    S.ESCALATED: escalated,
    S.CLOSED: lambda about: service.decide(
        escalated(about), "resolved", TEXT, by=make_user(Role.OFFICE), at=NOW
    ),
}


@pytest.fixture
def promise(app):
    return make_published(make_body("示例局"))


def told(app, client, promise, tokens) -> dict[str, tuple[int, bytes]]:
    """Every public answer there is: pages by their links, feeds, exports, interfaces."""
    db.session.commit()

    def get(address: str, **more) -> Answer:
        found = client.get(address, **more)
        return Answer(found.status_code, found.mimetype, found.data, found.location or "")

    crawl = Crawl(app.url_map.bind("localhost"), get, 1)
    crawl.run("/", f"/complaints/new?about=commitments:{promise.ref}", "/complaints/statistics")
    answers = dict(crawl.answers)
    plain = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments]
    asked = [a for a in plain if app.url_map.bind("").test(a, "GET") and a != "/logout"]
    lists = [a for a in asked if get(f"{a}?format=csv").media == "text/csv"]
    asked += [f"{a}?format={kind}" for a in lists for kind in EXPORTS]
    asked += [f"/files/{number}/x" for number in range(1, 5)]
    for name in registered():
        asked += [f"/api/v1/{name}", f"/deadlines/{name}-1"]
    answers |= {address: get(address) for address in asked}
    for scope, token in tokens.items():
        for address in asked:
            if address.startswith("/api/"):
                answers[f"{scope} {address}"] = get(address, headers=bearer(token))
    return {a: (found.status, FRESH.sub(b"", unpacked(found.body))) for a, found in answers.items()}


def unpacked(body: bytes) -> bytes:
    """What a workbook says, without the second in which it was made."""
    if not body.startswith(b"PK"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        names = [name for name in book.namelist() if not name.startswith("docProps")]
        return b"".join(book.read(name) for name in names)


def different(before, after) -> list[str]:
    return [a for a in before.keys() | after.keys() if before.get(a) != after.get(a)]


def tokens_of(body) -> dict[str, str]:
    return {
        scope: make_token(scope, None if scope == "courts" else body) for scope in sorted(SCOPES)
    }


def test_no_public_answer_changes_when_somebody_complains_or_anybody_acts_on_it(
    app, client, promise
):
    """The form of a promise said "0 件" before a report and "1 件" after it, days before anybody
    at the office had opened it, and also when it went to discipline inspection in silence."""
    about = {"body": promise.subject, "about": ("commitments", promise.ref)}
    tokens = tokens_of(promise.subject)
    before = told(app, client, promise, tokens)

    for state in (S.RECEIVED, S.REFUSED, S.PASSED_ON):
        STATES[state](about)
    hidden = different(before, told(app, client, promise, tokens))
    for make in STATES.values():
        make(about)
    accepted = different(before, told(app, client, promise, tokens))

    assert set(STATES) == set(S)
    assert (hidden, accepted) == ([], [])
    assert len(before) > 100


def test_when_its_month_is_over_only_figures_of_at_least_the_fewest_are_told(app, client, promise):
    about = {"body": promise.subject, "about": ("commitments", promise.ref)}
    with patch.object(clock, "now", lambda: NEXT_MONTH):
        before = told(app, client, promise, {})
        for _ in range(9):
            make_accepted(**about)
        few = different(before, told(app, client, promise, {}))
        make_accepted(**about)
        enough = different(before, told(app, client, promise, {}))

    kinds = {address.partition("?")[0] for address in enough}
    places = ("/complaints/statistics", "/complaints/new", f"/bodies/{promise.subject.slug}")
    assert few == []
    assert kinds and kinds <= set(places)


def test_the_office_sees_every_figure_as_it_stands(login, promise):
    make_accepted(promise.subject, due_on=TODAY.replace(day=2))

    office = login(make_user(Role.OFFICE)).get("/desk/dashboard").text
    head = login(make_user(Role.HEAD, make_body("别的局"))).get("/desk/dashboard").text

    assert ">投诉举报</" in office.partition("</header>")[2]
    assert ">投诉举报</th>" not in head


def test_numbers_are_random_and_typed_in_any_way(client):
    receipt = intake.file("complaint", make_body().id, TEXT, at=NOW)
    ref = receipt.thing.ref
    spellings = [ref.lower(), ref.replace("-", ""), f" {ref} ", ref.replace("-", "－")]

    pages = [
        client.post("/complaints/track", data={"ref": spelt, "secret": receipt.secret})
        for spelt in spellings
    ]

    assert {page.status_code for page in pages} == {200}
    assert not ref.endswith(f"{receipt.thing.id:06d}")


def test_no_breach_names_the_number_of_its_complaint():
    """A public record said "经查属实，承诺未兑现：投诉 T2025-000050"."""
    item = make_accepted(due_on=TODAY.replace(day=2))

    rows = db.session.execute(service.breaches(TODAY)).all()

    assert [row.summary for row in rows] == ["投诉举报逾期未答复"]
    assert item.ref not in str(rows)


def test_whoever_left_it_to_others_reaches_no_file_of_it_by_any_way(login):
    """The page was closed, /files/157/x was not."""
    from tests.complaints.test_evidence import with_file

    complaint, piece = with_file(make_body())
    office = make_user(Role.OFFICE)
    ways = (f"/files/{piece.id}/{piece.name}", f"/complaints/{complaint.ref}/files/{piece.id}")
    assert [login(office).get(way).status_code for way in ways] == [200, 200]

    recusals.recuse(complaint, "示例：亲属。", by=office, at=NOW)

    assert {login(office).get(way).status_code for way in ways} <= {403, 404}
