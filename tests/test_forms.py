"""Every form is one of ours: what is posted and what narrows a list."""

from collections.abc import Iterator

from flask import Flask
from wtforms import Form

from integrity.forms import FilterForm, PostForm


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
