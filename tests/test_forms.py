"""Every form is one of ours: what is posted and what narrows a list."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, HiddenField, PasswordField, StringField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from arrears.forms import PlanForm
from integrity.base.permissions import Role
from integrity.pages.forms import OURS, FilterForm, PersonField, PostForm
from tests.checks.makers import make_identifier
from tests.courts.makers import make_performing
from tests.factories import make_user
from tests.test_architecture import modules

NUMBER = make_identifier(815)
NOT_USED = {"WeekField", "DateRange", "ReadOnly", "Disabled"}
"""What of the library has no Chinese and is used nowhere."""


def below(form: type) -> Iterator[type]:
    for child in form.__subclasses__():
        yield child
        yield from below(child)


def test_every_form_of_the_house_is_one_of_ours(app: Flask):
    """A form of the library's own would take a file where words are asked for, and fail."""
    folders = {"commitments", "arrears", "evaluations", "integrity", "jobs"}
    made_here = [f for f in below(Form) if f.__module__.partition(".")[0] in folders]

    strange = [f for f in made_here if not issubclass(f, PostForm | FilterForm)]

    assert len(made_here) > 50
    assert strange == []


def test_whatever_the_library_says_is_said_in_chinese():
    """Seen: "'x' is not a valid choice for this field." under boxes that are ticked."""
    folder = Path(wtforms.__file__).parent
    known = gettext.translation("wtforms", folder / "locale", ["zh"])
    calls = [
        (node, path)
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("gettext", "ngettext")
    ]
    said = {node.args[0].value for node, _path in calls if isinstance(node.args[0], ast.Constant)}

    english = {text for text in said if known.gettext(text) == text == known.ngettext(text, "", 2)}

    words = ("week", "Date must be", "cannot be edited", "is disabled")
    assert {text for text in english if not any(word in text for word in words)} <= set(OURS)


def test_fields_without_chinese_words_are_used_nowhere():
    named = re.compile(rf"\b({'|'.join(NOT_USED)})\b")
    used = {name for _module, path in modules() for name in named.findall(path.read_text())}

    assert used == set()


def fields_for_words() -> Iterator[tuple[type, str, UnboundField]]:
    """Every field of every form into which somebody types words."""
    for form in below(PostForm):
        for name in dir(form):
            field = getattr(form, name)
            typed = isinstance(field, UnboundField) and issubclass(field.field_class, StringField)
            if typed and not issubclass(field.field_class, HiddenField | PasswordField):
                yield form, name, field


def refuses_a_number(app: Flask, name: str, field: UnboundField) -> bool:
    alone = BaseForm({name: field}, meta=PostForm.Meta())
    alone.process(MultiDict({name: f"示例 {NUMBER[:6]} {NUMBER[6:]}"}))
    with app.test_request_context():
        return not alone.validate() and name in alone.errors


def test_no_field_for_words_takes_an_identity_number(app: Flask):
    """Numbers typed into matters and reasons were kept as typed, for everybody who reads them."""
    found = [(f"{form.__name__}.{name}", name, field) for form, name, field in fields_for_words()]

    taking = {said for said, name, field in found if not refuses_a_number(app, name, field)}

    assert len(found) > 500
    assert taking == {
        "CheckForm.code",
        "InquiryForm.identifier",
        "ListForm.nominees",
        "NomineesForm.nominees",
        "PersonDecisionForm.identifier",
        "PersonForm.identifier",
        "PersonForm.number",
        "PetitionForm.number",
        "RelationForm.code",
        "RowForm.cf_fr_sfzh",
        "RowForm.cf_xdr_zjhm",
        "RowForm.xk_fr_sfzh",
        "RowForm.xk_xdr_zjhm",
    }


def test_days_and_amounts_below_each_other_are_no_identity_number(app: Flask):
    """500000, and in the next row 2026-06-30, read on are eighteen digits with a day in them."""
    rows = "2026-03-31 5000000\n2026-06-30 5000"

    for last in "0123456789":
        with app.test_request_context(method="POST", data={"instalments": rows + last}):
            form = PlanForm(meta={"csrf": False})
            form.validate()
        assert "身份证" not in str(form.errors)


def test_whoever_is_asked_for_a_person_is_told_what_for_and_how_long():
    """Seen: only the complaint form said it."""
    asking = re.compile("姓名|联系|批准人|审查人|身份证|电话|手机")
    said_otherwise = {
        "UnknownForm.name",
        "UnknownForm.contact",  # said on top
        "ContactForm.contact",  # an office and its telephone, as it says
        "MemorandumForm.contact",
        "TextsForm.office_contact",  # an office, as it says
    }
    silent = [
        f"{form.__name__}.{name}"
        for form in below(PostForm)
        for name, field in vars(form).items()
        if isinstance(field, UnboundField)
        and issubclass(field.field_class, StringField)
        and not issubclass(field.field_class, PersonField)
        and asking.search(_label(field))
    ]

    assert set(silent) == said_otherwise


def _label(field: UnboundField) -> str:
    return str(field.args[0] if field.args else field.kwargs.get("label", ""))


def test_the_form_of_an_account_says_who_keeps_the_name(login):
    page = login(make_user(Role.SYSTEM)).get("/desk/accounts/new").text

    assert "个人信息怎样处理" in page
    assert "/privacy" in page


def test_blanks_in_a_filter_ask_for_nothing(client):
    """Seen: a filter of one blank was an unhandled error."""
    for address in ("/courts/", "/pledges/"):
        assert client.get(f"{address}?body=%20&receiver=%20").status_code == 200


def test_blanks_alone_are_no_answer_to_what_must_be_answered(app, client, login):
    """A day of one blank passed for filled in, and ended in an error of the server."""
    case = make_performing()
    officer = login(make_user(Role.OFFICER, case.subject))

    answer = officer.post(f"/courts/{case.ref}/do/settle", data={"done_on": " ", "why": "示例"})

    assert answer.status_code == 422 and "请填写和解日期。" in answer.text
