"""What scoring asks intake: names, remembered for a while, never guessed."""

import json
from collections import Counter
from datetime import date

import httpx
import pytest

from services.scoring.adapters.http.register import CACHE_SECONDS, IntakeRegister
from shared.http.clients import PeerUnavailableError, ServiceClient

NAMES = {"lt": "Klasteris", "en": "Cluster"}
CLUSTER = {"id": "c-1", "slug": "c", "names": NAMES, "provenance": "public", "target": "silver", "new_field": 1}
ASSESSMENT = {
    "number": "BR-2026-0001",
    "assessed_on": "2026-11-16",
    "cluster": "c-1",
    "submitted_at": "2026-11-16T22:30:00Z",
}


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Intake:
    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.status = 200
        self.sent: list[dict[str, list[str]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked[request.url.raw_path.decode()] += 1
        if request.method == "POST":
            sent = json.loads(request.content)
            self.sent.append(sent)
            return httpx.Response(
                self.status,
                json={
                    "clusters": [{**CLUSTER, "id": each} for each in sent["clusters"] if each != "c-0"],
                    "assessments": [{**ASSESSMENT, "id": each} for each in sent["assessments"]],
                },
            )
        bodies: dict[str, object] = {
            "/internal/clusters/c-1": CLUSTER,
            "/internal/assessments/a-1": ASSESSMENT,
            "/api/v1/clusters": {"clusters": [CLUSTER]},
        }
        if self.status != 200:
            return httpx.Response(self.status)
        body = bodies.get(request.url.raw_path.decode())
        return httpx.Response(404) if body is None else httpx.Response(200, content=json.dumps(body))


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def register(intake: Intake, clock: Clock) -> IntakeRegister:
    client = httpx.AsyncClient(transport=httpx.MockTransport(intake), base_url="http://intake.example")
    return IntakeRegister(ServiceClient(client), clock)


async def test_names_are_remembered_for_a_while(register: IntakeRegister, intake: Intake, clock: Clock) -> None:
    for _ in range(3):
        card = await register.cluster("c-1")
        assert card is not None
        assert (card.name("lt"), card.provenance, card.target) == ("Klasteris", "public", "silver")
    assert intake.asked["/internal/clusters/c-1"] == 1
    clock.now += CACHE_SECONDS
    await register.cluster("c-1")
    assert intake.asked["/internal/clusters/c-1"] == 2


async def test_missing_cluster_is_asked_again_since_it_may_come(register: IntakeRegister, intake: Intake) -> None:
    assert await register.cluster("c-2") is None
    assert await register.cluster("c-2") is None
    assert intake.asked["/internal/clusters/c-2"] == 2


async def test_id_cannot_reach_another_address(register: IntakeRegister, intake: Intake) -> None:
    assert await register.cluster("../assessments/a-1?x=") is None
    assert list(intake.asked) == ["/internal/clusters/..%2Fassessments%2Fa-1%3Fx%3D"]


async def test_assessment_brings_number_date_and_cluster(register: IntakeRegister) -> None:
    card = await register.assessment("a-1")
    assert card is not None
    assert (card.number, card.assessed_on, card.cluster) == ("BR-2026-0001", date(2026, 11, 16), "c-1")
    assert card.submitted_on == date(2026, 11, 17)  # in Vilnius


async def test_all_clusters_come_in_one_question(register: IntakeRegister, intake: Intake) -> None:
    assert [card.id for card in await register.clusters()] == ["c-1"]
    await register.clusters()
    assert intake.asked == {"/api/v1/clusters": 1}


async def test_a_page_of_a_list_is_one_question_about_what_is_not_remembered(
    register: IntakeRegister, intake: Intake, clock: Clock
) -> None:
    await register.cluster("c-1")
    clusters, assessments = await register.cards(["c-0", "c-1", "c-2"], ["a-1", "a-2"])
    assert sorted(clusters) == ["c-1", "c-2"]  # nobody knows c-0
    assert {card.number for card in assessments.values()} == {"BR-2026-0001"}
    assert intake.sent == [{"clusters": ["c-0", "c-2"], "assessments": ["a-1", "a-2"]}]
    assert await register.cards(["c-1", "c-2"], ["a-2", "a-1"]) == (clusters, assessments)
    assert len(intake.sent) == 1
    clock.now += CACHE_SECONDS
    await register.cards(["c-2"], [])
    assert intake.sent[1:] == [{"clusters": ["c-2"], "assessments": []}]


@pytest.mark.parametrize("status", [404, 401, 503])
async def test_a_refused_question_about_many_is_no_empty_list(
    register: IntakeRegister, intake: Intake, status: int
) -> None:
    intake.status = status
    with pytest.raises(PeerUnavailableError):
        await register.cards(["c-1"], ["a-1"])


@pytest.mark.parametrize("status", [500, 503, 429, 401, 403])
async def test_refusal_or_failure_of_intake_is_not_taken_for_a_missing_cluster(
    register: IntakeRegister, intake: Intake, status: int
) -> None:
    intake.status = status
    with pytest.raises(PeerUnavailableError):
        await register.cluster("c-1")
