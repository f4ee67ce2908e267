"""Who types what everybody will read is shown what may be of a person before it goes."""

import pytest

from integrity.base.permissions import Role
from tests.commitments.makers import make_published
from tests.factories import make_user

PHONE = "13800138000"
NAMED = f"示例：由李示例（{PHONE}）负责推进。"


@pytest.fixture
def progress(login):
    """Says how far a public commitment has come."""
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))
    return lambda **said: client.post(f"/commitments/{item.ref}/do/progress", data=said)


def test_nothing_is_asked_where_nobody_is_named(progress):
    assert progress(text="示例：已完成一半。").status_code == 302


def test_a_name_and_a_number_are_shown_with_their_place_before_they_are_public(progress):
    page = progress(text=NAMED)

    assert page.status_code == 422
    assert f"“{PHONE}”（电话号码）" in page.text and "“李示例”（疑似姓名）" in page.text
    assert 'name="checked"' in page.text and NAMED in page.text


def test_who_looked_at_it_may_say_so(progress):
    assert progress(text=NAMED, checked="y").status_code == 302
