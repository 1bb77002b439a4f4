"""A pytest plugin for mutated code: the criteria are read once, before any fork, and each test lays out its own plan.

A plan keeps judges, so that a test which finds one ready would seem to have nothing to do with what made them.
Properties are tried with the same examples each time, and what fails is not made smaller: nobody reads it.
"""

import pytest
from hypothesis import Phase, settings

from services.scoring.domain import plan
from tests.support.criteria import full
from tests.support.golden import catalogues

settings.register_profile("mutants", derandomize=True, deadline=None, database=None, phases=[Phase.generate])
settings.load_profile("mutants")

for mark in ("assumed", "stated"):
    full(mark)
catalogues().known()


@pytest.fixture(autouse=True)
def own_plans() -> None:
    """Forget the plans of earlier tests."""
    plan._plans.clear()
