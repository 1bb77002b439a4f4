"""Puts the demo's data into Branda through the public API: first what is public, then the fictional clusters, live."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from stack.demo.api import Api, Json
from stack.demo.data_files import fictional, read, vilnius_today
from stack.demo.fictional import Fictional

PUBLIC: Json = {"origin": "import", "provenance": "public"}
"""Imported history is never mailed (`rules.md` 10)."""

SYNTHETIC: Json = {"provenance": "synthetic"}


@dataclass(frozen=True)
class DemoCluster:
    """A cluster of the demo: its id in the register, and what its data must come to.

    `events`: how many were sent in, so that a result of only some of them is not mistaken for the outcome; 0 if they
    were sent by an earlier demo. `mails`: how many its coordinators get. `shows`: the verdicts that its data say.
    """

    id: str
    slug: str
    name: str
    live: bool
    events: int = 0
    mails: int = 0
    shows: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who can sign in: who, in which role, and the cluster whose result they see first, if it is one."""

    id: str
    name: str
    role: str
    cluster: DemoCluster | None


@dataclass(frozen=True)
class Demo:
    """Everything that was loaded, in the order of the table."""

    clusters: list[DemoCluster]
    people: list[DemoPerson]


def load(api: Api, today: date | None = None) -> Demo:
    """Load everything that is not there yet."""
    day = today or vilnius_today()
    clusters = [
        _load_public(api, cluster, known["programme"])
        for known in (read(name, day) for name in ("signatories.yaml", "participants.yaml"))
        for cluster in known["clusters"]
    ]
    people: list[DemoPerson] = []
    by_letter: dict[str, str] = {}
    sets = read("answers.yaml", day)
    for letter, data in fictional(day).items():
        cluster, theirs = _load_fictional(api, Fictional(api, data, sets, day))
        by_letter[letter] = cluster.id
        clusters.append(cluster)
        people += theirs
    people += [_load_staff(api, person, by_letter) for person in read("staff.yaml", day)]
    return Demo(clusters, people)


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


def _load_fictional(api: Api, told: Fictional) -> tuple[DemoCluster, list[DemoPerson]]:
    """Load a fictional cluster; on the data of an earlier demo what was sent that day stays the current state."""
    data, slug, name = told.data, told.slug, told.data["cluster"]["names"]["en"]
    identity = api.post("/api/v1/clusters", {**data["cluster"], **SYNTHETIC}, slug)["cluster"]
    ids = [_load_person(api, person, identity, slug) for person in data["people"]]
    coordinators = sum("coordinator" in person["roles"] for person in data["people"])
    mails = coordinators if "assessment" in data else 0
    events = 0
    if not told.is_there(identity):
        events = 1 + told.send(identity, ids[0])
    cluster = DemoCluster(identity, slug, name, True, events, mails, data["shows"])
    people = zip(ids, data["people"], strict=True)
    return cluster, [DemoPerson(each, person["name"], ", ".join(person["roles"]), cluster) for each, person in people]


def _load_person(api: Api, person: Json, cluster: str, slug: str) -> str:
    roles = [{"role": role, "cluster": cluster} for role in person["roles"]]
    identity = api.post("/api/v1/people", {**person, "roles": roles}, f"{slug}/person/{person['address']}")["id"]
    return str(identity)


def _load_staff(api: Api, person: Json, clusters: Mapping[str, str]) -> DemoPerson:
    """Load somebody of the programme; `clusters`: ids by letter."""
    role, chosen = person["role"], person["clusters"]
    grants: list[Json] = (
        [{"role": role}] if chosen == "all" else [{"role": role, "cluster": clusters[c]} for c in chosen]
    )
    sent = {"name": person["name"], "address": person["address"], "language": person["language"], "roles": grants}
    identity = api.post("/api/v1/people", sent, f"staff/{person['address']}")["id"]
    return DemoPerson(str(identity), person["name"], role, None)
