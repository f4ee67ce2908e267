"""The blueprint of the measure lists; the modules of views beside this one share it."""

from flask import Blueprint

bp = Blueprint("measures", __name__, url_prefix="/measures")
