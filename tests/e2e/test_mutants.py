"""Faults put into the readiness engine are noticed by its tests: `make test-long`."""

import pytest

from tests.support.mutation import accepted, mutate, report, sample, todays_seed

SECONDS = 13 * 60


@pytest.mark.long
@pytest.mark.timeout(20 * 60)
def test_every_small_fault_in_todays_modules_is_noticed() -> None:
    seed = todays_seed()
    chosen = sample(seed)
    outcome = mutate(chosen, SECONDS)
    print(f"seed {seed}: {', '.join(chosen)}")
    print("\n".join(report(outcome)))
    assert outcome.tried, "nothing was tried: the time did not do for the preparation"
    assert [each for each in outcome.survivors if each not in accepted()] == []
