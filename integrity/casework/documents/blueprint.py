"""The blueprint whose pages the modules beside this one add."""

from flask import Blueprint

bp = Blueprint("documents", __name__)
