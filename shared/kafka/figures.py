"""Figures for `/metrics`."""

from prometheus_client import Counter, Gauge

HANDLED = Counter("branda_records_handled", "Records handled and committed, dead letters included.", ["group"])
DEAD = Counter("branda_records_dead", "Records put among the dead letters.", ["group"])
SKIPPED = Counter("branda_records_skipped", "Records that could not be read at all.", ["group"])
PUBLISHED = Counter("branda_records_published", "Records that the broker acknowledged to the relay.", ["source"])
STOPPED = Gauge("branda_consumer_stopped", "1 while the consumer refuses to go on and waits for a person.", ["group"])
FINISHED = Gauge(
    "branda_batch_finished_timestamp_seconds",
    "When the last batch, or declared wait, ended (Unix time).",
    ["group"],
)
OUTBOX_AGE = Gauge(
    "branda_outbox_age_seconds", "Age of the oldest event that is stored and not published; 0 without one.", ["source"]
)
LAG = Gauge("branda_consumer_lag", "Records not fetched yet in the partitions of this process.", ["group"])
