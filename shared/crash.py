"""Named points at which a process can be made to die, so that recovery is proven and not hoped for."""

import os
from collections import Counter

EXIT_CODE = 86
"""Tells the supervisor's log and the tests that the death was asked for."""

_passed: Counter[str] = Counter()


def point(name: str) -> None:
    """Die here, without clean-up, if `BRANDA_CRASH_POINT` is `name` (first passing) or `name:n` (n-th passing).

    Costs one environment look-up; does nothing when the variable is absent, as in production.
    """
    wanted = os.environ.get("BRANDA_CRASH_POINT")
    if not wanted:
        return
    target, _, passing = wanted.partition(":")
    if target != name:
        return
    _passed[name] += 1
    if _passed[name] == int(passing or 1):
        os._exit(EXIT_CODE)
