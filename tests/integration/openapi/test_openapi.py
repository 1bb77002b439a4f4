"""Each service keeps what its OpenAPI document promises, whatever is sent: no 5xx, no status, type or field unsaid."""

import os

import pytest

from tests.support.clusters import a_day_ago, assessment, new_cluster
from tests.support.house import House
from tests.support.ledger import Ledger, wait_until
from tests.support.openapi_gate import Gate

SERVICES = ("intake", "scoring", "notifier")
FEW, MANY = 3, 60

DAY = a_day_ago()
RECORDS = {
    "assessments": assessment(assessed_on="2026-01-05"),
    "benchmarkings": {"interview_on": DAY, "mode": "video"},
    "consultancy-records": {"session_on": DAY, "hours": "2", "category": "legal", "provider": "LIC"},
    "evidence": {"indicators": ["1.1.2"], "kind": "sighted", "dated": DAY, "strength": "documented"},
    "labels": {"level": "bronze", "awarded": "2026-04-01", "valid_until": "2028-04-30"},
}


@pytest.fixture(scope="module")
def gates(house: House) -> dict[str, Gate]:
    """A gate for each service, with a cluster that has a result and a mail."""
    ledger = Ledger(house)
    cluster = new_cluster(ledger)
    sent = ledger.submit(cluster, "assessments", assessment())
    records = {kind: ledger.submit(cluster, kind, body) for kind, body in RECORDS.items()}
    wait_until("a result", lambda: "levels" in ledger.get("scoring", f"/api/v1/results/{cluster}").json())
    mails = f"/api/v1/messages?cluster={cluster}"
    wait_until("a mail", lambda: ledger.get("notifier", mails).json()["messages"])
    known = {
        "cluster": cluster,
        "assessment": sent,
        "submission": sent,
        "catalogue": "ecei@1",
        "answers": assessment()["answers"],
        "assessed_on": DAY,
        "silver_areas": [],
        "level": "silver",
        "kind": "verdict",
        **records,
        "person": next(each.id for each in ledger.promises if each.path.endswith("/people")),
        "message": ledger.get("notifier", mails).json()["messages"][0]["id"],
    }
    tokens = {name: house.token(name) for name in ("demo-agency", "operator", "notifier")}

    def token(path: str) -> str:
        # a service's token would make the notifier send mails to whatever address was made up
        internal = path.startswith("/internal/") and path != "/internal/sign-in-mail"
        name = "operator" if path == "/internal/sign-in-links" else "notifier" if internal else "demo-agency"
        return tokens[name]

    return {name: Gate(house.url(name), token, known) for name in SERVICES}


@pytest.mark.parametrize("service", SERVICES)
def test_no_answer_breaks_the_document_of_its_service(gates: dict[str, Gate], service: str) -> None:
    breaches = list(gates[service].breaches(FEW))
    assert breaches == []
    assert any(status < 300 for _, status in gates[service].answers)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("service", SERVICES)
def test_no_answer_breaks_the_document_in_many_requests(gates: dict[str, Gate], service: str) -> None:
    examples = int(os.environ.get("BRANDA_EXAMPLES", str(MANY)))
    assert list(gates[service].breaches(examples)) == []
