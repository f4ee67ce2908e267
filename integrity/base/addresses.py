"""Absolute addresses come from BASE_URL, never from what a request says about itself.

A request may name any host. Were it believed, a feed, a code or a printed page could lead away from
this site, and a cache could keep that for everybody.
"""

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from integrity.base.errors import WrongHost

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
"""Names of this machine itself: where one of them is the site, all of them are."""
PROBES = frozenset({"site.healthz", "site.readyz"})
"""What a load balancer asks by whatever name or number it knows this machine."""


def absolute(endpoint: str, **values: Any) -> str:
    """The address of a page, as it stands in a feed, a code or on paper."""
    return under(url_for(endpoint, **values))


def path_to(endpoint: str, **values: Any) -> str:
    """The path of a page, also where nobody asked for one."""
    return current_app.url_map.bind("").build(endpoint, values)


def under(path: str) -> str:
    """The address of a path of this site."""
    return str(current_app.config["BASE_URL"]) + path


def here() -> str:
    """The address that was asked for, at this site."""
    return under("/" + request.url.removeprefix(request.root_url))


@cache
def is_site(text: str) -> bool:
    """Whether it is how a browser names a site: scheme, host and port, and nothing behind them."""
    return re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", text, re.ASCII) is not None


def trusted(base_url: str, more: str) -> frozenset[str]:
    """The names that this site answers to: that of its address, and those of the setting."""
    own = urlsplit(base_url).hostname or ""
    names = {name.strip().lower() for name in more.split(",")} | {own}
    return frozenset(names | (LOOPBACK if own in LOOPBACK else set())) - {""}


def refuse_other_hosts() -> None:
    """A request for another host is answered by nobody here; a probe may ask by any name.

    Raises WrongHost.
    """
    if request.endpoint in PROBES:
        return
    config = current_app.config
    if _name(request.host) not in trusted(config["BASE_URL"], config["OTHER_HOSTS"]):
        raise WrongHost(_("本站地址：%(address)s", address=config["BASE_URL"]))


def _name(host: str) -> str:
    """The name without the port, "" for what is no host."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def init(app: Flask) -> None:
    app.before_request(refuse_other_hosts)
