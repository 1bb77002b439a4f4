"""Puts the demo's data into Branda through the public API: first what is public, then one fictional cluster, live."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from stack.demo.api import Api, Json
from stack.demo.data_files import read, vilnius_today

PUBLIC: Json = {"origin": "import", "provenance": "public"}
"""Imported history is never mailed (`rules.md` 10)."""

SYNTHETIC: Json = {"provenance": "synthetic"}


@dataclass(frozen=True)
class DemoCluster:
    """A cluster of the demo: its id in the register, and whether its coordinators are to be mailed.

    `events`: how many were sent in, so that a result of only some of them is not mistaken for the outcome; 0 if they
    were sent by an earlier demo.
    """

    id: str
    slug: str
    name: str
    live: bool
    people: tuple[str, ...] = ()
    events: int = 0


def load(api: Api, today: date | None = None) -> list[DemoCluster]:
    """Load everything that is not there yet and return the clusters in the order of the table."""
    day = today or vilnius_today()
    public = [
        _load_public(api, cluster, known["programme"])
        for known in (read(name, day) for name in ("signatories.yaml", "participants.yaml"))
        for cluster in known["clusters"]
    ]
    return [*public, _load_example(api, read("example-cluster.yaml", day), day)]


def _load_public(api: Api, cluster: Json, membership: Json) -> DemoCluster:
    slug = cluster["slug"]
    described = {key: value for key, value in cluster.items() if key != "labels"}
    known_on = membership.get("joined") or membership["seen_on"]
    identity = api.post("/api/v1/clusters", {**described, **PUBLIC, "on": known_on}, slug)["cluster"]
    path = f"/api/v1/clusters/{identity}"
    api.post(f"{path}/memberships", {**membership, **PUBLIC}, f"{slug}/membership")
    for number, label in enumerate(cluster.get("labels", ())):
        api.post(f"{path}/labels", {**label, **PUBLIC}, f"{slug}/label/{number}")
    return DemoCluster(identity, slug, cluster["names"]["en"], live=False, events=2 + len(cluster.get("labels", ())))


def _load_example(api: Api, example: Json, today: date) -> DemoCluster:
    """Load the fictional cluster; on the data of an earlier demo its assessment of that day stays the current one."""
    slug, name = example["cluster"]["slug"], example["cluster"]["names"]["en"]
    identity = api.post("/api/v1/clusters", {**example["cluster"], **SYNTHETIC}, slug)["cluster"]
    people = tuple(_load_person(api, person, identity, slug) for person in example["people"])
    if api.get("scoring", f"/api/v1/results/{identity}").get("assessment"):
        return DemoCluster(identity, slug, name, True, people)
    path, day = f"/api/v1/clusters/{identity}", f"{slug}/{today}"
    for number, session in enumerate(example["consultancy"]):
        api.post(f"{path}/consultancy-records", {**session, **SYNTHETIC}, f"{day}/consultancy/{number}")
    evidence = {
        title: api.post(f"{path}/evidence", {**proof, **SYNTHETIC}, f"{day}/evidence/{title}")["id"]
        for title, proof in example["evidence"].items()
    }
    assessment = _with_evidence(example["assessment"], evidence)
    submitted = {**assessment, **SYNTHETIC, "on_behalf_of": people[0]}
    api.post(f"{path}/assessments", submitted, f"{day}/assessment")
    events = 2 + len(example["consultancy"]) + len(evidence)
    return DemoCluster(identity, slug, name, True, people, events)


def _load_person(api: Api, person: Json, cluster: str, slug: str) -> str:
    roles = [{"role": role, "cluster": cluster} for role in person["roles"]]
    identity = api.post("/api/v1/people", {**person, "roles": roles}, f"{slug}/person/{person['address']}")["id"]
    return str(identity)


def _with_evidence(assessment: Json, evidence: dict[str, str]) -> Json:
    """Put the ids that intake gave to the proofs in place of their names in the data file."""

    def answer(given: Any) -> Any:
        return {**given, "evidence": [evidence[name] for name in given["evidence"]]} if "evidence" in given else given

    return {**assessment, "answers": {item: answer(given) for item, given in assessment["answers"].items()}}
