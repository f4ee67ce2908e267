"""The blueprint of what is gathered; the modules of views beside this one share it."""

from flask import Blueprint

bp = Blueprint("gatherings", __name__, url_prefix="/gatherings")
