"""Chinese first, English complete: the locale, and dates and amounts as officials write them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, current_app, request
from flask_babel import Babel
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from integrity.base import clock

LOCALES = ("zh", "en")
COOKIE = "lang"
PROGRAMS = ("/api/v1/", "/api/openapi.json")
"""What programs ask for: Accept-Language counts there, no cookie."""
WEEKDAYS = "一二三四五六日"
LONGEST = 1000
"""Characters of an address that a link carries along."""
N_ = str
"""Marks a text that is translated where it is shown, not where it is written."""


def locale() -> str:
    """What the visitor chose, else what the installation says; programs say it with each call."""
    if request and request.path.startswith(PROGRAMS):
        named = request.headers.get("Accept-Language")
        asked = named and request.accept_languages.best_match(LOCALES)
        return asked or str(current_app.config["BABEL_DEFAULT_LOCALE"])
    chosen = request.cookies.get(COOKIE, "") if request else ""
    return chosen if chosen in LOCALES else current_app.config["BABEL_DEFAULT_LOCALE"]


def day(value: date | None) -> str:
    """2026年11月21日（星期六）; in English 21 November 2026 (Saturday)."""
    if value is None:
        return ""
    if locale() == "en":
        return f"{value.day} {value:%B %Y (%A)}"
    return f"{value.year}年{value.month}月{value.day}日（星期{WEEKDAYS[value.weekday()]}）"


def shortday(value: date | None) -> str:
    return value.isoformat() if value else ""


def moment(value: datetime | None) -> str:
    """A moment in local time, to the minute."""
    if value is None:
        return ""
    local = value.astimezone(clock.ZONE)
    if locale() == "en":
        return f"{local.day} {local:%B %Y, %H:%M}"
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def money(value: Decimal | None) -> str:
    """1,234.56 元"""
    return "" if value is None else _("%(amount)s 元", amount=f"{value:,.2f}")


def wan(value: Decimal | None) -> str | Markup:
    """12.35 万元, with the exact amount on hover; small amounts and English ones stay in yuan."""
    if value is None:
        return ""
    if abs(value) < 10_000 or locale() == "en":
        return money(value)
    short = _("%(amount)s 万元", amount=f"{value / 10_000:,.2f}")
    return Markup('<span title="{}">{}</span>').format(money(value), short)


def percent(part: float, whole: float) -> str:
    """A share, or a dash when there is nothing to count."""
    return f"{100 * part / whole:.1f}%" if whole else "—"


def this_address() -> str:
    """The address of this page, to come back to; without its arguments if they are too many."""
    asked = request.full_path.rstrip("?")
    return asked if len(asked) <= LONGEST else request.path


def init(app: Flask) -> None:
    Babel(app, locale_selector=locale)
    for name, function in (
        ("day", day),
        ("shortday", shortday),
        ("moment", moment),
        ("money", money),
        ("wan", wan),
    ):
        app.add_template_filter(function, name)
    app.add_template_global(percent)
    app.add_template_global(this_address)

    @app.context_processor
    def everywhere() -> dict[str, Any]:
        return {
            "locale": locale(),
            "today": clock.today(),
            "demo": app.config["DEMO"],
            "current_user": current_user,
        }
