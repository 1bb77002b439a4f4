"""Which levels a mail speaks of."""

from collections.abc import Iterable

ALWAYS = frozenset({"bronze", "silver"})
HIGH = frozenset({"silver", "gold"})


def told_levels(valid: Iterable[str], judged: Iterable[str]) -> tuple[str, ...]:
    """Return those of the `judged` levels that the cluster is told of; `valid`: levels whose label is valid now.

    Gold is far off for a cluster that holds neither Silver nor Gold: its verdict alone is no news, and 23 more
    conditions would hide those that matter. The result page shows all levels.
    """
    near = not HIGH.isdisjoint(valid)
    return tuple(level for level in judged if near or level in ALWAYS)
