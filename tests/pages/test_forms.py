"""Every form of the demonstration that somebody reaches opens with nothing chosen."""

import re

import pytest

from jobs.demo.participants import PEOPLE
from tests.pages.conftest import Viewers

pytestmark = pytest.mark.slow

FORM = re.compile(r'<form[^>]*method="post".*?</form>', re.S)
SELECT = re.compile(r'<select[^>]*name="([^"]+)".*?<option[^>]*value="([^"]*)"', re.S)


def test_no_form_opens_with_its_first_choice_made(viewers: Viewers):
    """Seen: who passed over a list of bodies got the first of them."""
    began, forms = {}, 0
    for username in ("", *(username for username, *_rest in PEOPLE)):
        for address, answer in viewers.crawl(username).answers.items():
            for form in FORM.findall(answer.text) if answer.is_page else ():
                forms += 1
                began |= {f"{address} {name}": first for name, first in SELECT.findall(form)}

    assert forms > 20 and len(began) > 10
    assert {where: first for where, first in began.items() if first not in ("", "0")} == {}
