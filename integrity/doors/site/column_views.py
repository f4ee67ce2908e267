"""The public pages as a column (专栏) of a portal: its header, footer and styles around ours.

`COLUMN_FOLDER` holds what the portal's operator put there: header.html, footer.html, style.css and
the pictures they name, which are served from /column/. Scripts and styles inside them do not run:
the policy of every page forbids them.
"""

from pathlib import Path

from flask import Response, current_app, send_from_directory
from flask_login import current_user
from markupsafe import Markup

from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.doors.site.blueprint import bp

SERVED = {".css", ".svg", ".png", ".jpg", ".webp", ".woff2"}


def _folder() -> Path | None:
    said = str(current_app.config["COLUMN_FOLDER"])
    return Path(said).resolve() if said else None


@bp.app_template_global()
def column(part: str) -> Markup:
    """A part of the portal around a public page; nothing for who is logged in, or without one."""
    folder = _folder()
    if folder is None or current_user.is_authenticated:
        return Markup("")
    file = folder / f"{part}.html"
    return Markup(file.read_text(encoding="utf-8")) if file.is_file() else Markup("")


@bp.app_template_global()
def column_style() -> bool:
    """Whether the portal has a style of its own for its parts."""
    folder = _folder()
    shown = folder is not None and not current_user.is_authenticated
    return shown and (folder / "style.css").is_file()  # type: ignore[operator]


@bp.get("/column/<path:name>")
@public
def column_file(name: str) -> Response:
    """A style or a picture of the portal's parts, and nothing else of that folder."""
    folder = _folder()
    if folder is None or Path(name).suffix.lower() not in SERVED:
        raise NotFound
    return send_from_directory(folder, name, max_age=3600)
