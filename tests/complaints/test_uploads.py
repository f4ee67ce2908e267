"""In a browser: what is too large is said before it is sent, and no word is lost either way."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.live import Live, watched_page

WORDS = "示例：一段很长的文字，不能丢。"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file of 22 MB of nothing, above the limit of one."""
    path = tmp_path / "大图.jpg"
    with path.open("wb") as file:
        file.truncate(22_000_000)
    return path


def fill(page: Page, live: Live, *files: Path) -> None:
    page.goto(f"{live.url}/complaints/new")
    page.get_by_label("反映的内容").fill(WORDS)
    page.get_by_label("附件（选填）").set_input_files(files)


def test_a_large_file_is_said_before_it_is_sent_to_eye_and_ear(live_demo, page, axe, large):
    fill(page, live_demo, large)
    field = page.get_by_label("附件（选填）")

    said = page.get_by_role("alert").filter(has_text="大图.jpg")
    expect(said).to_have_text("“大图.jpg”超过 20 MB，请压缩或者拆分。")
    assert said.get_attribute("id") in field.get_attribute("aria-describedby")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="提交并取得回执").click()

    expect(field).to_be_focused()
    expect(page.get_by_label("反映的内容")).to_have_value(WORDS)
    assert axe(page) == []


def test_too_many_files_are_said_before_they_are_sent(live_demo, page, tmp_path):
    files = [tmp_path / f"{number}.txt" for number in range(6)]
    for file in files:
        file.write_text("示例")

    fill(page, live_demo, *files)

    expect(page.get_by_role("alert").filter(has_text="最多 5 个附件")).to_be_visible()


def test_without_a_script_the_way_back_from_a_request_beyond_all_limits_has_the_words(
    live_demo: Live, browser: Browser, tmp_path: Path
):
    page = watched_page(browser, [], java_script_enabled=False)
    files = [tmp_path / f"{number}.jpg" for number in range(6)]
    for file in files:
        with file.open("wb") as raw:
            raw.truncate(25_000_000)
    fill(page, live_demo, *files)

    page.get_by_role("button", name="提交并取得回执").click()
    expect(page.get_by_role("heading", name="文件太大")).to_be_visible()
    page.go_back()

    expect(page.get_by_label("反映的内容")).to_have_value(WORDS)
    page.context.close()
