"""Whatever stands in the fields of a form or a call, no answer is a failure."""

import os
from collections import Counter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages.wild import Sender
from tests.reach.world import make_side

pytestmark = pytest.mark.slow

INPUTS = int(os.environ.get("WILD_INPUTS", "300"))
SEED = int(os.environ.get("WILD_SEED", "1"))


def test_no_wild_value_in_any_field_of_a_form_or_a_call_is_a_failure(
    app: Flask, client: FlaskClient, login, monkeypatch, capsys
):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    sender = Sender(app, client, login, make_side("示例野"))
    first = SEED * INPUTS  # of few inputs, others with every seed

    sent = (sender.send(number, SEED) for number in range(first, first + INPUTS))
    counts: Counter[int] = Counter()
    faults = []
    for one in sent:
        counts[one.answer.status_code] += 1
        faults += [str(one)] if one.fault else []

    with capsys.disabled():
        print(f"\n{INPUTS} inputs, {len(sender.targets)} targets, answers {dict(counts)}")
    assert "\n".join(faults) == ""
