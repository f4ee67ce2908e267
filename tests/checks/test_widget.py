"""A window for checks in a page of another system, in a real browser on two sites."""

import json
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.checks.systems import FIRM, make_system
from tests.live import watched_page


@pytest.fixture
def system() -> Iterator[ThreadingHTTPServer]:
    """A business system: its only page is `server.page`."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(self.server.page.encode())  # type: ignore[attr-defined]

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def opened(live, token: str, site: str) -> str:
    """The address of a window that the system's server asks for."""
    said = {"site": site, "officer": "示例经办人", "purpose": "行政许可审批", "matter": "示例许可"}
    request = urllib.request.Request(
        f"{live.url}/api/v1/windows",
        json.dumps(said).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["url"])


def test_a_clerk_checks_in_a_page_of_another_site_by_keyboard(live, system, page, axe, tmp_path):
    site = f"http://127.0.0.1:{system.server_port}"
    token = make_system(live, tmp_path, "--site", site)
    system.page = f"""<!DOCTYPE html><html lang="zh-CN"><title>示例审批系统</title><h1>示例办件</h1>
        <script src="{live.url}/widget.js" data-window="{opened(live, token, site)}"></script>
        <script>
        addEventListener("integrity:checked", e => document.title = e.detail.check_id)
        </script>"""
    page.goto(site)
    frame = page.frame_locator("iframe")

    frame.get_by_label("统一社会信用代码或者名称").focus()
    page.keyboard.type(FIRM)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    frame.get_by_role("heading", name="信用核查回执").wait_for()
    page.wait_for_function("document.title.length === 36")
    assert page.title() in frame.locator("main").inner_text()
    assert axe(page.frames[1]) == []
    assert page.context.cookies() == []


def test_no_other_site_may_show_it(live, system, browser, tmp_path):
    token = make_system(live, tmp_path, "--site", "https://sp.example.gov.cn")
    system.page = f'<iframe src="{opened(live, token, "https://sp.example.gov.cn")}"></iframe>'
    errors: list[str] = []
    page = watched_page(browser, errors)

    page.goto(f"http://127.0.0.1:{system.server_port}")
    page.wait_for_timeout(500)

    assert [error for error in errors if "frame-ancestors https://sp.example.gov.cn" in error]
    assert "办理事项" not in page.frames[1].content()
    page.context.close()
