"""A head registers a passkey and signs with it, in Chromium with a virtual authenticator."""

import json

from playwright.sync_api import Browser, Page

from commitments.signature import signed_documents
from tests.factories import PASSWORD
from tests.live import Live, watched_page

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def commitment(live: Live) -> str:
    return live.module("tests.commitments.passkey_town").split()[-1]


def enter(page: Page, site: str) -> None:
    page.goto(f"{site}/login")
    fill(page, PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{site}/desk/")


def register(page: Page, site: str) -> None:
    page.goto(f"{site}/account/passkeys")
    page.get_by_label("名称").fill("办公电脑")
    page.get_by_label("您的登录密码").fill(PASSWORD)
    page.get_by_role("button", name="登记通行密钥").click()
    page.get_by_text("已登记通行密钥。").wait_for()


def lock_out(page: Page, site: str) -> tuple[bool, bool]:
    """Whether the right password waits after five wrong ones, and whether the passkey passes."""
    page.get_by_role("button", name="退出").click()
    for password in (*["Wrong-one-2026"] * 5, PASSWORD):
        page.goto(f"{site}/login")
        fill(page, password)
        page.get_by_role("button", name="登录", exact=True).click()
    waits = page.url == f"{site}/login"
    fill(page, PASSWORD)
    page.get_by_role("button", name="改用通行密钥").click()
    page.wait_for_url(f"{site}/desk/")
    return waits, page.url == f"{site}/desk/"


def fill(page: Page, password: str) -> None:
    page.get_by_label("用户名").fill("passkey-head")
    page.get_by_label("密码").fill(password)


def test_a_head_signs_with_a_passkey_and_anybody_verifies_it(live: Live, browser: Browser):
    ref, errors = commitment(live), []
    site = live.url.replace("127.0.0.1", "localhost")
    page = watched_page(browser, errors)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    enter(page, site)
    register(page, site)
    page.goto(f"{site}/commitments/{ref}/do/sign")
    page.get_by_role("button", name="用通行密钥签署").click()
    page.get_by_text("已签署，待公开").first.wait_for()
    document = json.loads(page.request.get(f"{site}/commitments/{ref}/signed.json").body())
    keys = json.loads(page.request.get(f"{site}/.well-known/integrity-keys.json").body())
    waits, passes = lock_out(page, site)
    page.context.close()

    assert waits and passes
    trusted = {key["public_key"] for key in keys["keys"]}
    assert any("passkey" in line for line in signed_documents.verify(document, trusted))
    assert document["signatures"][0]["kind"] == "passkey"
    assert errors == []
