"""Everything about licences and penalties lies under one address."""

from flask import Blueprint

bp = Blueprint("publicity", __name__, url_prefix="/publicity")
