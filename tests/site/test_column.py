"""The public pages as a column of a portal: its parts stand around them, and nothing else leaks."""

import pytest

from integrity.base.permissions import Role
from tests.factories import make_user


@pytest.fixture
def portal(app, tmp_path, monkeypatch):
    folder = tmp_path / "portal"
    folder.mkdir()
    (folder / "header.html").write_text('<p id="theirs">示例门户</p>', encoding="utf-8")
    (folder / "footer.html").write_text("<p>示例门户页脚</p>", encoding="utf-8")
    (folder / "style.css").write_text("#theirs { color: navy }")
    (tmp_path / "secret.css").write_text("no")
    monkeypatch.setitem(app.config, "COLUMN_FOLDER", str(folder))
    return folder


def test_its_parts_stand_around_every_public_page(client, portal):
    for address in ("/", "/help/", "/bodies/", "/nowhere"):
        page = client.get(address).text
        assert page.index("示例门户") < page.index('id="main"') < page.index("示例门户页脚"), (
            address
        )
        assert "/column/style.css" in page


def test_the_desk_is_ours_alone(client, login, portal):
    page = login(make_user(Role.OFFICE)).get("/desk/").text

    assert "示例门户" not in page and "/column/style.css" not in page


def test_styles_and_pictures_are_served_and_nothing_else(client, portal):
    found = client.get("/column/style.css")

    assert (found.status_code, found.mimetype) == (200, "text/css")
    assert "max-age=3600" in found.headers["Cache-Control"]
    for name in ("header.html", "../secret.css", "%2e%2e/secret.css", "none.css", "style.py"):
        assert client.get(f"/column/{name}").status_code == 404, name


def test_without_a_portal_nothing_is_there(client):
    assert "portal-head" not in client.get("/").text
    assert client.get("/column/style.css").status_code == 404
