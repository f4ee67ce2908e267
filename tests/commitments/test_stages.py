"""五公开: what was made public in which of the five stages, and what is still missing."""

from commitments import fulfilment
from commitments.models import CommitmentOutcome
from commitments.steps import openness, publications
from commitments.steps.publications import Channel, Stage
from integrity.base.permissions import Role
from tests.commitments.makers import make_draft, make_published, make_reported
from tests.factories import NOW, TODAY, make_body, make_user


def publish(item, stage, address="https://example.org/a"):
    officer = make_user(Role.OFFICER, item.subject)
    return publications.add(item, Channel.WEBSITE, address, TODAY, by=officer, at=NOW, stage=stage)


def missing(item, reports=0):
    found = openness.status(item, publications.of(item), reports)
    return found and found.missing


def test_a_published_promise_has_made_its_decision_public_and_nothing_else():
    assert missing(make_published()) == ["执行公开", "管理公开", "服务公开", "结果公开"]


def test_a_report_on_this_site_is_execution():
    assert "执行公开" not in missing(make_published(), reports=1)


def test_what_is_only_reported_is_no_result_until_somebody_verified_it():
    item = make_reported()
    assert "结果公开" in missing(item, reports=1)

    office = make_user(Role.OFFICE, make_body())
    fulfilment.verify(item, CommitmentOutcome.FULFILLED, "实地", "属实", by=office, at=NOW)

    assert missing(item, reports=1) == ["管理公开", "服务公开"]


def test_a_draft_has_no_stages():
    assert missing(make_draft()) is None


def test_a_publication_says_its_stage(login):
    item = make_published()
    client = login(make_user(Role.OFFICER, item.subject))
    fields = {"channel": "wechat", "url": "https://example.org/b", "on_day": "2026-11-01"}

    without = client.post(f"/commitments/{item.ref}/publications", data=fields)
    told = client.post(
        f"/commitments/{item.ref}/publications", data=fields | {"stage": "management"}
    )

    assert (without.status_code, told.status_code) == (422, 302)
    assert "请选择公开的是哪个阶段" in without.text
    assert publications.of(item)[0].stage is Stage.MANAGEMENT


def test_an_old_publication_is_shown_without_a_stage_and_counts_for_none(client):
    item = make_published()
    publish(item, None)

    page = client.get(f"/commitments/{item.ref}").text

    assert "未注明阶段" in page and 'href="https://example.org/a"' in page
    assert len(missing(item)) == 4


def test_a_major_decision_says_first_what_is_missing(client):
    plain, major = make_published(), make_published(major=True)
    publish(major, Stage.SERVICE)

    page = client.get(f"/commitments/{major.ref}").text

    assert "重大决策事项，五公开尚未完成" in page
    assert "尚未公开：执行公开、管理公开、结果公开。" in page
    assert "五公开尚未完成" not in client.get(f"/commitments/{plain.ref}").text
