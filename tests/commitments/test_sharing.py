"""A promise is passed on without anybody else: an address and a code drawn here."""

import xml.etree.ElementTree as ET

import pytest

from tests.commitments.makers import make_draft, make_published


def test_the_page_gives_the_permanent_address_to_copy_without_scripts(client):
    item = make_published()

    page = client.get(f"/commitments/{item.ref}").text

    address = f"http://localhost/commitments/{item.ref}"
    assert f'value="{address}" readonly' in page
    assert f'data-copy="{address}"' in page
    assert f"/commitments/{item.ref}/code.svg" in page


def test_the_code_is_a_picture_of_its_own_without_style_or_script(client):
    item, other = make_published(), make_published()

    answer = client.get(f"/commitments/{item.ref}/code.svg")
    root = ET.fromstring(answer.data)

    assert answer.mimetype == "image/svg+xml"
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {"svg", "g", "path"}
    assert not [e for e in root.iter() if "style" in e.attrib or "class" in e.attrib]
    assert answer.data != client.get(f"/commitments/{other.ref}/code.svg").data


@pytest.mark.parametrize("page", ["", "/code.svg"])
def test_a_draft_is_not_shared(client, page):
    assert client.get(f"/commitments/{make_draft().ref}{page}").status_code == 404
