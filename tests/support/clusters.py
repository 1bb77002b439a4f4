"""What a client of the house sends: clusters, coordinators, assessments."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from shared.contracts.envelope import VILNIUS
from tests.support.ledger import Ledger

_numbers = count(1)


def a_day_ago() -> str:
    """Return yesterday, the Vilnius day."""
    return (datetime.now(VILNIUS).date() - timedelta(days=1)).isoformat()


def new_cluster(ledger: Ledger, *, coordinators: int = 1) -> str:
    """Register a cluster with coordinators and return its id."""
    number = next(_numbers)
    body = {
        "slug": f"klasteris-{number}-{uuid4().hex[:6]}",
        "names": {"lt": f"Klasteris {number}", "en": f"Cluster {number}"},
    }
    event = ledger.submit("", "clusters", body)
    cluster = str(ledger.get("intake", f"/api/v1/submissions/{event}").json()["cluster"])
    for each in range(coordinators):
        person = {
            "name": f"Ona Onaitė {each}",
            "address": f"ona{each}.{number}.{uuid4().hex[:6]}@klasteris.example",
            "language": ("lt", "en")[each % 2],
            "roles": [{"role": "coordinator", "cluster": cluster}],
        }
        ledger.submit("", "people", person)
        ledger.coordinators[cluster] += 1
    return cluster


def assessment(committed: int = 18, **more: Any) -> dict[str, Any]:
    """Return an assessment with what Bronze asks for."""
    return {
        "catalogue": "ecei@1",
        "assessed_on": a_day_ago(),
        "language": "lt",
        "answers": {
            "1.1.1": {"value": {"industry": 3, "sme": 11, "research": 2, "public": 1, "other": 1, "level": 4}},
            "1.1.2": {"value": {"committed": committed}},
            "eligibility.initiative": {"value": {"kind": "sectoral"}},
            "eccp.listed": {"value": {"listed": "yes"}},
        },
        **more,
    }
