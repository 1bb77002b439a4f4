"""Figure 3: `assess` alone, in CPU time – without reading, decoding and hashing – and how it grows with events."""

import gc
import time
from datetime import date

from services.scoring.domain.assess import assess
from services.scoring.domain.events import Event
from services.scoring.domain.history import History
from services.scoring.domain.order.find import possible_order
from shared.catalogue.model import Catalogue
from tests.benchmarks.figures import Figure, Goal, Measure
from tests.benchmarks.workload import CATALOGUE, arrivals, history
from tests.support.scoring import catalogues

ROUNDS = 50
CALLS = 20
"""Short rounds and many: neighbours on the machine cost CPU time, too, and the least round is one they left alone."""

ORDER_ROUNDS = 5
ORDERS = 10
SIZES = (20, 40, 80, 160)
DAY = date(2026, 11, 22)


def measure() -> list[Figure]:
    """Return µs per call at 20 events and the growth up to 160."""
    catalogue = catalogues().named(CATALOGUE)
    stories = {size: [arrived.kept.event for arrived in arrivals(history(1, size))] for size in SIZES}
    assessment = next(arrived.kept.event.id for arrived in arrivals(history(1, 2)) if "assessment" in arrived.kept.type)
    gc.collect()
    gc.freeze()
    times: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size, events in stories.items():
            histories = [History.of(events) for _ in range(CALLS)]
            for each in histories:
                _ = each.sha256
            begun = time.process_time()
            for each in histories:
                assess(each, catalogue, DAY, assessment)
            times[size].append((time.process_time() - begun) / CALLS * 1e6)
    gc.unfreeze()
    by_size = {size: Measure(tuple(found)) for size, found in times.items()}
    shown = ", ".join(f"{size}: {found.median:.0f} µs" for size, found in by_size.items())
    return [
        Figure(
            "assess, 20 events, full assessment, CPU",
            "µs",
            by_size[20],
            goal=Goal("value", "≤", 300),
            note=f"{CALLS} calls a round",
        ),
        Figure(
            "assess, time for 160 events over that for 20",
            "×",
            by_size[160].over(by_size[20]),
            goal=Goal("value", "≤", 160 / 20),
            note=f"linear is at most 8; {shown}",
        ),
        *_orders(catalogue, stories[SIZES[0]], assessment),
    ]


def _orders(catalogue: Catalogue, events: list[Event], assessment: str) -> list[Figure]:
    """Return ms per possible order to each level; Gold's floor makes the longest search."""
    history_, found = History.of(events), []
    for level in catalogue.levels:
        times = []
        for _ in range(ORDER_ROUNDS):
            begun = time.process_time()
            for _ in range(ORDERS):
                possible_order(history_, catalogue, DAY, assessment, level.level)
            times.append((time.process_time() - begun) / ORDERS * 1e3)
        goal, note = Goal("value", "≤", 10), f"{ORDERS} calls a round"
        found.append(
            Figure(f"one possible order to {level.level}, CPU", "ms", Measure(tuple(times)), goal=goal, note=note)
        )
    return found
