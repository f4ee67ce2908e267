"""A body's page leads to its list of powers and duties."""

import pytest

from integrity.base.permissions import Role
from tests.factories import make_body, make_user

LIST = "https://example.org/duties?a=1&b=2"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.OFFICER])
def test_the_office_or_the_body_says_where_and_everybody_follows(login, client, role):
    body = make_body()
    user = make_user(role, body if role is Role.OFFICER else make_body("领导小组办公室"))
    login(user)
    assert f"/bodies/{body.slug}/duties" in client.get(f"/bodies/{body.slug}").text

    answer = client.post(f"/bodies/{body.slug}/duties", data={"url": LIST})
    client.delete_cookie("session")
    page = client.get(f"/bodies/{body.slug}").text

    assert answer.status_code == 302
    assert 'href="https://example.org/duties?a=1&amp;b=2"' in page
    assert '/duties"' not in page.replace("example.org/duties", "")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org", "清单", "https://", "http://[x"]
)
def test_only_an_address_on_the_web_is_taken(login, address):
    body = make_body()
    client = login(make_user(Role.OFFICER, body))

    answer = client.post(f"/bodies/{body.slug}/duties", data={"url": address})

    assert (answer.status_code, body.duties_url) == (422, "")
    assert address in answer.text


def test_it_can_be_taken_back(login):
    body = make_body()
    client = login(make_user(Role.OFFICER, body))
    client.post(f"/bodies/{body.slug}/duties", data={"url": LIST})

    assert client.post(f"/bodies/{body.slug}/duties", data={"url": " "}).status_code == 302
    assert body.duties_url == ""
    assert "尚未登记网址" in client.get(f"/bodies/{body.slug}").text


@pytest.mark.parametrize("role", [Role.OFFICER, Role.HEAD, Role.EVALUATOR])
def test_nobody_says_it_of_another_body(login, role):
    body = make_body()
    client = login(make_user(role, make_body("另一局")))

    assert client.post(f"/bodies/{body.slug}/duties", data={"url": LIST}).status_code == 403
    assert body.duties_url == ""


def test_a_body_that_nobody_knows_is_not_found(login):
    client = login(make_user(Role.OFFICE, make_body()))

    assert client.get("/bodies/nobody/duties").status_code == 404
