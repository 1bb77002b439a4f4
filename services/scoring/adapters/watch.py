"""The worker's figures and spans."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

from services.scoring.adapters.mongo.head_store import MongoHeadStore
from services.scoring.application.ports import KeptEvent
from shared.telemetry.traces import continued, is_recording

FOLD_SECONDS = Histogram(
    "branda_fold_duration_seconds",
    "Seconds of computing one cluster's results, without reading and writing.",
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0),
)
HEADS_CHANGED = Counter("branda_heads_changed", "Results written anew.")
HEADS = Gauge("branda_heads", "Results kept, superseded ones included.")
BLOCKED = Gauge("branda_blocked_clusters", "Clusters that cannot be folded; each needs a person.")


class FoldWatch:
    """Times each fold, and puts it into the trace of the newest event that caused it."""

    @contextmanager
    def folding(self, cluster: str, events: Sequence[KeptEvent]) -> Iterator[None]:
        """Surround the fold of one cluster."""
        begun = time.perf_counter()
        try:
            if is_recording():
                with continued("fold", _newest(events)) as span:
                    span.set_attributes({"branda.cluster": cluster, "branda.events": len(events)})
                    yield
            else:
                yield
        finally:
            FOLD_SECONDS.observe(time.perf_counter() - begun)

    def replaced(self, heads: int) -> None:
        """Hear of heads that were written."""
        HEADS_CHANGED.inc(heads)


async def look(heads: MongoHeadStore) -> None:
    """Count what is stored; raises `TransientError` while the store is away."""
    kept, blocked = await heads.counts()
    HEADS.set(kept)
    BLOCKED.set(blocked)


def _newest(events: Sequence[KeptEvent]) -> str | None:
    news = [kept for kept in events if not kept.announced]
    return max(news, key=lambda kept: kept.event.recorded).traceparent if news else None
