"""The blueprint whose pages the modules beside this one add."""

from flask import Blueprint

bp = Blueprint("site", __name__)
