"""What the notifier's store holds, in figures."""

from datetime import datetime
from typing import get_args

from prometheus_client import Gauge

from services.notifier.adapters.mongo.messages import MongoMessageStore
from services.notifier.adapters.mongo.notices import MongoNoticeStore
from services.notifier.domain.message import State

MAILS = Gauge("branda_mails", "Mails by state.", ["state"])
NOTICES = Gauge("branda_notices_waiting", "Results about which nobody has decided yet whom to tell.")
UNSENT_AGE = Gauge("branda_unsent_mail_age_seconds", "Age of the oldest mail that is still to be sent; 0 without one.")


async def look(messages: MongoMessageStore, notices: MongoNoticeStore, now: datetime) -> None:
    """Count what is stored; raises `TransientError` while the store is away."""
    counts = await messages.counts()
    for state in get_args(State):
        MAILS.labels(state).set(counts.get(state, 0))
    NOTICES.set(await notices.count_undecided())
    oldest = await messages.oldest_unsent()
    UNSENT_AGE.set(max(0.0, (now - oldest).total_seconds()) if oldest else 0.0)
