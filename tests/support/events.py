"""Events for tests, valid and small."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.assessment import Answer, AssessmentSubmitted
from shared.contracts.cluster import ClusterRegistered
from shared.contracts.common import Names
from shared.contracts.envelope import Data, Event, business_time, event_id
from shared.contracts.registry import new_event

RECORDED = datetime(2026, 11, 16, 9, tzinfo=UTC)


def cluster_id(number: int) -> str:
    """Return the id of the test cluster `number`."""
    return str(UUID(int=number + 1))


def event(
    data: Data, *, cluster: str, key: str, sequence: int = 1, day: date = date(2026, 11, 16), **attributes: Any
) -> Event:
    """Return a complete event of intake; `key` is the idempotency key, from which the id follows."""
    defaults: dict[str, Any] = {
        "id": event_id(cluster, data.TYPE, "test", key),
        "source": "branda-intake",
        "subject": cluster,
        "time": business_time(day),
        "recorded": RECORDED,
        "sequence": sequence,
        "actor": "test",
        "actorrole": "agency",
    }
    return new_event(data, **{**defaults, **attributes})


def registered(number: int) -> Event:
    """Return the registration of cluster `number`."""
    names = Names(lt=f"Klasteris {number}", en=f"Cluster {number}")
    return event(ClusterRegistered(names=names, slug=f"cluster-{number}"), cluster=cluster_id(number), key="r")


def submitted(cluster: int, key: str, answers: dict[str, Answer], on: date, **attributes: Any) -> Event:
    """Return a self-assessment of `on`; its id is the assessment's."""
    data = AssessmentSubmitted(catalogue="ecei@1", assessed_on=on, language="lt", answers=answers)
    return event(data, cluster=cluster_id(cluster), key=key, day=on, **attributes)


def members(committed: int) -> dict[str, Answer]:
    """Return the one answer that decides about the number of members."""
    return {"1.1.2": Answer(value={"committed": committed})}
