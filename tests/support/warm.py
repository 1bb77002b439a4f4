"""A pytest plugin for mutated code: the criteria are read once, before any fork, and each test lays out its own plan.

A plan keeps judges, so that a test which finds one ready would seem to have nothing to do with what made them.
"""

import pytest

from services.scoring.domain import plan
from tests.support.criteria import full
from tests.support.golden import catalogues

for mark in ("assumed", "stated"):
    full(mark)
catalogues().known()


@pytest.fixture(autouse=True)
def own_plans() -> None:
    """Forget the plans of earlier tests."""
    plan._plans.clear()
