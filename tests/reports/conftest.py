"""The firm that reports are about."""

import pytest

from tests.factories import make_enterprise


@pytest.fixture
def firm(app):
    return make_enterprise("示例电梯有限公司")
