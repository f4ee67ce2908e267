"""An act whose table says so takes a file, which stays with the thing for who must judge it."""

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.files.attached import Attachment
from tests.courts.makers import judge_of, make_performing, officer_of
from tests.evaluations.makers import make_point
from tests.factories import make_body, make_user

WORDS = {"done_on": "2026-11-19", "why": "示例：已付清", "report": "示例：已整改"}


def a_case() -> tuple[Any, str, Any, Any]:
    case = make_performing()
    return case, f"/courts/{case.ref}/do/perform", officer_of(case), judge_of(case)


def a_remedial_point() -> tuple[Any, str, Any, Any]:
    point = make_point()
    officer = make_user(Role.OFFICER, point.subject)
    return point, f"/evaluations/{point.ref}/do/answer", officer, make_user(Role.OFFICE)


def proof() -> tuple[io.BytesIO, str]:
    return io.BytesIO("示例回单".encode()), "回单.txt"


@pytest.mark.parametrize("make", [a_case, a_remedial_point])
def test_who_confirms_reads_the_proof_of_who_reports_and_a_stranger_does_not(make, login) -> None:
    """Seen: the form asked where the proof is, and took none."""
    _thing, address, officer, judge = make()

    page = login(officer).get(address).text
    login(officer).post(address, data=WORDS | {"evidence": proof()})

    kept = db.session.scalars(sa.select(Attachment)).one()
    file, stranger = f"/files/{kept.stored}/回单.txt", make_user(Role.OFFICER, make_body("另一局"))
    assert 'type="file"' in page and not kept.public
    assert login(judge).get(file).status_code == 200
    assert login(stranger).get(file).status_code == 404


def test_without_a_file_the_act_is_done_and_with_a_wrong_one_it_is_not(login) -> None:
    case, address, officer, _judge = a_case()
    broken = {"evidence": (io.BytesIO(b"MZ\0\0"), "示例.exe")}

    refused = login(officer).post(address, data=WORDS | broken)
    done = login(officer).post(address, data=WORDS)

    assert refused.status_code == 422 and WORDS["why"] in refused.text
    assert done.status_code == 302 and case.claimed_on == date(2026, 11, 19)
    assert db.session.scalars(sa.select(Attachment)).all() == []
