"""Who held which stage of a PPP project is found again when something in it was broken."""

from datetime import date

import pytest

from integrity.streams.contracts import stages
from integrity.streams.contracts.codes import ContractKind
from integrity.streams.contracts.errors import WrongContract
from integrity.streams.contracts.stages import Stage
from tests.contracts.makers import DUE_ON, firm_of, make_contract, officer_of
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.usefixtures("app")


def test_what_was_broken_falls_to_who_held_the_stage_on_its_day():
    contract = make_contract(kind=ContractKind.PPP)
    by = officer_of(contract)
    first, second = (date(2026, 3, 2), date(2026, 11, 1)), (date(2026, 11, 2), None)
    stages.hold(contract, Stage.EXECUTE, "局长（第1任）", "付费", *first, by=by, at=NOW)
    stages.hold(contract, Stage.EXECUTE, "局长（第2任）", "付费", *second, by=by, at=NOW)

    (broken,) = stages.defaults(contract, TODAY)

    assert (broken.since, broken.held) == (DUE_ON, "项目执行 · 局长（第1任）")


def test_only_a_ppp_project_has_stages():
    contract = make_contract()

    with pytest.raises(WrongContract):
        stages.hold(
            contract, Stage.EXECUTE, "局长", "", TODAY, None, by=officer_of(contract), at=NOW
        )


def test_the_body_enters_a_stage_and_both_sides_read_it(client, login):
    contract = make_contract(kind=ContractKind.PPP)
    login(officer_of(contract))
    said = {
        "stage": "execute",
        "post": "局长（第1任）",
        "duty": "按期付费",
        "from_on": "2026-03-02",
    }

    client.post(f"/contracts/register/{contract.ref}/stages/new", data=said)

    login(firm_of(contract))
    page = client.get(f"/contracts/register/{contract.ref}").text
    assert "项目执行 · 局长（第1任）" in page and "逾期 21 天" in page
