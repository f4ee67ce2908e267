"""The app that APP names, with its clock as far ahead as that of the tests which run it."""

import importlib
import os

from tests import ahead

ahead.begin()
app = importlib.import_module(os.environ["APP"]).app
