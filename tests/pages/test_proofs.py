"""A reader checks a proof of the public log in a browser that asks nobody."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.server
SAID = "[data-proof-said]"


@pytest.fixture
def page(viewers) -> Page:
    page: Page = viewers.person().page
    page.goto(f"{viewers.site}/data/changes/")
    page.locator("table tbody a").last.click()
    return page


def test_a_row_is_proven_without_asking_the_server(page):
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.get_by_role("button", name="核验这份证明").click()

    expect(page.locator(SAID)).to_have_text(re.compile("^成立：第 [0-9]+ 行"))
    assert asked == []


def test_an_altered_proof_and_a_stranger_s_key_prove_nothing(page):
    proof, keys = page.get_by_label("证明文件的内容"), page.get_by_label("信任的公钥")
    good, key = proof.input_value(), keys.input_value()
    check = page.get_by_role("button", name="核验这份证明")

    proof.fill(re.sub(r"index \d+", "index 1", good))
    check.click()
    expect(page.locator(SAID)).to_have_text(re.compile("^不成立：证明被改动过"))

    proof.fill(good)
    keys.fill(key.replace(key.split("+")[0], "other.example/log"))
    check.click()
    expect(page.locator(SAID)).to_have_text(re.compile("^不成立：检查点没有用所信任的公钥"))

    proof.fill("示例")
    keys.fill(key)
    check.click()
    expect(page.locator(SAID)).to_have_text("这不是公开日志的证明。")


def test_two_days_are_proven_to_continue_each_other(viewers, page, tmp_path):
    page.goto(f"{viewers.site}/data/log/")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载证明").click()
    file = tmp_path / "proof.txt"
    download.value.save_as(file)

    page.get_by_label("或者选择证明文件").set_input_files(file)
    page.get_by_role("button", name="核验这份证明").click()

    expect(page.locator(SAID)).to_have_text(re.compile("^成立：[0-9]+ 行的日志包含"))
