"""The blueprint of the information catalogue; the modules of views beside this one share it."""

from flask import Blueprint

bp = Blueprint("catalogue", __name__, url_prefix="/catalogue")
