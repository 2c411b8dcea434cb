"""The person who changes calendars and limits."""

import pytest


@pytest.fixture
def admin(people):
    return people["system_admin"]
