"""What people do with pages: they open, follow, fill in, press and see."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.live import watched_page
from tests.path.town import PASSWORD

REQUIRED = "（必填）"


class Person:
    """Somebody with a browser, logged in if there is a name to log in with.

    `status` is HTTP's, of the page that is open. `errors` are those of scripts and of the policy.
    """

    def __init__(
        self,
        browser: Browser,
        site: str,
        username: str = "",
        password: str = PASSWORD,
        **options: Any,
    ) -> None:
        self.site = site
        self.username = username
        self.errors: list[str] = []
        self.page: Page = watched_page(browser, self.errors, **options)
        self.status = 0
        self.is_in = False
        self.password = password
        if username:
            self.enters(password)

    def enters(self, password: str) -> None:
        """Log in, without looking at the page; the story of accounts looks at it."""
        asked = self.page.request
        form = asked.get(f"{self.site}/login").text()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert token
        said = {"csrf_token": token[1], "username": self.username, "password": password}
        entered = asked.post(f"{self.site}/login", form=said, max_redirects=0)
        assert entered.status == 302, self.username
        self.is_in, self.password = True, password

    def leaves(self) -> None:
        """Be logged out, as after a night; who opens a page next logs in again."""
        self.page.context.clear_cookies()
        self.is_in = False

    def opens(self, address: str) -> None:
        """Go to an address of the site."""
        if self.username and not self.is_in:
            self.enters(self.password)
        answer = self.page.goto(address if "://" in address else self.site + address)
        assert answer is not None
        self.status = answer.status

    def waits(self) -> None:
        """Stay on the page of a file until it has seen by itself that the file is done."""
        self.page.locator("[data-progress]").wait_for(state="detached")
        self.page.wait_for_load_state()

    def follows(self, words: str) -> None:
        """Click the first link with these words."""
        exact = self.page.get_by_role("link", name=words, exact=True)
        link = exact if exact.count() else self.page.get_by_role("link", name=words)
        self._goes(link.first)

    def unfolds(self, words: str) -> None:
        """Open a folder of the menu."""
        self.page.locator(".deskmenu summary").filter(has_text=words).first.click()

    def presses(self, button: str) -> None:
        """Click a button that sends a form; refused pages say so in `status`."""
        self._goes(self.page.get_by_role("button", name=button, exact=True).first)

    def fills(self, **answers: str | Path) -> None:
        """Fill in fields by their labels; one of several choices is named by its first words."""
        for label, answer in answers.items():
            words = re.compile(rf"^\s*{re.escape(label)}(（.*）)?\s*$")
            legend = self.page.locator("legend").filter(has_text=words)
            group = self.page.locator("fieldset").filter(has=legend)
            if group.count():
                group.last.get_by_label(re.compile(f"^{re.escape(str(answer))}")).check()
            else:
                _fill(self.page.get_by_label(words).first, answer)

    def does(self, act: str, **answers: str | Path) -> None:
        """Perform an act on what is open: its link, its form, the button of the same name."""
        self.follows(act)
        self.fills(**answers)
        self.presses(act)

    def sees(self, *words: str) -> None:
        """Everything of this is on the page."""
        text = self.page.inner_text("body")
        shown = self.page.inner_text("main")
        assert [word for word in words if word not in text] == [], f"{self.at} shows\n{shown}"

    def sees_no(self, *words: str) -> None:
        """Nothing of this is on the page, not even hidden."""
        content = self.page.content()
        assert [word for word in words if word in content] == [], self.at

    def reads(self, label: str) -> str:
        """The value beside a label in a summary."""
        term = self.page.locator("dt").filter(has_text=re.compile(rf"^\s*{label}\s*$"))
        return self.page.locator("dl > div").filter(has=term).locator("dd").first.inner_text()

    def downloads(self, address: str) -> bytes:
        """The file at an address."""
        return self.page.request.get(self.site + address).body()

    @property
    def at(self) -> str:
        """The address of the page that is open, on this site."""
        return self.page.url.removeprefix(self.site)

    def _goes(self, target: Locator) -> None:
        with self.page.expect_navigation() as navigation:
            target.click()
        self.status = navigation.value.status if navigation.value else 200


def _fill(field: Locator, answer: str | Path) -> None:
    if isinstance(answer, Path):
        field.set_input_files(answer)
    elif field.get_attribute("role") == "combobox":
        _choose(field, str(answer))
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=answer)
    elif field.get_attribute("type") == "checkbox":
        field.check()
    else:
        field.fill(answer)


def _choose(field: Locator, name: str) -> None:
    """Type the first characters of a name, and pick it from what is found."""
    field.fill(name[:-1])
    options = field.page.get_by_role("option", name=re.compile(rf"^{re.escape(name)}(\s|$)"))
    options.first.click()
