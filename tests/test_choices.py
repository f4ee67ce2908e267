"""No form chooses for people: not a body, not a list, not a ground, nor anything else."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from wtforms import SelectField

from integrity.base.permissions import Role
from integrity.pages.forms import ChosenField, PostForm
from tests.factories import make_body, make_enterprise, make_user

NOTHING = ("", 0, None)


def posted(form: Any = PostForm) -> Iterator[Any]:
    """Every form that changes something; a calculator is asked, and asks for no token."""
    for child in form.__subclasses__():
        if getattr(child.Meta, "csrf", True) is not False:
            yield child
        yield from posted(child)


def selects(form: Any) -> Iterator[tuple[str, Any]]:
    for name in dir(form):
        field = getattr(form, name)
        if getattr(field, "field_class", None) in (SelectField, ChosenField):
            yield name, field


def test_every_select_that_is_posted_begins_with_nothing_chosen(app: Flask):
    """Seen: an invoice and a case were filed against the first of 84 bodies, not touched once."""
    begins: dict[str, Any] = {}
    with app.test_request_context():
        for form in posted():
            for name, field in selects(form):
                said = field.kwargs.get("choices")
                found = list(said() if callable(said) else said or ())
                if field.field_class is SelectField and found:  # where a view says: the crawl
                    begins[f"{form.__module__}.{form.__name__}.{name}"] = found[0][0]

    assert len(begins) > 3
    assert {where: value for where, value in begins.items() if value not in NOTHING} == {}


@pytest.mark.parametrize(
    ("address", "role", "name"),
    [
        ("/arrears/new", Role.SUPPLIER, "debtor"),
        ("/courts/new", Role.COURT, "body"),
        ("/desk/tokens/new", Role.SECURITY, "body"),
        ("/desk/accounts/new", Role.SYSTEM, "role"),
    ],
)
def test_who_chose_nothing_is_asked_and_keeps_what_was_typed(login, address, role, name):
    make_body("第一个局")
    ours = make_enterprise() if role is Role.SUPPLIER else make_body("本单位")
    client = login(make_user(role, ours))
    typed = {"contract_name": "示例合同名", "cause": "示例合同名", "note": "示例合同名"}
    typed |= {"name": "示例合同名", name: ""}

    page = client.get(address).text
    answer = client.post(address, data=typed)

    if f'data-name="{name}"' in page:
        assert f'name="{name}-named" value=""' in page and f'name="{name}"' not in page.replace(
            f'data-name="{name}"', ""
        )
    else:
        first = page.partition(f'name="{name}"')[2].partition("</option>")[0]
        assert 'selected value=""' in first and "请选择" in first
    assert answer.status_code == 422
    assert "请选择。" in answer.text and "示例合同名" in answer.text
    assert "Not a valid choice" not in answer.text and "Invalid Choice" not in answer.text
