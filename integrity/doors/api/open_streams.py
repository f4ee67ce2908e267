"""Which streams the open data has: only those that publish anything are addresses."""

import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import BaseConverter, Map
from werkzeug.routing.converters import AnyConverter


class PublishedStream(AnyConverter):
    """The name of one of them; the address of another can be written, and is not found."""

    to_url = BaseConverter.to_url


def published(app: Flask) -> list[str]:
    """The names of the streams that publish something, in order."""
    streams = app.extensions["streams"]
    return sorted(name for name, one in streams.items() if one.reach.public is not sa.false)


def init(app: Flask) -> None:
    """The part `<stream:…>` of an address is the name of such a stream and nothing else."""

    def converter(known: Map) -> AnyConverter:
        return PublishedStream(known, *published(app))

    app.url_map.converters["stream"] = converter  # type: ignore[assignment]
